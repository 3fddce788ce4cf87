//! The index of a work tree whose branch moves: the entries that change, and no other.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use git2::{Index, IndexEntry, IndexTime, Oid, Repository};
use serde::{Deserialize, Serialize};

use super::disk;
use super::id::Id;
use super::operation::{State, Step};
use super::{ApplyError, Base, Target};

/// Changes to one work tree's index.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct UpdateIndex {
    /// The work tree whose index it is.
    #[serde(alias = "place")]
    pub(super) base: Base,
    pub(super) entries: Vec<EntryChange>,
}

/// One entry, before and after; `None` where there is none.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct EntryChange {
    pub(super) path: String,
    pub(super) before: Option<Blob>,
    pub(super) after: Option<Blob>,
}

/// A file in git.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Blob {
    pub(super) id: Id,
    /// git's own mode: 0o100644 or 0o100755.
    pub(super) mode: u32,
}

impl Blob {
    pub(super) fn new(id: Oid, mode: u32) -> Self {
        Self { id: Id(id), mode }
    }
}

impl UpdateIndex {
    /// The index file below the common git folder; its lock is git's own.
    pub(super) fn file(&self) -> String {
        match &self.base {
            Base::Linked(name) => format!("worktrees/{name}/index"),
            _ => "index".to_owned(),
        }
    }

    fn path(&self, step: &Step<'_>) -> Result<PathBuf, ApplyError> {
        step.store.locate(&Target::new(Base::Git, self.file()))
    }

    pub(super) fn state(&self, step: &Step<'_>) -> Result<State, ApplyError> {
        let path = self.path(step)?;
        let index = open(&path)?;
        let mut settled = true;
        for entry in &self.entries {
            let found = index.get_path(Path::new(&entry.path), 0);
            let found = found.map(|found| Blob::new(found.id, found.mode));
            if found != entry.before && found != entry.after {
                return Ok(State::Neither(entry.path.clone()));
            }
            settled &= found == entry.after;
        }
        Ok(if settled { State::After } else { State::Before })
    }

    /// Goes from before to after; does nothing where that has happened.
    pub(super) fn perform(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        match self.state(step)? {
            State::After => return Ok(()),
            State::Neither(path) => return step.blocked(path),
            State::Before => {}
        }
        let path = self.path(step)?;
        let scratch = copy(&path, &step.scratch("index"))?;
        let refused = |error| ApplyError::git(path.display().to_string())(error);
        let repository = self.open_work_tree(step)?;
        let mut index = open(&scratch)?;
        // With an owner, libgit2 looks again at entries that are as young as the index itself.
        repository.set_index(&mut index).map_err(refused)?;
        for entry in &self.entries {
            self.update(&mut index, entry, step)?;
        }
        index.write().map_err(refused)?;
        disk::sync(&scratch)?;
        disk::rename(&scratch, &path)
    }

    fn open_work_tree(&self, step: &Step<'_>) -> Result<Repository, ApplyError> {
        let root = step.store.root(&self.base)?;
        Repository::open(&root).map_err(ApplyError::git(root.display().to_string()))
    }

    fn update(
        &self,
        index: &mut Index,
        change: &EntryChange,
        step: &Step<'_>,
    ) -> Result<(), ApplyError> {
        let result = match change.after {
            Some(blob) => {
                let file = Target::new(self.base.clone(), &change.path);
                // On the way back the file is still the one that goes.
                let standing = if step.withdrawn {
                    None
                } else {
                    disk::metadata(&step.store.locate(&file)?)?
                };
                index.add(&entry(&change.path, blob, standing.as_ref()))
            }
            None if change.before.is_some() => index.remove(Path::new(&change.path), 0),
            None => Ok(()),
        };
        result.map_err(ApplyError::git(&change.path))
    }

    pub(super) fn inverse(self) -> Self {
        let swap = |entry: EntryChange| EntryChange {
            before: entry.after,
            after: entry.before,
            path: entry.path,
        };
        Self {
            entries: self.entries.into_iter().map(swap).collect(),
            base: self.base,
        }
    }
}

fn open(path: &Path) -> Result<Index, ApplyError> {
    Index::open(path).map_err(ApplyError::git(path.display().to_string()))
}

/// A copy with the same age: by it libgit2 knows which entries it may trust.
fn copy(from: &Path, to: &Path) -> Result<PathBuf, ApplyError> {
    // Left where libgit2 was killed while it wrote the copy.
    disk::remove(&to.with_added_extension("lock"))?;
    if let (Some(bytes), Some(standing)) = (disk::read(from)?, disk::metadata(from)?) {
        let file = disk::write(to, &bytes, disk::ORDINARY)?;
        file.set_permissions(standing.permissions())
            .and_then(|()| file.set_modified(standing.modified()?))
            .map_err(ApplyError::io(to))?;
    } else {
        disk::remove(to)?;
    }
    Ok(to.to_owned())
}

/// Without a file every number is zero: git then looks at the file's content.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the index keeps the low 32 bits"
)]
fn entry(path: &str, blob: Blob, standing: Option<&Metadata>) -> IndexEntry {
    let number = |field: fn(&Metadata) -> u64| standing.map_or(0, field) as u32;
    let time = |seconds: fn(&Metadata) -> i64, nanoseconds: fn(&Metadata) -> i64| {
        let field = |of: fn(&Metadata) -> i64| standing.map_or(0, of);
        IndexTime::new(field(seconds) as i32, field(nanoseconds) as u32)
    };
    IndexEntry {
        ctime: time(Metadata::ctime, Metadata::ctime_nsec),
        mtime: time(Metadata::mtime, Metadata::mtime_nsec),
        dev: number(Metadata::dev),
        ino: number(Metadata::ino),
        mode: blob.mode,
        uid: number(|metadata| metadata.uid().into()),
        gid: number(|metadata| metadata.gid().into()),
        file_size: number(Metadata::size),
        id: blob.id.0,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}
