//! What a branch's move means for a work tree that has it checked out: files and index entries.
//!
//! Only the paths that differ between the two commits are looked at, and each must be clean.

use std::path::Path;

use git2::{Delta, DiffDelta, FileMode, Oid, Repository};

use crate::files::Mode;

use super::index::{Blob, EntryChange, UpdateIndex};
use super::operation::Operation;
use super::work_trees::Checkout;
use super::{ApplyError, Store, Target, WriteFile, disk, objects, refusals, smudge};

/// The steps that bring a clean work tree from one commit to another.
pub(super) fn operations(
    store: &Store,
    checkout: &Checkout,
    from: Oid,
    to: Oid,
) -> Result<Vec<Operation>, ApplyError> {
    let (entries, mut files) = clean(&checkout.repository, checkout, from, to)?;
    // A merge commit may record nothing but a parent.
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    smudge::fill(store, checkout, to, &mut files)?;
    let mut operations = super::operation::files(store, &files)?;
    operations.push(Operation::Index(UpdateIndex {
        base: checkout.base.clone(),
        entries,
    }));
    Ok(operations)
}

/// Whether a work tree can be brought from one commit to another; `objects` holds both.
pub(super) fn check(
    objects: &Repository,
    checkout: &Checkout,
    from: Oid,
    to: Oid,
) -> Result<(), ApplyError> {
    let (_, files) = clean(objects, checkout, from, to)?;
    // By the attributes that stand; the ones to come are asked again when they are there.
    files
        .iter()
        .filter(|file| file.after.is_some())
        .try_for_each(|file| smudge::check_filters(&checkout.repository, &file.target.path))
}

/// What differs between the commits, and the files as they stand, each of them clean.
fn clean(
    objects: &Repository,
    checkout: &Checkout,
    from: Oid,
    to: Oid,
) -> Result<(Vec<EntryChange>, Vec<WriteFile>), ApplyError> {
    let entries = differences(objects, from, to)?;
    let files = entries.iter().map(|entry| file(checkout, entry));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    // After the files were read: what was dirty then is still seen to be.
    check_clean(checkout, &entries)?;
    Ok((entries, files))
}

fn differences(
    repository: &Repository,
    from: Oid,
    to: Oid,
) -> Result<Vec<EntryChange>, ApplyError> {
    let from = objects::tree_of(repository, from)?;
    let to = objects::tree_of(repository, to)?;
    let diff = repository
        .diff_tree_to_tree(Some(&from), Some(&to), None)
        .map_err(ApplyError::git(to.id().to_string()))?;
    diff.deltas().map(|delta| change(&delta)).collect()
}

fn change(delta: &DiffDelta<'_>) -> Result<EntryChange, ApplyError> {
    let (old, new) = (delta.old_file(), delta.new_file());
    let path = new.path().or(old.path()).unwrap_or(Path::new(""));
    let path = path.to_str().unwrap_or_default().to_owned();
    let blob = |file: git2::DiffFile<'_>, there: bool| match file.mode() {
        _ if !there => Ok(None),
        FileMode::Blob | FileMode::BlobGroupWritable => Ok(Some(Blob::new(file.id(), 0o100_644))),
        FileMode::BlobExecutable => Ok(Some(Blob::new(file.id(), 0o100_755))),
        _ => Err(ApplyError::NotAFile { path: path.clone() }),
    };
    let before = blob(old, delta.status() != Delta::Added)?;
    let after = blob(new, delta.status() != Delta::Deleted)?;
    let path = path.clone();
    Ok(EntryChange {
        path,
        before,
        after,
    })
}

/// The file as it stands. What comes into its place is filled in later.
fn file(checkout: &Checkout, entry: &EntryChange) -> Result<WriteFile, ApplyError> {
    let target = Target::new(checkout.base.clone(), &entry.path);
    let before = match super::target::locate(&checkout.root, &target) {
        Ok(path) => disk::read(&path)?,
        // Whatever stands in a new file's way is not git's.
        Err(_) if entry.before.is_none() => return Err(untracked(checkout, entry)),
        Err(error) => return Err(error),
    };
    if before.is_some() && entry.before.is_none() {
        return Err(untracked(checkout, entry));
    }
    let executable = entry.after.is_some_and(|blob| blob.mode == 0o100_755);
    Ok(WriteFile {
        target,
        before,
        after: entry.after.map(|_| Vec::new()),
        mode: if executable {
            Mode::Executable
        } else {
            Mode::Regular
        },
        closes: false,
    })
}

fn untracked(checkout: &Checkout, entry: &EntryChange) -> ApplyError {
    ApplyError::UntrackedInTheWay {
        path: entry.path.clone(),
        work_tree: checkout.root.clone(),
    }
}

fn check_clean(checkout: &Checkout, entries: &[EntryChange]) -> Result<(), ApplyError> {
    let paths: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    match refusals::dirty_paths(&checkout.repository, &paths)?.pop() {
        None => Ok(()),
        Some(path) => Err(ApplyError::DirtyPath {
            path,
            work_tree: checkout.root.clone(),
        }),
    }
}
