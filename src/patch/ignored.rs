//! `.gitignore`: which lines of ours say what it does not say yet.

use crate::ignore::Ignore;

/// The lines that a `.gitignore` lacks: a pattern of its own may leave the same alone, and more.
#[must_use]
pub fn not_ignored(text: &str, wanted: &[String]) -> Vec<String> {
    let rules = Ignore::of_git(text);
    let lacks = |line: &&String| {
        let Some(path) = line.strip_prefix('/') else {
            return true;
        };
        // Of a folder, what lies in it.
        let inside = if path.ends_with('/') { "x" } else { "" };
        path.contains(['*', '?', '[']) || !rules.excludes(&format!("{path}{inside}"))
    };
    wanted.iter().filter(lacks).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broader_pattern_counts() {
        let wanted = ["/.env".to_owned(), "/.venv/".to_owned()];
        for (text, lacking) in [
            ("", &wanted[..]),
            ("*.pyc\n", &wanted),
            (".env\n", &wanted[1..]),
            (".env*\n!.env.sample\n", &wanted[1..]),
            ("*.env\n.venv\n", &[]),
            (".env/\n.venv/\n", &wanted[..1]),
            ("*\n!.env\n", &wanted[..1]),
        ] {
            assert_eq!(not_ignored(text, &wanted), lacking, "{text}");
        }
    }
}
