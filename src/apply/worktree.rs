//! The single layout: a plan, written to a folder.

use std::path::Path;

use git2::Repository;

use crate::files::File;
use crate::plan::{Change, Plan};

use super::exclusive::Exclusive;
use super::operation::{self, Operation};
use super::{ApplyError, Base, Receipt, Store, Target, WriteFile, base_of, transaction};

/// Writes a plan and further files to a folder: all, or none. `repository` is the one whose work
/// tree the folder is; `None` outside of git.
///
/// The order is: `files` as given, then the plan. Each file must still be what the plan saw.
/// A folder that loses its last file goes with it.
pub fn write_folder(
    repository: Option<&Repository>,
    root: &Path,
    plan: &Plan,
    files: &[WriteFile],
) -> Result<Receipt, ApplyError> {
    let (store, base) = site(repository, root)?;
    let held = Exclusive::acquire(&store)?;
    transaction::recover_held(&store, &held)?;
    let operations = operations(&store, &base, plan, files)?;
    let files = operation::written(&operations);
    transaction::commit(&store, &held, operations)?;
    Ok(Receipt {
        files,
        ..Receipt::default()
    })
}

/// Whether [`write_folder`] could do it. Nothing is written.
pub fn check_folder(
    repository: Option<&Repository>,
    root: &Path,
    plan: &Plan,
    files: &[WriteFile],
) -> Result<(), ApplyError> {
    let (store, base) = site(repository, root)?;
    operations(&store, &base, plan, files).map(drop)
}

fn operations(
    store: &Store,
    base: &Base,
    plan: &Plan,
    files: &[WriteFile],
) -> Result<Vec<Operation>, ApplyError> {
    let mut all = files.to_vec();
    all.extend(plan.changes.iter().map(|change| write(base, change)));
    operation::files(store, &all)
}

/// The store of a folder, and the base that the folder is.
pub(super) fn site(
    repository: Option<&Repository>,
    root: &Path,
) -> Result<(Store, Base), ApplyError> {
    Ok(match repository {
        Some(repository) => (Store::of_repository(repository)?, base_of(repository)),
        None => (Store::of_folder(root)?, Base::Folder),
    })
}

fn write(base: &Base, change: &Change) -> WriteFile {
    let bytes = |file: &File| file.text.clone().into_bytes();
    WriteFile {
        target: Target::new(base.clone(), &change.path),
        before: change.before.as_ref().map(bytes),
        after: change.after.as_ref().map(bytes),
        mode: change.mode(),
        closes: false,
    }
}
