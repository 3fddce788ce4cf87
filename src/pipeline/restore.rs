//! A tree as it was before djdock: what there is to inspect and to patch.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::inspect::{Project, Version};
use crate::lock::{self, Displaced, Lock};
use crate::tree::{OverlayTree, Tree, TreeError};

use super::PipelineError;

/// The lock of a tree, if it has one.
pub fn read_lock(tree: &dyn Tree) -> Result<Option<Lock>, PipelineError> {
    let text = tree.read_text(lock::PATH)?;
    Ok(text.map(|text| Lock::parse(&text)).transpose()?)
}

/// A tree as it would be without djdock's patches, which is what there is to inspect.
pub fn restored(tree: &dyn Tree) -> Result<OverlayTree<'_>, PipelineError> {
    Ok(restored_by(tree, read_lock(tree)?.as_ref())?)
}

pub(super) fn restored_by<'tree>(
    tree: &'tree dyn Tree,
    lock: Option<&Lock>,
) -> Result<OverlayTree<'tree>, TreeError> {
    Ok(OverlayTree::new(tree, unpatched(tree, lock)?))
}

/// The facts that the lock keeps. What stands beside the project is looked at anew each time and depends on the
/// host: .env is no part of any commit. Line numbers move with every edit of the user's, which is no drift.
/// Of the packages that the project names, only those count that a stack might add: another one is no drift either.
pub(super) fn recorded(project: &Project, catalog: &Catalog) -> Project {
    let names = catalog.package_names();
    let mut dependencies = project.dependencies.clone();
    dependencies.packages.retain(|name, _| names.contains(name));
    let mut guesses = project.guesses.clone();
    // The answers hold the Python that came of it; its trace may be a Dockerfile that djdock's replaces.
    guesses.remove("python.version");
    for guess in guesses.values_mut() {
        // It names a line.
        guess.why.clear();
    }
    let python = Version {
        fits: Vec::new(),
        ..project.python.clone()
    };
    Project {
        dependencies,
        guesses,
        python,
        existing: Vec::new(),
        evidence: BTreeMap::new(),
        ..project.clone()
    }
}

/// What stands otherwise without djdock. A splice that the user has edited is theirs now.
fn unpatched(
    tree: &dyn Tree,
    lock: Option<&Lock>,
) -> Result<BTreeMap<String, Option<String>>, TreeError> {
    let mut restored = BTreeMap::new();
    let Some(lock) = lock else {
        return Ok(restored);
    };
    for path in lock.owned.keys() {
        restored.insert(path.clone(), None);
    }
    for (path, Displaced { to, text, .. }) in &lock.displaced {
        let mut text = text.clone();
        if let Some(to) = to {
            text = tree.read_text(to)?;
            restored.insert(to.clone(), None);
        }
        restored.insert(path.clone(), text);
    }
    for (path, splices) in &lock.patched {
        let Some(text) = tree.read_text(path)? else {
            continue;
        };
        restored.insert(path.clone(), splices.undone(&text));
    }
    Ok(restored)
}
