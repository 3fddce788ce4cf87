//! Packages that the project needs and no dependency file names; the table is `modules.toml`.

mod search;

use std::collections::{BTreeMap, BTreeSet};

use super::dependencies::{Declared, normalize, read_lossy};
use super::evaluations::Evaluations;
use super::project::{Project, Tool};
use super::uses;
use crate::embedded::{Rows, Texts, rows};
use crate::python::Sources;
use crate::tree::{EntryKind, Tree, TreeError, join};
use search::Search;

/// Python files that are read where nothing is declared, and folders that are looked into.
const MAX_FILES: usize = 400;
const MAX_FOLDERS: usize = 200;

/// A module → the package that brings it, or several of which any will do.
static MODULES: Rows = rows!("src/inspect/missing/modules.toml", "modules");

/// A package → the modules that come along with it.
static BRINGS: Rows = rows!("src/inspect/missing/modules.toml", "brings");

/// A package → others that it imports and does not declare.
static UNDECLARED: Rows = rows!("src/inspect/missing/modules.toml", "undeclared");

/// The package that brings a module, as far as is known; else one of the same name.
#[must_use]
pub fn package_of(module: &str) -> &str {
    let packages = MODULES.get(module).unwrap_or_default();
    packages.first().copied().unwrap_or(module)
}

/// Apps whose models are read.
const MAX_APPS: usize = 60;

/// Fills in the packages, each with the place that needs it. Where files declare the dependencies, only what settings
/// and the models of their apps name is looked at; else everything that the project's own code imports.
pub(super) fn fill(
    sources: &Sources,
    folder: &str,
    evaluations: &Evaluations,
    declared: &Declared,
    project: &mut Project,
) -> Result<(), TreeError> {
    let tree = sources.tree();
    // What could not be read might name anything.
    if declared.tool != Tool::None && declared.packages.is_empty() {
        return Ok(());
    }
    let mut needed: Vec<(String, String)> = Vec::new();
    for evaluation in evaluations.all() {
        let named = uses::modules(evaluation).into_iter();
        needed.extend(named.map(|(name, term)| (name, term.at.to_string())));
    }
    let files = if declared.tool == Tool::None {
        code(tree, folder)?.0
    } else {
        let apps = needed.iter().take(MAX_APPS);
        let path = sources.path(folder);
        let models = apps.flat_map(|(app, _)| {
            let app = app.replace('.', "/");
            let models = path
                .iter()
                .map(move |folder| join(&join(folder, &app), "models.py"));
            models.collect::<Vec<_>>()
        });
        project
            .settings
            .files
            .iter()
            .cloned()
            .chain(models)
            .collect()
    };
    let mut search = Search::new(sources, folder, declared);
    for file in files {
        let text = read_lossy(tree, &file)?.unwrap_or_default();
        needed.extend(search.needed(&file, text)?);
    }
    let mut missing: BTreeMap<String, String> = BTreeMap::new();
    for (module, at) in needed {
        if let Some(package) = search.package(&module)? {
            missing.entry(package).or_insert(at);
        }
    }
    drop_brought(&mut missing);
    add_undeclared(declared, &mut missing);
    if declared.tool == Tool::None {
        // It goes without saying, and its version is a fact of its own.
        missing.remove("Django");
    }
    for (package, at) in &missing {
        let fact = format!("dependencies.missing.{package}");
        project.evidence.insert(fact, at.clone());
    }
    project.dependencies.missing = missing.into_keys().collect();
    Ok(())
}

/// What the table says of the longest part of a dotted name.
fn known(module: &str) -> Option<Texts> {
    let mut name = module;
    loop {
        if let Some(packages) = MODULES.get(name) {
            return Some(packages);
        }
        name = name.rsplit_once('.')?.0;
    }
}

/// What declared packages import and do not declare themselves. A lock names every package that is installed.
fn add_undeclared(declared: &Declared, missing: &mut BTreeMap<String, String>) {
    for (package, others) in UNDECLARED.iter() {
        let Some(package) = declared.package(&normalize(package)) else {
            continue;
        };
        for other in others {
            let name = other.split(['<', '=', '>']).next().unwrap_or(other);
            if declared.package(name).is_none() {
                missing
                    .entry((*other).to_owned())
                    .or_insert(package.at.clone());
            }
        }
    }
}

/// What comes along with another missing package.
fn drop_brought(missing: &mut BTreeMap<String, String>) {
    let names: BTreeSet<String> = missing.keys().cloned().collect();
    missing.retain(|name, _| {
        let brought = |module: &&str| known(module).is_some_and(|all| all.contains(&&**name));
        let by = |package: &String| {
            BRINGS
                .get(package)
                .is_some_and(|all| all.iter().any(brought))
        };
        // Django itself always stands there.
        name == "Django" || !names.iter().any(|package| package != name && by(package))
    });
}

/// The project's own Python files: without tests and migrations, which an installation does not run.
pub(super) fn code(tree: &dyn Tree, folder: &str) -> Result<(Vec<String>, bool), TreeError> {
    let mut files = Vec::new();
    let mut queue = vec![folder.to_owned()];
    let mut looked = 0;
    while let Some(folder) = queue.pop() {
        looked += 1;
        let entries = tree.list(&folder)?;
        if looked > MAX_FOLDERS || entries.iter().any(|entry| entry.name == "pyvenv.cfg") {
            continue;
        }
        for entry in entries {
            let path = join(&folder, &entry.name);
            let name = entry.name.as_str();
            match entry.kind {
                EntryKind::Directory if !is_skipped(name) => queue.push(path),
                EntryKind::File { .. } if is_python(name) && !name.starts_with("test") => {
                    files.push(path);
                }
                _ => {}
            }
        }
        if files.len() >= MAX_FILES {
            break;
        }
    }
    files.sort();
    let is_all = looked <= MAX_FOLDERS && files.len() < MAX_FILES;
    Ok((files, is_all))
}

fn is_python(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ending == "py")
}

fn is_skipped(name: &str) -> bool {
    name.starts_with(['.', '_'])
        || name.starts_with("test")
        || matches!(
            name,
            "migrations"
                | "node_modules"
                | "site-packages"
                | "venv"
                | "env"
                | "static"
                | "media"
                | "docs"
        )
}
