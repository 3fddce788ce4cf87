//! The Python and Django versions that the project asks for, and those that it is likely to need.

mod django;
mod end;
mod releases;
mod trace;
mod wheels;

pub use end::{EndOfLife, ends};

use super::dependencies::{Declared, declared_version, read_lossy};
use super::project::Project;
use crate::tree::{Tree, TreeError, join, parent};

pub(super) use wheels::is_compiled;

/// Files that name one Python version, the one that counts first.
const FILES: [&str; 5] = [
    ".python-version",
    ".tool-versions",
    "mise.toml",
    ".mise.toml",
    "runtime.txt",
];

/// Fills in both versions. `settings_file` is the module's, from the root.
pub(super) fn fill(
    tree: &dyn Tree,
    settings_file: &str,
    folder: &str,
    declared: &Declared,
    project: &mut Project,
) -> Result<(), TreeError> {
    python(tree, folder, declared, project)?;
    project.python.fits = wheels::pythons(declared);
    django::fill(tree, settings_file, folder, declared, project)
}

/// Fills in the Python version: a version file, the nearest first, else what the dependency files pin, else the image
/// of the project's own Dockerfiles, else a guess from what runs or tests the project.
fn python(
    tree: &dyn Tree,
    folder: &str,
    declared: &Declared,
    project: &mut Project,
) -> Result<(), TreeError> {
    let requires = declared.python.clone();
    if let Some((requires, at)) = &requires {
        project.python.requires = Some(requires.clone());
        project
            .evidence
            .insert("python.requires".to_owned(), at.clone());
    }
    let mut found = version_file(tree, folder)?;
    if let (None, Some((requires, at))) = (&found, requires) {
        found = declared_version(&requires).map(|version| (version, at));
    }
    let requires = project.python.requires.as_deref().unwrap_or_default();
    if found.is_none() {
        found = trace::image(tree, folder, requires)?;
    }
    if let Some((version, at)) = found {
        project.python.version = Some(version);
        project.evidence.insert("python.version".to_owned(), at);
        return Ok(());
    }
    if let Some(guess) = trace::python(tree, folder, declared, requires)? {
        project.guesses.insert("python.version".to_owned(), guess);
    }
    Ok(())
}

fn version_file(tree: &dyn Tree, folder: &str) -> Result<Option<(String, String)>, TreeError> {
    for name in FILES {
        let mut current = folder;
        loop {
            let path = join(current, name);
            if let Some(text) = read_lossy(tree, &path)?
                && let Some(found) = version_in(name, &path, &text)
            {
                return Ok(Some(found));
            }
            if current.is_empty() {
                break;
            }
            current = parent(current);
        }
    }
    Ok(None)
}

fn version_in(name: &str, path: &str, text: &str) -> Option<(String, String)> {
    text.lines().enumerate().find_map(|(index, line)| {
        let line = line.trim();
        let version = match name {
            ".python-version" => line,
            ".tool-versions" => line.strip_prefix("python ")?,
            "runtime.txt" => line.strip_prefix("python-")?,
            _ => line
                .strip_prefix("python")?
                .trim_start()
                .strip_prefix('=')?,
        };
        let version = version
            .trim()
            .trim_matches(['"', '\''])
            .split_whitespace()
            .next()?;
        let version = ["python-", "cpython-", "cpython@"]
            .iter()
            .find_map(|prefix| version.strip_prefix(prefix))
            .unwrap_or(version);
        // pyenv names an environment behind the version, Heroku a branch: `3.11.4/envs/notes`, `3.10.x`.
        let version = version.split('/').next()?.trim_end_matches(".x");
        let version = declared_version(&format!("=={version}"))?;
        Some((version, format!("{path}:{}", index + 1)))
    })
}
