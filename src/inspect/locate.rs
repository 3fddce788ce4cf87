//! Where the project is: its `manage.py`.

use std::collections::VecDeque;

use super::error::{Found, InspectError};
use super::package::{self, Start};
use super::project::{Guess, Project};
use crate::python::read_python;
use crate::tree::{Entry, EntryKind, Tree, TreeError, join};

/// Folders below the root that are searched.
const MAX_DEPTH: usize = 4;
/// Folders that one search lists.
const MAX_FOLDERS: usize = 4_000;

/// Where the project starts: the named folder's `manage.py`, the root's own, else the only one near it, else a package's entry point.
pub(super) fn start(
    tree: &dyn Tree,
    evidence: &dyn Tree,
    named: &str,
    project: &mut Project,
) -> Result<Start, InspectError> {
    let mut other = Vec::new();
    let near = join(named, "manage.py");
    if tree.is_file(&near)? && starts_django(tree, &near) {
        return Ok(Start::of(&near));
    }
    if tree.is_file("manage.py")? {
        if starts_django(tree, "manage.py") {
            return Ok(Start::of("manage.py"));
        }
        other.push("manage.py".to_owned());
    }
    let (mut projects, asides) = search(tree, &mut other)?;
    if projects.is_empty() {
        if let Some(start) = package::start(tree)? {
            return Ok(start);
        }
        // What only tests or documents something else is no project to deploy.
        projects = asides;
        projects.retain(|path| !is_of_tests(path));
        if let [path] = &*projects {
            let guess = Guess {
                value: path.clone(),
                why: "the only project here is an example".to_owned(),
            };
            project.guesses.insert("manage_py".to_owned(), guess);
        }
    }
    if projects.len() > 1 {
        let below = projects.iter().filter(|path| is_below(path, named));
        if let [only] = &*below.cloned().collect::<Vec<_>>() {
            return Ok(Start::of(only));
        }
    }
    match projects.len() {
        0 => Err(not_django(tree, evidence, other)?),
        1 => Ok(Start::of(&projects[0])),
        _ => Err(InspectError::SeveralManagePy(projects)),
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/'))
}

fn is_of_tests(path: &str) -> bool {
    let mut folders = path.split('/').rev().skip(1);
    folders.any(|name| {
        let name = name.to_ascii_lowercase();
        name.starts_with("test") || name.starts_with("doc")
    })
}

fn not_django(
    tree: &dyn Tree,
    evidence: &dyn Tree,
    other_manage_py: Vec<String>,
) -> Result<InspectError, TreeError> {
    let (mut uncommitted, mut in_submodules) = (Vec::new(), Vec::new());
    if evidence.is_file("manage.py")? && starts_django(evidence, "manage.py") {
        uncommitted.push("manage.py".to_owned());
    } else {
        let (projects, _) = search(evidence, &mut Vec::new())?;
        for path in projects {
            if let Some(submodule) = submodule(tree, &path)? {
                in_submodules.push((path, submodule));
            } else if !tree.is_file(&path)? {
                uncommitted.push(path);
            }
        }
    }
    let declared = super::dependencies::declared(tree, "")?;
    let django = declared.package("django");
    Ok(InspectError::NotDjango(Found {
        other_manage_py,
        uncommitted,
        in_submodules,
        django_declared: django.map(|package| package.at.clone()),
        dependency_files: declared.files,
    }))
}

/// The folder above a file that is none in the tree: there another repository begins.
fn submodule(tree: &dyn Tree, path: &str) -> Result<Option<String>, TreeError> {
    for (end, _) in path.match_indices('/') {
        if tree.kind(&path[..end])? == Some(EntryKind::Other) {
            return Ok(Some(path[..end].to_owned()));
        }
    }
    Ok(None)
}

/// Every `manage.py` of Django below the root: those of projects, and those of tests and examples.
fn search(
    tree: &dyn Tree,
    other: &mut Vec<String>,
) -> Result<(Vec<String>, Vec<String>), TreeError> {
    let mut queue = VecDeque::from([(String::new(), 0, false)]);
    let (mut projects, mut asides) = (Vec::new(), Vec::new());
    let mut listed = 0;
    while let Some((folder, depth, aside)) = queue.pop_front() {
        listed += 1;
        if listed > MAX_FOLDERS {
            break;
        }
        let entries = tree.list(&folder)?;
        if depth > 0 && is_environment(&entries) {
            continue;
        }
        // No project lies below a Python package: this spares the folders of every app.
        let package = entries.iter().any(|entry| entry.name == "__init__.py");
        for entry in entries {
            let path = join(&folder, &entry.name);
            match entry.kind {
                EntryKind::File { .. } if entry.name == "manage.py" && depth > 0 => {
                    match (starts_django(tree, &path), aside) {
                        (false, _) => other.push(path),
                        (true, true) => asides.push(path),
                        (true, false) => projects.push(path),
                    }
                }
                EntryKind::Directory
                    if depth < MAX_DEPTH && !package && !is_skipped(&entry.name) =>
                {
                    queue.push_back((path, depth + 1, aside || is_aside(&entry.name)));
                }
                _ => {}
            }
        }
    }
    Ok((projects, asides))
}

/// A virtual environment, unless a project lies right in it.
fn is_environment(entries: &[Entry]) -> bool {
    let holds = |name: &str| entries.iter().any(|entry| entry.name == name);
    holds("pyvenv.cfg") && !holds("manage.py")
}

fn is_skipped(name: &str) -> bool {
    name.starts_with('.')
        || matches!(
            name,
            "node_modules" | "site-packages" | "dist-packages" | "__pycache__" | "bower_components"
        )
}

fn is_aside(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "test", "example", "sample", "doc", "demo", "sandbox", "template",
    ]
    .iter()
    .any(|aside| name.starts_with(aside))
}

/// Whether a `manage.py` is Django's: other frameworks have one too.
fn starts_django(tree: &dyn Tree, path: &str) -> bool {
    let Ok(text) = read_python(tree, path) else {
        return false;
    };
    let text = text.unwrap_or_default();
    text.contains("DJANGO_SETTINGS_MODULE")
        || text.contains("django.core.management")
        || text.contains("configurations.management")
}
