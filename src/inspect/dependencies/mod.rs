//! What the project depends on, and which tool installs it.

mod lock;
mod pipfile;
mod pyproject;
mod requirements;
mod specifier;
mod text;

pub(super) use specifier::{declared_version, lower_bound};
pub(super) use text::{line_of, read_lossy};

use super::project::Tool;
use crate::tree::{Tree, TreeError, join, parent};

/// A package that a file names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Package {
    /// Its name, normalised as PEP 503 says.
    pub(super) name: String,
    /// What versions are asked for, as written; empty for any.
    pub(super) specifier: String,
    /// `file:line`.
    pub(super) at: String,
    /// Whether a lock file says so.
    pub(super) locked: bool,
}

/// The dependencies of a project.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    pub(super) tool: Tool,
    /// The files, the one that is installed from first.
    pub(super) files: Vec<String>,
    /// What they name, development groups included.
    pub(super) packages: Vec<Package>,
    /// Versions that constraints files allow, of packages that may not be needed at all.
    pub(super) constraints: Vec<Package>,
    /// The Python versions asked for, and where: `requires-python` and its like.
    pub(super) python: Option<(String, String)>,
}

impl Declared {
    /// A package by its normalised name, as locked if it is.
    pub(super) fn package(&self, name: &str) -> Option<&Package> {
        let mut named = self.packages.iter().filter(|package| package.name == name);
        let locked = named.clone().find(|package| package.locked);
        locked.or_else(|| named.next())
    }

    /// The versions of a package that the dependency files, not a lock, ask for, and the first place.
    pub(super) fn asked(&self, name: &str) -> Option<(String, &str)> {
        let named = self
            .packages
            .iter()
            .filter(|package| package.name == name && !package.locked);
        let first = named.clone().next()?;
        let mut clauses: Vec<&str> = Vec::new();
        let constraints = self
            .constraints
            .iter()
            .filter(|package| package.name == name);
        for package in named.chain(constraints) {
            let specifier = package.specifier.as_str();
            if !specifier.is_empty() && !clauses.contains(&specifier) {
                clauses.push(specifier);
            }
        }
        Some((clauses.join(","), &first.at))
    }

    /// The version of a package: a lock's, else the one that the files pin.
    pub(super) fn version(&self, name: &str) -> Option<(String, &str)> {
        let named = || self.packages.iter().filter(|package| package.name == name);
        named().next()?;
        let locked = named().filter(|package| package.locked);
        let files = named().filter(|package| !package.locked);
        let constraints = self
            .constraints
            .iter()
            .filter(|package| package.name == name);
        let mut all = locked.chain(files).chain(constraints);
        let pinned = all
            .find_map(|package| Some((declared_version(&package.specifier)?, package.at.as_str())));
        pinned.or_else(|| {
            let (asked, at) = self.asked(name)?;
            Some((declared_version(&asked)?, at))
        })
    }
}

/// What is declared for the project in `folder`: in that folder, or the nearest above it that declares anything.
pub(super) fn declared(tree: &dyn Tree, folder: &str) -> Result<Declared, TreeError> {
    let mut current = folder;
    loop {
        let found = in_folder(tree, current)?;
        if found.tool != Tool::None || current.is_empty() {
            return Ok(found);
        }
        current = parent(current);
    }
}

/// One folder: the lock of a tool decides, then a tool's own table, then requirements, then a package's metadata.
fn in_folder(tree: &dyn Tree, folder: &str) -> Result<Declared, TreeError> {
    let pyproject = pyproject::read(tree, folder)?;
    let pipfile = pipfile::read(tree, folder)?;
    let requirements = requirements::read(tree, folder)?;
    let setup = setup(tree, folder)?;
    let conda = conda(tree, folder)?;
    let mut found: Vec<Declared> = Vec::new();
    let is_tool = |declared: &Declared| declared.tool != Tool::Setuptools;
    let (tools, metadata): (Vec<_>, Vec<_>) = pyproject.into_iter().partition(is_tool);
    let (locked, open): (Vec<_>, Vec<_>) =
        pipfile.into_iter().partition(|file| file.files.len() > 1);
    found.extend(tools);
    found.extend(locked);
    found.extend(requirements);
    found.extend(open);
    found.extend(metadata);
    found.extend(setup);
    found.extend(conda);
    let python = found.iter().find_map(|declared| declared.python.clone());
    let others: Vec<String> = found
        .iter()
        .skip(1)
        .flat_map(|other| other.files.clone())
        .collect();
    let mut found = found.into_iter();
    let Some(mut first) = found.next() else {
        return Ok(Declared::default());
    };
    for file in others {
        if !first.files.contains(&file) {
            first.files.push(file);
        }
    }
    first.python = first.python.or(python);
    Ok(first)
}

/// `setup.py` and `setup.cfg`; what they say is not read yet.
fn setup(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    named(
        tree,
        folder,
        &["setup.py", "setup.cfg"],
        Tool::Setuptools,
        "install_requires",
    )
}

fn conda(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    named(
        tree,
        folder,
        &["environment.yml", "environment.yaml"],
        Tool::Conda,
        "dependencies",
    )
}

fn named(
    tree: &dyn Tree,
    folder: &str,
    names: &[&str],
    tool: Tool,
    marker: &str,
) -> Result<Option<Declared>, TreeError> {
    let mut files = Vec::new();
    for name in names {
        let path = join(folder, name);
        if read_lossy(tree, &path)?.is_some_and(|text| text.contains(marker)) {
            files.push(path);
        }
    }
    Ok((!files.is_empty()).then(|| Declared {
        tool,
        files,
        ..Declared::default()
    }))
}
