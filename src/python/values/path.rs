//! Paths while it is not known where the repository lies.
//!
//! The root stands as four made-up folders, so that `dirname`, `..` and joins work on it as on any path, up to
//! four levels above it. They are private-use characters: no real path holds one.

/// The repository's root as an absolute path.
pub(crate) const ROOT: &str = "/\u{f803}/\u{f802}/\u{f801}/\u{f800}";
/// The first byte of each of its folders.
const FIRST_BYTE: u8 = 0xef;
const LEVELS: [&str; 4] = ["\u{f803}", "\u{f802}", "\u{f801}", "\u{f800}"];

/// Whether a text depends on where the repository lies.
pub(crate) fn is_anywhere(text: &str) -> bool {
    // Hardly any text holds the byte that they begin with, and it is asked of every text that is compared.
    text.as_bytes().contains(&FIRST_BYTE)
        && text.contains(['\u{f800}', '\u{f801}', '\u{f802}', '\u{f803}'])
}

/// Whether two texts that differ do so wherever the repository lies: each is a place in it, or no absolute path at all.
pub(crate) fn is_beside(first: &str, second: &str) -> bool {
    let within = |text: &str| {
        let inside = text.strip_prefix(ROOT)?;
        let whole = inside.is_empty() || inside.starts_with('/');
        (whole && !is_anywhere(inside)).then_some(())
    };
    let is_told =
        |text: &str| within(text).is_some() || !(text.starts_with('/') || is_anywhere(text));
    is_told(first) && is_told(second)
}

/// Whether a path is one of the developer's or the server's own machine, which no container has: a home, what was
/// installed by hand, a disk.
pub(crate) fn is_of_machine(path: &str) -> bool {
    let beside = path
        .strip_prefix(dirname(ROOT))
        .is_some_and(|rest| rest.len() > 1);
    let first = path
        .strip_prefix('/')
        .and_then(|path| path.split('/').next());
    let homes = [
        "Users", "Volumes", "data", "home", "media", "mnt", "opt", "srv",
    ];
    beside || first.is_some_and(|first| homes.contains(&first))
}

/// The absolute text of a path of the tree.
pub(crate) fn absolute(path: &str) -> String {
    if path.is_empty() {
        ROOT.to_owned()
    } else {
        format!("{ROOT}/{path}")
    }
}

/// The path as seen from the repository's root: `static`, `../shared`, `/var/www`; `None` where that cannot be
/// told. A relative path starts from `folder`, where the process runs.
pub(crate) fn from_root(text: &str, folder: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let full = normalize(&join(&absolute(folder), text));
    let parts: Vec<&str> = full.split('/').filter(|part| !part.is_empty()).collect();
    let inside = LEVELS
        .iter()
        .zip(&parts)
        .take_while(|(level, part)| level == part)
        .count();
    let rest = parts[inside..].join("/");
    if is_anywhere(&rest) {
        return None;
    }
    if inside == 0 {
        // Two leading slashes are kept, as Python keeps them.
        let doubled = text.starts_with("//") && !text.starts_with("///");
        return Some(if doubled { format!("/{full}") } else { full });
    }
    let mut path = "../".repeat(LEVELS.len() - inside);
    path.push_str(&rest);
    match path.trim_end_matches('/') {
        "" => Some(".".to_owned()),
        path => Some(path.to_owned()),
    }
}

/// A path of the tree, for a text below the root; `None` for one outside.
pub(crate) fn in_tree(text: &str, folder: &str) -> Option<String> {
    let path = from_root(text, folder)?;
    match path.as_str() {
        "." => Some(String::new()),
        path if path.starts_with('/') || path.starts_with("..") => None,
        _ => Some(path),
    }
}

/// What `os.path.join` makes of two paths.
pub(crate) fn join(first: &str, second: &str) -> String {
    if second.starts_with('/') || first.is_empty() {
        second.to_owned()
    } else if first.ends_with('/') {
        format!("{first}{second}")
    } else {
        format!("{first}/{second}")
    }
}

/// What `os.path.dirname` makes of a path.
pub(crate) fn dirname(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some((head, _)) if head.trim_end_matches('/').is_empty() => &path[..=head.len()],
        Some((head, _)) => head.trim_end_matches('/'),
        None => "",
    }
}

/// What `os.path.basename` makes of a path.
pub(crate) fn basename(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What `os.path.normpath` makes of a path.
pub(crate) fn normalize(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// What `pathlib` makes of a text: no `.` and no empty components, but `..` kept.
pub(crate) fn pure(path: &str) -> String {
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    match (path.starts_with('/'), parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// What `Path.parent` is of a path.
pub(crate) fn parent(path: &str) -> String {
    match path.rsplit_once('/') {
        Some(("", _)) => "/".to_owned(),
        Some((head, _)) => head.to_owned(),
        None => ".".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_where_paths_are_seen_from() {
        assert_eq!(from_root(ROOT, "").as_deref(), Some("."));
        assert_eq!(
            from_root(&format!("{ROOT}/a/../static/"), "").as_deref(),
            Some("static")
        );
        assert_eq!(
            from_root("db.sqlite3", "src").as_deref(),
            Some("src/db.sqlite3")
        );
        assert_eq!(
            from_root(&format!("{ROOT}/../x"), "").as_deref(),
            Some("../x")
        );
        assert_eq!(from_root("/var/www", "").as_deref(), Some("/var/www"));
        assert_eq!(from_root(&format!("/var{ROOT}"), ""), None);
    }

    #[test]
    fn places_of_the_repository_are_told_apart() {
        let apps = absolute("apps");
        for other in [ROOT, "apps", ""] {
            assert!(is_beside(other, &apps), "{other}");
        }
        for other in ["/srv/apps", &format!("{ROOT}s"), dirname(ROOT)] {
            assert!(!is_beside(other, &apps), "{other}");
        }
    }

    #[test]
    fn dirname_is_pythons() {
        for (path, expected) in [("/a/b", "/a"), ("/a", "/"), ("a", ""), ("a/b/", "a/b")] {
            assert_eq!(dirname(path), expected);
        }
    }
}
