//! A plan as git objects: blobs, trees and commits, which nobody sees until a branch points to them.

use std::collections::BTreeSet;
use std::path::Path;

use git2::build::TreeUpdateBuilder;
use git2::{Blob, ErrorCode, FileMode, ObjectType, Oid, Repository, Tree, TreeEntry};

use crate::files::{self, Mode};
use crate::plan::{Change, Plan};

use super::{ApplyError, disk};

/// The id of the tree that a plan makes of a commit's. Nothing is written.
pub fn planned_tree(repository: &Repository, base: Oid, plan: &Plan) -> Result<Oid, ApplyError> {
    let scratch = in_memory(repository)?;
    let tree = tree_of(&scratch, base)?;
    write_tree(&scratch, &tree, plan, Blobs::Own)
}

/// What the blobs of a tree hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Blobs {
    /// The files' texts.
    Own,
    /// One text for all: nobody will look at them, and hashing them is most of the work.
    Unseen,
}

/// No file's text: git dates an object anew that it has already.
const UNSEEN: &[u8] = b"djdock: unseen\n";

impl Blobs {
    fn write(self, repository: &Repository, text: &str) -> Result<Oid, git2::Error> {
        repository.blob(match self {
            Self::Own => text.as_bytes(),
            Self::Unseen => UNSEEN,
        })
    }
}

/// Opens a repository once more, so that objects written to this handle stay in memory.
pub(super) fn in_memory(repository: &Repository) -> Result<Repository, ApplyError> {
    let path = repository.path().display().to_string();
    let scratch = Repository::open(repository.path()).map_err(ApplyError::git(&path))?;
    // Above the priority of the loose objects.
    scratch
        .odb()
        .and_then(|objects| objects.add_new_mempack_backend(1000).map(drop))
        .map_err(ApplyError::git(&path))?;
    Ok(scratch)
}

/// The tree of a commit.
pub(super) fn tree_of(repository: &Repository, commit: Oid) -> Result<Tree<'_>, ApplyError> {
    repository
        .find_commit(commit)
        .and_then(|commit| commit.tree())
        .map_err(ApplyError::git(commit.to_string()))
}

/// Writes the plan's blobs and trees.
pub(super) fn write_tree(
    repository: &Repository,
    base: &Tree<'_>,
    plan: &Plan,
    blobs: Blobs,
) -> Result<Oid, ApplyError> {
    let mut builder = TreeUpdateBuilder::new();
    for change in &plan.changes {
        check(repository, base, change)?;
        match &change.after {
            Some(file) => {
                let blob = blobs
                    .write(repository, &file.text)
                    .map_err(ApplyError::git(&change.path))?;
                builder.upsert(change.path.as_str(), blob, mode_of(change, file)?);
            }
            None => {
                builder.remove(change.path.as_str());
            }
        }
    }
    builder
        .create_updated(repository, base)
        .map_err(ApplyError::git(base.id().to_string()))
}

fn mode_of(change: &Change, file: &files::File) -> Result<FileMode, ApplyError> {
    match file.mode {
        Mode::Regular => Ok(FileMode::Blob),
        Mode::Executable => Ok(FileMode::BlobExecutable),
        Mode::Private => {
            let path = change.path.clone();
            Err(ApplyError::PrivateInCommit { path })
        }
    }
}

/// Whether the tree holds what the plan was made for, and a file can stand there.
fn check(repository: &Repository, base: &Tree<'_>, change: &Change) -> Result<(), ApplyError> {
    let path = change.path.as_str();
    for (end, _) in path.match_indices('/') {
        let found = entry(base, &path[..end])?;
        refuse_link(found.as_ref(), &path[..end])?;
        match found.and_then(|entry| entry.kind()) {
            None | Some(ObjectType::Tree) => {}
            Some(ObjectType::Commit) => {
                let (path, submodule) = (path.to_owned(), path[..end].to_owned());
                return Err(ApplyError::InSubmodule { path, submodule });
            }
            Some(_) => {
                let path = path[..end].to_owned();
                return Err(ApplyError::NotAFolder { path });
            }
        }
    }
    let found = entry(base, path)?;
    refuse_link(found.as_ref(), path)?;
    let is_file = |mode: i32| mode & 0o170_000 == 0o100_000;
    if found
        .as_ref()
        .is_some_and(|found| !is_file(found.filemode()))
    {
        let path = path.to_owned();
        return Err(ApplyError::NotAFile { path });
    }
    let found = found.map(|found| repository.find_blob(found.id()));
    let found = found.transpose().map_err(ApplyError::git(path))?;
    let expected = change.before.as_ref().map(|file| file.text.as_bytes());
    if found.as_ref().map(Blob::content) == expected {
        return Ok(());
    }
    let path = path.to_owned();
    Err(ApplyError::ChangedMeanwhile { path })
}

fn refuse_link(found: Option<&TreeEntry<'_>>, path: &str) -> Result<(), ApplyError> {
    if found.is_some_and(|found| found.filemode() == i32::from(FileMode::Link)) {
        let path = path.into();
        return Err(ApplyError::SymbolicLink { path });
    }
    Ok(())
}

/// The entry of a tree at a path; `None` where there is none.
pub(super) fn entry(tree: &Tree<'_>, path: &str) -> Result<Option<TreeEntry<'static>>, ApplyError> {
    match tree.get_path(Path::new(path)) {
        Ok(entry) => Ok(Some(entry)),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(ApplyError::git(path)(error)),
    }
}

/// Makes the objects of the commits last: libgit2 leaves them in the cache, where a power cut would
/// take them from under the branches. `changed` are the paths that each differs in from its base.
pub(super) fn sync<'a>(
    repository: &Repository,
    commits: impl IntoIterator<Item = (Oid, &'a Plan)>,
) -> Result<(), ApplyError> {
    let mut objects = BTreeSet::new();
    for (commit, plan) in commits {
        let tree = tree_of(repository, commit)?;
        objects.extend([commit, tree.id()]);
        for change in &plan.changes {
            let folders = change.path.match_indices('/').map(|(end, _)| end);
            for end in folders.chain([change.path.len()]) {
                objects.extend(entry(&tree, &change.path[..end])?.map(|entry| entry.id()));
            }
        }
    }
    for object in objects {
        let name = object.to_string();
        let (folder, rest) = name.split_at(2);
        let path = repository
            .commondir()
            .join("objects")
            .join(folder)
            .join(rest);
        if disk::metadata(&path)?.is_some() {
            disk::sync(&path)?;
            disk::sync_parent(&path)?;
        } else {
            // Packed before, by git, which is as careful.
            let header = repository.odb().and_then(|odb| odb.read_header(object));
            header.map_err(ApplyError::git(name))?;
        }
    }
    Ok(())
}
