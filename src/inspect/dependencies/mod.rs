//! What the project depends on, and which tool installs it.

mod conda;
mod declared;
mod local;
mod lock;
mod packages;
mod pipfile;
mod places;
mod purpose;
mod pyproject;
mod requirement;
mod requirements;
mod setup;
mod specifier;
mod spot;
mod text;
mod unportable;

pub(super) use declared::{Declared, Package};
pub(super) use specifier::{declared_version, normalize};
pub(crate) use spot::at_root;
pub(super) use text::{line_of, read_lossy};

use super::project::Tool;
use crate::tree::{Tree, TreeError, parent};

/// What is declared for the project in `folder`: in that folder, or the nearest above it that declares anything; where
/// none does, by a file of requirements whose name is not the usual one.
pub(super) fn declared(tree: &dyn Tree, folder: &str) -> Result<Declared, TreeError> {
    let mut nothing = Declared::default();
    for current in upwards(folder) {
        let found = in_folder(tree, current)?;
        if found.tool != Tool::None {
            return Ok(found);
        }
        nothing = found;
    }
    for current in upwards(folder) {
        if let Some(found) = requirements::under_near_name(tree, current)? {
            let Declared {
                python,
                classifiers,
                ..
            } = nothing;
            return Ok(Declared {
                python,
                classifiers,
                ..found
            });
        }
    }
    Ok(nothing)
}

/// A folder, and those around it up to the root.
fn upwards(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |current| {
        (!current.is_empty()).then(|| parent(current))
    })
}

/// One folder: the lock of a tool decides, then a tool's own table, then requirements, then a package's metadata.
fn in_folder(tree: &dyn Tree, folder: &str) -> Result<Declared, TreeError> {
    let mut found: Vec<Declared> = Vec::new();
    found.extend(pyproject::read(tree, folder)?);
    found.extend(pipfile::read(tree, folder)?);
    found.extend(requirements::read(tree, folder)?);
    found.extend(setup::read(tree, folder)?);
    found.extend(conda::read(tree, folder)?);
    // Stable: what says as much keeps this order.
    found.sort_by_key(rank);
    let why = why(&found);
    let python = found.iter().find_map(|declared| declared.python.clone());
    let classifiers = found
        .iter()
        .find(|declared| !declared.classifiers.is_empty());
    let classifiers = classifiers.map(|declared| declared.classifiers.clone());
    let mut found = found.into_iter();
    let Some(mut first) = found.next() else {
        return Ok(Declared::default());
    };
    for file in found.flat_map(|other| other.files) {
        if !first.files.contains(&file) {
            first.files.push(file);
        }
    }
    first.python = first.python.or(python);
    first.classifiers = classifiers.unwrap_or_default();
    first.why = why;
    local::find(tree, folder, &mut first)?;
    Ok(first)
}

/// How much says that this is what installs the project; the least wins.
fn rank(declared: &Declared) -> u8 {
    // Beside the requirements of an application, a package's metadata or a file without packages says little.
    let empty = declared.packages.is_empty();
    match declared.tool {
        _ if declared.lock.is_some() => 0,
        Tool::Uv | Tool::Poetry | Tool::Pdm => 1,
        Tool::Pip if !empty => 2,
        Tool::Pipenv => 3,
        Tool::Setuptools if !empty => 4,
        Tool::Conda => 5,
        Tool::Pip => 6,
        Tool::Setuptools | Tool::None => 7,
    }
}

fn why(found: &[Declared]) -> Option<String> {
    let (first, others) = found.split_first()?;
    let other = others.iter().find(|other| other.tool != first.tool)?;
    let (file, beside) = (first.files.first()?, other.files.first()?);
    let reason = match first.tool {
        _ if first.lock.is_some() => {
            let lock = first.lock.as_deref().unwrap_or_default();
            return Some(format!(
                "{lock} locks what {file} asks for; {beside} stands beside it"
            ));
        }
        Tool::Uv | Tool::Poetry | Tool::Pdm => "names its tool",
        Tool::Pip => "says what runs the application",
        _ => "names packages",
    };
    Some(format!("{file} {reason}; {beside} stands beside it"))
}
