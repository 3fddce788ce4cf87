//! Database URLs, as dj-database-url and django-environ read them.

/// `ENGINE` and `NAME` of a URL; `None` where the scheme or the text is not understood.
pub(super) fn parse(url: &str) -> Option<Vec<(&'static str, String)>> {
    let (scheme, rest) = url.split_once(':')?;
    let engine = crate::inspect::engines::of_scheme(scheme)?;
    let rest = rest.strip_prefix("//")?;
    if rest == ":memory:" {
        return Some(vec![
            ("ENGINE", engine.to_owned()),
            ("NAME", rest.to_owned()),
        ]);
    }
    let rest = rest.split(['?', '#']).next()?;
    let name = match rest.split_once('/') {
        Some((_, path)) => path.to_owned(),
        None => String::new(),
    };
    Some(vec![("ENGINE", engine.to_owned()), ("NAME", name)])
}
