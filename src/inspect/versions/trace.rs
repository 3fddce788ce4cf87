//! Traces of the Python version that a project runs on: its own Dockerfile, its tests, its classifiers.

use crate::inspect::dependencies::{Declared, read_lossy};
use crate::inspect::project::Guess;
use crate::tree::{Tree, TreeError, join};
use crate::version;

/// Where traces are, the ones that tell most first.
const DOCKERFILES: [&str; 5] = [
    "Dockerfile",
    "Dockerfile.prod",
    "docker/Dockerfile",
    "compose/production/django/Dockerfile",
    "deploy/Dockerfile",
];
const WORKFLOWS: &str = ".github/workflows";
const OTHER_TESTS: [&str; 4] = [
    ".travis.yml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "tox.ini",
];

/// A version that was seen, and its place.
type Seen = (String, String);

/// The newest Python of the first kind of file that names one within `requires`.
pub(super) fn python(
    tree: &dyn Tree,
    folder: &str,
    declared: &Declared,
    requires: &str,
) -> Result<Option<Guess>, TreeError> {
    let allowed = |(seen, _): &Seen| version::allows(requires, seen);
    let of = |seen: Vec<Seen>, what: &str| {
        let newest = seen
            .into_iter()
            .filter(allowed)
            .max_by(|(one, _), (other, _)| version::compare(one, other));
        newest.map(|(value, at)| Guess {
            value,
            why: format!("{at} {what}"),
        })
    };
    for file in DOCKERFILES {
        let mut seen = Vec::new();
        for path in [join(folder, file), file.to_owned()] {
            read(tree, &path, in_dockerfile, &mut seen)?;
        }
        if let Some(guess) = of(seen, "runs on it") {
            return Ok(Some(guess));
        }
    }
    let mut seen = Vec::new();
    for entry in tree.list(WORKFLOWS)? {
        read(tree, &join(WORKFLOWS, &entry.name), in_yaml, &mut seen)?;
    }
    if let Some(guess) = of(seen, "tests with it") {
        return Ok(Some(guess));
    }
    for file in OTHER_TESTS {
        let mut seen = Vec::new();
        let reader = if file == "tox.ini" { in_tox } else { in_yaml };
        read(tree, file, reader, &mut seen)?;
        if let Some(guess) = of(seen, "tests with it") {
            return Ok(Some(guess));
        }
    }
    Ok(of(declared.classifiers.clone(), "names it"))
}

fn read(
    tree: &dyn Tree,
    path: &str,
    reader: fn(&str) -> Vec<(usize, String)>,
    seen: &mut Vec<Seen>,
) -> Result<(), TreeError> {
    if let Some(text) = read_lossy(tree, path)? {
        let found = reader(&text).into_iter();
        seen.extend(found.map(|(line, version)| (version, format!("{path}:{line}"))));
    }
    Ok(())
}

/// `FROM python:3.12-slim`, the default of an `ARG PYTHON_VERSION`, and uv's images.
fn in_dockerfile(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        let lower = line.to_ascii_lowercase();
        let after = if lower.starts_with("from ") {
            lower
                .rsplit_once("python:")
                .or_else(|| lower.rsplit_once("-python"))
                .or_else(|| lower.rsplit_once(":python"))
                .map(|(_, rest)| rest)
        } else if lower.starts_with("arg python") {
            lower
                .split_once('=')
                .map(|(_, rest)| rest.trim_matches(['"', '\'']))
        } else {
            None
        };
        found.extend(
            after
                .and_then(leading_version)
                .map(|version| (index + 1, version)),
        );
    }
    found
}

/// The values of keys that are named for Python's version, on their line or as a list below.
fn in_yaml(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut list: Option<usize> = None;
    for (index, line) in text.lines().enumerate() {
        let bare = line.split(" #").next().unwrap_or(line).trim();
        let indent = line.len() - line.trim_start().len();
        if list.is_some_and(|outer| bare.starts_with('-') && indent >= outer) {
            found.extend(versions(bare).map(|version| (index + 1, version)));
            continue;
        }
        list = None;
        let Some((key, value)) = bare.trim_start_matches("- ").split_once(':') else {
            continue;
        };
        let key = key
            .trim()
            .trim_matches(['"', '\''])
            .to_ascii_lowercase()
            .replace('_', "-");
        if matches!(
            key.as_str(),
            "python" | "python-version" | "python-versions"
        ) {
            found.extend(versions(value).map(|version| (index + 1, version)));
            list = value.trim().is_empty().then_some(indent);
        } else if key == "image" {
            let tag = value
                .rsplit_once("python:")
                .and_then(|(_, tag)| leading_version(tag));
            found.extend(tag.map(|version| (index + 1, version)));
        }
    }
    found
}

/// `envlist = py{39,310}-django42, py311`.
fn in_tox(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open = false;
    for (index, line) in text.lines().enumerate() {
        open = match line.split_once('=') {
            Some((key, _)) if !line.starts_with([' ', '\t']) => {
                matches!(key.trim(), "envlist" | "env_list")
            }
            None if line.starts_with('[') => false,
            _ => open,
        };
        if open {
            let numbers = line.split(|letter: char| !letter.is_ascii_digit());
            let minors = numbers.filter_map(|digits| digits.strip_prefix('3')?.parse::<u32>().ok());
            // Django's versions stand in these names too: `django32` is no Python.
            let known = minors.filter(|minor| (5..=30).contains(minor) && line.contains("py"));
            found.extend(known.map(|minor| (index + 1, format!("3.{minor}"))));
        }
    }
    found
}

/// Python versions between quotes, commas and brackets.
fn versions(text: &str) -> impl Iterator<Item = String> {
    let words = text.split([',', '[', ']', '"', '\'', ' ', '\t']);
    words.filter_map(leading_version)
}

/// `3.12.4-slim` is 3.12.4; `3.x` is nothing.
fn leading_version(text: &str) -> Option<String> {
    let end = text.find(|letter: char| !(letter.is_ascii_digit() || letter == '.'));
    let version = text[..end.unwrap_or(text.len())].trim_end_matches('.');
    let minor = version.strip_prefix("3.")?;
    minor
        .starts_with(|first: char| first.is_ascii_digit())
        .then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(found: Vec<(usize, String)>) -> Vec<String> {
        found.into_iter().map(|(_, version)| version).collect()
    }

    #[test]
    fn versions_in_files() {
        let docker = "ARG PYTHON_VERSION=3.12\nFROM node:22 AS assets\nFROM docker.io/python:3.11.4-slim AS app\nFROM x/uv:python3.12-slim\nFROM alpine\n";
        assert_eq!(texts(in_dockerfile(docker)), ["3.12", "3.11.4", "3.12"]);
        let yaml = "matrix:\n  python-version: [\"3.9\", '3.10', 3.x]\n  python-version: ${{ matrix.python-version }}\npython:\n  - \"3.6\"\n  - nightly\nservices:\n  - \"3.1\"\nimage: cimg/python:3.14-node\n";
        assert_eq!(texts(in_yaml(yaml)), ["3.9", "3.10", "3.6", "3.14"]);
        let tox = "[tox]\nenvlist =\n    py{39,310}-dj{42,52}\n    lint\nminversion = 3.8\n[testenv]\ndeps = x==3.12\n";
        assert_eq!(texts(in_tox(tox)), ["3.9", "3.10"]);
    }
}
