//! The write-ahead journal: what will be written stands on the disk before the first byte of it is.
//!
//! One rename commits it. From then on it is rolled forward, by this process or by the next command.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{ObjectType, Oid};
use serde::{Deserialize, Serialize};

use super::git_lock::Locks;
use super::operation::{Operation, Step};
use super::{ApplyError, Store, Target, disk};

/// Of the journal's format: a djdock rolls forward only what it understands.
const VERSION: u32 = 1;

/// What a look for an earlier command's journal came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Recovery {
    /// There was nothing to do.
    Nothing,
    /// A command had been stopped before its journal counted, or while it took its steps back: all
    /// is as it was before.
    Withdrawn,
    /// A command had been stopped after that: it is finished now.
    Finished,
}

/// Steps that all happen, or none.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    version: u32,
    /// Made of the steps: it marks the temporary files and locks as this journal's own.
    pub(super) id: String,
    /// Folders that the steps make, the outermost first.
    made: BTreeSet<Target>,
    /// Folders that go at the end if they are empty then.
    emptied: BTreeSet<Target>,
    locks: Vec<String>,
    /// Whether it takes another one back: then the steps go from the last to the first.
    withdrawn: bool,
    operations: Vec<Operation>,
}

impl Journal {
    /// A journal of these steps, in their order.
    pub(super) fn new(store: &Store, operations: Vec<Operation>) -> Result<Self, ApplyError> {
        let mut made = BTreeSet::new();
        let mut emptied = BTreeSet::new();
        for operation in &operations {
            let Operation::File(file) = operation else {
                continue;
            };
            for folder in file.target.folders() {
                if file.after.is_none() {
                    emptied.insert(folder);
                } else if !store.root(&folder.base)?.join(&folder.path).exists() {
                    made.insert(folder);
                }
            }
        }
        Ok(Self {
            version: VERSION,
            id: id_of(store, &operations)?,
            made,
            emptied,
            locks: operations.iter().filter_map(Operation::lock).collect(),
            withdrawn: false,
            operations,
        })
    }

    /// The journal that takes this one back: the same steps by number, temporary file and lock.
    pub(super) fn inverse(self) -> Self {
        let inverses = self.operations.into_iter().map(Operation::inverse);
        Self {
            operations: inverses.collect(),
            withdrawn: !self.withdrawn,
            made: self.emptied,
            emptied: self.made,
            ..self
        }
    }

    /// This journal, with an inverse that leaves the kept files as it finds them.
    pub(super) fn keeping(mut self, kept: impl Fn(&Target) -> bool) -> Self {
        for operation in &mut self.operations {
            if let Operation::File(file) = operation
                && kept(&file.target)
            {
                file.keep();
            }
        }
        self
    }

    /// What it comes to when it is rolled forward.
    pub(super) fn recovery(&self) -> Recovery {
        if self.withdrawn {
            Recovery::Withdrawn
        } else {
            Recovery::Finished
        }
    }

    pub(super) fn locks<'a>(&'a self, store: &'a Store) -> Locks<'a> {
        Locks {
            store,
            id: &self.id,
            files: &self.locks,
        }
    }

    /// The steps, in the order in which they are done.
    pub(super) fn steps<'a>(&'a self, store: &'a Store) -> Vec<(&'a Operation, Step<'a>)> {
        let step = |number| Step {
            store,
            id: &self.id,
            number,
            withdrawn: self.withdrawn,
        };
        let numbered = self.operations.iter().enumerate();
        let mut steps: Vec<_> = numbered
            .map(|(number, operation)| (operation, step(number)))
            .collect();
        if self.withdrawn {
            steps.reverse();
        }
        steps
    }

    /// Writes it beside the place where it counts.
    pub(super) fn draft(&self, store: &Store) -> Result<(), ApplyError> {
        let path = store.draft();
        let text = serde_json::to_vec(self).map_err(unreadable(&path))?;
        disk::write(&path, &text, disk::PRIVATE)?;
        disk::sync_parent(&path)
    }

    /// Removes the folders that it made, as far as nothing is in them.
    pub(super) fn remove_made(&self, store: &Store) -> Result<(), ApplyError> {
        remove_empty(store, &self.made)
    }

    /// Removes the folders that it emptied.
    pub(super) fn remove_emptied(&self, store: &Store) -> Result<(), ApplyError> {
        remove_empty(store, &self.emptied)
    }
}

fn remove_empty(store: &Store, folders: &BTreeSet<Target>) -> Result<(), ApplyError> {
    // The innermost first: a folder sorts before what is in it.
    for folder in folders.iter().rev() {
        let path = store.root(&folder.base)?.join(&folder.path);
        // One that holds something stays; so does one that is gone.
        let _ = std::fs::remove_dir(path);
    }
    Ok(())
}

fn id_of(store: &Store, operations: &[Operation]) -> Result<String, ApplyError> {
    let mut targets = BTreeSet::new();
    for target in operations.iter().map(Operation::target) {
        if let Some(twice) = targets.replace(target) {
            return Err(ApplyError::WrittenTwice { path: twice.path });
        }
    }
    let text = serde_json::to_vec(operations).map_err(unreadable(&store.draft()))?;
    let digest = Oid::hash_object(ObjectType::Blob, &text).map_err(ApplyError::git("journal"))?;
    Ok(digest.to_string()[..12].to_owned())
}

/// The journal at `path`; `None` where there is none.
pub(super) fn read(path: &Path) -> Result<Option<Journal>, ApplyError> {
    let Some(bytes) = disk::read(path)? else {
        return Ok(None);
    };
    let journal: Journal = serde_json::from_slice(&bytes).map_err(unreadable(path))?;
    if journal.version == VERSION {
        return Ok(Some(journal));
    }
    Err(ApplyError::JournalUnreadable {
        journal: path.to_owned(),
        reason: format!("version {}", journal.version),
    })
}

fn unreadable(path: &Path) -> impl FnOnce(serde_json::Error) -> ApplyError {
    let journal = path.to_owned();
    move |error| ApplyError::JournalUnreadable {
        journal,
        reason: error.to_string(),
    }
}
