//! What a journal consists of: steps that can be told apart as done or not, done again, and taken back.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::index::UpdateIndex;
use super::reference::MoveReference;
use super::reflog::AppendLog;
use super::write_file::{JournalledFile, WriteFile};
use super::{ApplyError, Base, Store, Target};

/// One step of a journal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Operation {
    File(JournalledFile),
    Index(UpdateIndex),
    Log(AppendLog),
    Reference(MoveReference),
}

/// How far a step is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum State {
    Before,
    After,
    /// Someone else has been here: at this path or reference.
    Neither(String),
}

/// A step's number in its journal, and where that stands.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    pub(super) store: &'a Store,
    pub(super) id: &'a str,
    pub(super) number: usize,
    /// Whether the step takes one back.
    pub(super) withdrawn: bool,
}

impl Step<'_> {
    /// The temporary file that one rename brings to `path`.
    pub(super) fn beside(&self, path: &Path) -> PathBuf {
        path.with_file_name(format!(".djdock-{}-{}", self.id, self.number))
    }

    /// A temporary file in djdock's own folder.
    pub(super) fn scratch(&self, kind: &str) -> PathBuf {
        let name = format!("{kind}-{}", self.number);
        self.store.scratch().join(name)
    }

    /// Someone else has been at `path`: that stops the way forward. On the way back it is left alone.
    pub(super) fn blocked(&self, path: String) -> Result<(), ApplyError> {
        if self.withdrawn {
            return Ok(());
        }
        let journal = self.store.journal();
        Err(ApplyError::JournalBlocked { path, journal })
    }
}

impl Operation {
    pub(super) fn state(&self, step: &Step<'_>) -> Result<State, ApplyError> {
        match self {
            Self::File(file) => file.state(step),
            Self::Index(index) => index.state(step),
            Self::Log(log) => log.state(step),
            Self::Reference(reference) => reference.state(step),
        }
    }

    /// Does what takes space, without touching the target.
    pub(super) fn stage(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        match self {
            Self::File(file) => file.stage(step),
            Self::Reference(reference) => reference.stage(step),
            Self::Index(_) | Self::Log(_) => Ok(()),
        }
    }

    /// Removes what staging left outside of djdock's own folder.
    pub(super) fn unstage(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        match self {
            Self::File(file) => file.unstage(step),
            Self::Index(_) | Self::Log(_) | Self::Reference(_) => Ok(()),
        }
    }

    /// Goes from before to after; does nothing where that has happened.
    pub(super) fn perform(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        match self {
            Self::File(file) => file.perform(step),
            Self::Index(index) => index.perform(step),
            Self::Log(log) => log.perform(step),
            Self::Reference(reference) => reference.perform(step),
        }
    }

    /// The step that takes this one back.
    pub(super) fn inverse(self) -> Self {
        match self {
            Self::File(file) => Self::File(file.inverse()),
            Self::Index(index) => Self::Index(index.inverse()),
            Self::Log(log) => Self::Log(log.inverse()),
            Self::Reference(reference) => Self::Reference(reference.inverse()),
        }
    }

    /// The file of git's whose lock the step needs, relative to the common git folder.
    pub(super) fn lock(&self) -> Option<String> {
        match self {
            Self::File(file) => file.lock().map(str::to_owned),
            Self::Index(index) => Some(index.file()),
            Self::Log(_) => None,
            Self::Reference(reference) => Some(reference.name.clone()),
        }
    }

    /// The order in which steps are done: what everyone sees comes last, together.
    pub(super) fn rank(&self) -> u8 {
        match self {
            // Before the loose ones: git takes a packed reference for the branch where no loose one stands.
            Self::File(file) if file.holds_references() => 3,
            Self::File(_) => 0,
            Self::Index(_) => 1,
            Self::Log(_) => 2,
            Self::Reference(_) => 4,
        }
    }

    /// What the step writes: no two steps of a journal may write the same.
    pub(super) fn target(&self) -> Target {
        match self {
            Self::File(file) => file.target.clone(),
            Self::Index(index) => Target::new(Base::Git, index.file()),
            Self::Log(log) => log.target.clone(),
            Self::Reference(reference) => Target::new(Base::Git, &reference.name),
        }
    }
}

/// The steps that write the files; those that stand already are left out.
pub(super) fn files(store: &Store, files: &[WriteFile]) -> Result<Vec<Operation>, ApplyError> {
    let mut operations = Vec::new();
    for file in files {
        if !file.is_idle(store)? {
            operations.push(Operation::File(file.clone().journalled(store)?));
        }
    }
    Ok(operations)
}

/// The files among the steps' targets.
pub(super) fn written(operations: &[Operation]) -> Vec<Target> {
    let is_file = |operation: &&Operation| matches!(operation, Operation::File(_));
    operations
        .iter()
        .filter(is_file)
        .map(Operation::target)
        .collect()
}
