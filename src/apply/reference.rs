//! A branch moves. git's own protocol (the lock is taken before, see [`super::git_lock`]; one rename),
//! and not libgit2's: that leaves a lock behind when it is killed, which nobody may break.

use git2::{ErrorCode, Repository};
use serde::{Deserialize, Serialize};

use super::disk;
use super::id::Id;
use super::operation::{State, Step};
use super::{ApplyError, Base};

/// A reference, before and after; `None` where there is none.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct MoveReference {
    /// The full name, `refs/heads/…`.
    pub(super) name: String,
    pub(super) before: Option<Id>,
    pub(super) after: Option<Id>,
}

/// Where a reference points to: loose or packed; `None` where there is none.
pub(super) fn current(repository: &Repository, name: &str) -> Result<Option<Id>, ApplyError> {
    match repository.find_reference(name) {
        // A branch that is another name of one is no branch to move.
        Ok(found) => found
            .target()
            .map(|target| Some(Id(target)))
            .ok_or_else(|| ApplyError::BranchName {
                name: name.to_owned(),
            }),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(ApplyError::git(name)(error)),
    }
}

impl MoveReference {
    pub(super) fn state(&self, step: &Step<'_>) -> Result<State, ApplyError> {
        let found = current(step.store.expect_repository()?, &self.name)?;
        Ok(if found == self.after {
            State::After
        } else if found == self.before {
            State::Before
        } else {
            State::Neither(self.name.clone())
        })
    }

    /// Writes the reference's new file.
    pub(super) fn stage(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        let Some(after) = self.after else {
            return Ok(());
        };
        let line = format!("{}\n", after.0);
        disk::write(&step.scratch("reference"), line.as_bytes(), disk::ORDINARY).map(|_| ())
    }

    /// Goes from before to after; does nothing where that has happened.
    pub(super) fn perform(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        match self.state(step)? {
            State::After => return Ok(()),
            State::Neither(path) => return step.blocked(path),
            State::Before => {}
        }
        let path = step.store.root(&Base::Git)?.join(&self.name);
        let Some(after) = self.after else {
            disk::remove(&path)?;
            return disk::sync_parent(&path);
        };
        // A journal that waited for weeks may have lost them to `git gc`.
        let commit = step.store.expect_repository()?.find_commit(after.0);
        if commit.and_then(|commit| commit.tree()).is_err() {
            return step.blocked(self.name.clone());
        }
        if let Some(folder) = path.parent() {
            disk::make_folder(folder)?;
        }
        // What is left of branches that were named `NAME/…`.
        if path.is_dir() {
            disk::remove_empty_folders(&path)?;
        }
        self.stage(step)?;
        disk::rename(&step.scratch("reference"), &path)
    }

    pub(super) fn inverse(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
            name: self.name,
        }
    }
}
