//! Paths in compose files.

/// A path as seen from the root; `None` outside of it, and for what is no path.
pub(crate) fn from_root(folder: &str, path: &str) -> Option<String> {
    if path.contains("://") || path.starts_with('/') || path.contains('$') || folder.contains("://")
    {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_root() {
        for (folder, path, seen) in [
            ("", ".", Some("")),
            ("", "./.env", Some(".env")),
            ("registry", ".env", Some("registry/.env")),
            ("registry", "../.env", Some(".env")),
            ("", "../other", None),
            ("", "/etc/passwd", None),
            ("", "https://example.org/repository.git", None),
            ("", "${FOLDER}/web", None),
        ] {
            assert_eq!(from_root(folder, path).as_deref(), seen, "{folder} {path}");
        }
    }
}
