//! Traces of the Python version that a project runs on: its own Dockerfiles, its tests, its classifiers, what its README
//! says, what its Python compiled.

use crate::inspect::dependencies::{Declared, read_lossy};
use crate::inspect::project::Guess;
use crate::tree::{EntryKind, Tree, TreeError, join};
use crate::version;

const WORKFLOWS: &str = ".github/workflows";
const OTHER_TESTS: [&str; 4] = [
    ".travis.yml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "tox.ini",
];
/// What tells how the project is started, and what introduces it.
const PROSE: [&str; 6] = [
    "Procfile",
    "README.md",
    "README.rst",
    "README.txt",
    "README",
    "readme.md",
];
/// Parts of names of folders that hold what deploys a project.
const DEPLOYS: [&str; 7] = [
    "docker",
    "compose",
    "deploy",
    "container",
    "infra",
    "ops",
    "build",
];
/// Folders in which Dockerfiles are looked for, and how deep below the root they lie.
const MAX_FOLDERS: usize = 100;
const MAX_DEPTH: usize = 3;
/// Folders whose compiled files are looked at.
const MAX_CACHES: usize = 20;

/// A version that was seen, and its place.
type Seen = (String, String);

/// Reads the versions out of a text, each with its line from 1.
type Reader = fn(&str) -> Vec<(usize, String)>;

/// The version that the project's own images run on: what all Dockerfiles within `requires` agree on.
pub(super) fn image(
    tree: &dyn Tree,
    folder: &str,
    requires: &str,
) -> Result<Option<Seen>, TreeError> {
    let mut seen = in_images(tree, folder)?;
    seen.retain(|(version, _)| version::allows(requires, &version::minor(version)));
    let Some((first, _)) = seen.first() else {
        return Ok(None);
    };
    let minor = version::minor(first);
    let agreed = seen.iter().all(|(other, _)| version::minor(other) == minor);
    Ok(agreed.then(|| seen.swap_remove(0)))
}

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
    if let Some(guess) = of(in_images(tree, folder)?, "runs on it") {
        return Ok(Some(guess));
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
    if let Some(guess) = of(declared.classifiers.clone(), "names it") {
        return Ok(Some(guess));
    }
    for file in PROSE {
        let mut seen = Vec::new();
        for path in near(folder, file) {
            read(tree, &path, in_prose, &mut seen)?;
        }
        if let Some(guess) = of(seen, "names it") {
            return Ok(Some(guess));
        }
    }
    Ok(of(compiled(tree, folder)?, "was compiled by it"))
}

/// A file in the project's folder, and in the root.
fn near(folder: &str, file: &str) -> Vec<String> {
    let mut paths = vec![join(folder, file), file.to_owned()];
    paths.dedup();
    paths
}

fn read(
    tree: &dyn Tree,
    path: &str,
    reader: Reader,
    seen: &mut Vec<Seen>,
) -> Result<(), TreeError> {
    if let Some(text) = read_lossy(tree, path)? {
        let found = reader(&text).into_iter();
        seen.extend(found.map(|(line, version)| (version, format!("{path}:{line}"))));
    }
    Ok(())
}

/// What Dockerfiles start from: those of the project's folder and of the root, else those of the folders that deploy it
/// or hold a part of it; else what services of compose files do.
fn in_images(tree: &dyn Tree, folder: &str) -> Result<Vec<Seen>, TreeError> {
    let mut near = vec![folder.to_owned(), String::new()];
    near.dedup();
    let mut seen = Vec::new();
    for folder in &near {
        read_named(tree, folder, is_dockerfile, in_dockerfile, &mut seen)?;
    }
    if seen.is_empty() {
        for folder in deploying(tree)? {
            read_named(tree, &folder, is_dockerfile, in_dockerfile, &mut seen)?;
        }
    }
    if seen.is_empty() {
        for folder in &near {
            read_named(tree, folder, is_compose, in_yaml, &mut seen)?;
        }
    }
    Ok(seen)
}

fn read_named(
    tree: &dyn Tree,
    folder: &str,
    is_named: fn(&str) -> bool,
    reader: Reader,
    seen: &mut Vec<Seen>,
) -> Result<(), TreeError> {
    for entry in tree.list(folder)? {
        if is_named(&entry.name.to_ascii_lowercase()) {
            read(tree, &join(folder, &entry.name), reader, seen)?;
        }
    }
    Ok(())
}

/// `Dockerfile`, `Dockerfile.prod`, `web.Dockerfile`, `Containerfile`.
fn is_dockerfile(name: &str) -> bool {
    let named = |word: &str| name.starts_with(word) || name.ends_with(word);
    (named("dockerfile") || named("containerfile")) && !name.ends_with("ignore")
}

fn is_compose(name: &str) -> bool {
    let yaml = matches!(name.rsplit_once('.'), Some((_, "yml" | "yaml")));
    yaml && (name.starts_with("docker-compose") || name.starts_with("compose"))
}

/// The folders of the root, and those below the ones that are named for a deployment.
fn deploying(tree: &dyn Tree) -> Result<Vec<String>, TreeError> {
    let mut found: Vec<String> = Vec::new();
    let mut open = vec![(String::new(), 0)];
    while let Some((folder, depth)) = open.pop() {
        for entry in tree.list(&folder)? {
            let name = entry.name.to_ascii_lowercase();
            if entry.kind != EntryKind::Directory || found.len() == MAX_FOLDERS {
                continue;
            }
            let path = join(&folder, &entry.name);
            let deploys = depth > 0 || DEPLOYS.iter().any(|part| name.contains(part));
            if deploys && depth + 1 < MAX_DEPTH {
                open.push((path.clone(), depth + 1));
            }
            found.push(path);
        }
    }
    Ok(found)
}

/// `__pycache__/urls.cpython-39.pyc`, where it was committed: in the project's folder and the packages in it.
fn compiled(tree: &dyn Tree, folder: &str) -> Result<Vec<Seen>, TreeError> {
    let mut packages = vec![folder.to_owned()];
    let entries = tree.list(folder)?.into_iter();
    let folders = entries.filter(|entry| entry.kind == EntryKind::Directory);
    packages.extend(folders.map(|entry| join(folder, &entry.name)));
    let mut seen = Vec::new();
    for package in packages.into_iter().take(MAX_CACHES) {
        let cache = join(&package, "__pycache__");
        for entry in tree.list(&cache)? {
            let tag = entry.name.strip_suffix(".pyc");
            let tag = tag.and_then(|name| name.rsplit_once(".cpython-3"));
            if let Some(minor) = tag.and_then(|(_, minor)| minor.parse::<u32>().ok()) {
                seen.push((format!("3.{minor}"), join(&cache, &entry.name)));
            }
        }
    }
    Ok(seen)
}

/// `Python 3.9`, `python-3.9-blue`, `python3.9`; not `Python 3.9+` or `>= 3.9`, which only say what is too old.
fn in_prose(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let lower = line.to_ascii_lowercase();
        for (start, word) in lower.match_indices("python") {
            let rest = &lower[start + word.len()..];
            let rest = rest.trim_start_matches([' ', '-', '_', ':', '=', 'v', '*', '`', '(']);
            let Some(version) = leading_version(rest) else {
                continue;
            };
            let after = rest[version.len()..].trim_start();
            let at_least = ["+", "or ", "and ", "ou ", "et ", "%2b", ".x+", ">"];
            if !at_least.iter().any(|words| after.starts_with(words)) {
                found.push((index + 1, version));
            }
        }
    }
    found
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
        let prose = "Needs Python 3.8+.\n![](badge/python-3.9.1-blue) of Python >= 3.7\nweb: python3.10 manage.py\npython 3.6 or newer\nPython 3\n";
        assert_eq!(texts(in_prose(prose)), ["3.9.1", "3.10"]);
    }
}
