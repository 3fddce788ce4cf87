//! URLs: of databases, as dj-database-url and django-environ read them, and taken apart by `urlparse`.

use crate::python::values::value::Value;

/// What a URL says of a database, by the names of Django's entries.
#[derive(Debug)]
pub(crate) struct Connection {
    /// The entries, `PORT` among them as Django takes a text too. A URL without a server has no more than `ENGINE` and
    /// `NAME`.
    pub(crate) entries: Vec<(&'static str, String)>,
    /// The entries of `OPTIONS`, which stand after the question mark; `None` where they cannot be told.
    pub(crate) options: Option<Vec<(String, String)>>,
}

/// Reads a database's URL; `None` where the scheme or the text is not understood.
pub(crate) fn parse(url: &str) -> Option<Connection> {
    let (scheme, rest) = url.split_once(':')?;
    let engine = crate::python::packages::engines::of_scheme(scheme)?;
    let rest = rest.strip_prefix("//")?.split('#').next()?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (server, name) = match rest {
        ":memory:" => ("", rest),
        rest => rest.split_once('/').unwrap_or((rest, "")),
    };
    let mut entries = vec![("ENGINE", engine.to_owned()), ("NAME", name.to_owned())];
    // What is written with `%` the libraries decode: nothing is said of it.
    if !server.is_empty() && !server.contains('%') {
        let (user, host) = server.rsplit_once('@').unwrap_or(("", server));
        let (user, password) = user.split_once(':').unwrap_or((user, ""));
        let (host, port) = host.rsplit_once(':').unwrap_or((host, ""));
        let parts = [
            ("USER", user),
            ("PASSWORD", password),
            ("HOST", host),
            ("PORT", port),
        ];
        entries.extend(parts.map(|(key, part)| (key, part.to_owned())));
    }
    Some(Connection {
        entries,
        options: options(query),
    })
}

/// The options of a URL's query.
fn options(query: &str) -> Option<Vec<(String, String)>> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    let pairs = parts.map(|part| {
        let (key, value) = part.split_once('=')?;
        (!part.contains(['%', '+'])).then(|| (key.to_owned(), value.to_owned()))
    });
    pairs.collect()
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
