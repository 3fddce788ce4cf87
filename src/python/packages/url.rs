//! URLs: of databases, as dj-database-url and django-environ read them, and taken apart by `urlparse`.

use crate::python::values::value::Value;

/// `ENGINE` and `NAME` of a URL; `None` where the scheme or the text is not understood.
pub(crate) fn parse(url: &str) -> Option<Vec<(&'static str, String)>> {
    let (scheme, rest) = url.split_once(':')?;
    let engine = crate::python::packages::engines::of_scheme(scheme)?;
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

/// Whether a name is one of `urlparse`'s parts.
pub(crate) fn is_part(name: &str) -> bool {
    matches!(
        name,
        "scheme" | "netloc" | "hostname" | "port" | "username" | "password" | "path" | "query"
    )
}

/// One part of a URL, as `urlparse` gives it.
pub(crate) fn part(url: &str, name: &str) -> Value {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    let end = before.find('/').unwrap_or(before.len());
    let (netloc, path) = if scheme.is_empty() {
        ("", before)
    } else {
        before.split_at(end)
    };
    let (user, host) = netloc.rsplit_once('@').unwrap_or(("", netloc));
    let (user, password) = match user.split_once(':') {
        Some((user, password)) => (user, Some(password)),
        None => (user, None),
    };
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()),
        None => (host, None),
    };
    let optional = |text: &str| {
        if text.is_empty() {
            Value::None
        } else {
            Value::str(text)
        }
    };
    match name {
        "scheme" => Value::str(scheme),
        "netloc" => Value::str(netloc),
        "hostname" => optional(host),
        "port" => port.map_or(Value::None, Value::Int),
        "username" => optional(user),
        "password" => password.map_or(Value::None, Value::str),
        "path" => Value::str(path),
        "query" => Value::str(query),
        _ => Value::unknown("…"),
    }
}
