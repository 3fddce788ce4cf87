//! What a command will do to one tree: printable before anything is written.

mod lines;

pub use lines::{ChangedLine, Sign};

use schemars::JsonSchema;
use serde::Serialize;

use crate::files::{File, Mode};

/// The changes to one tree, ordered by path.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Plan {
    /// Only files that really change.
    pub changes: Vec<Change>,
}

/// One file before and after.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// Path from the repository's root.
    pub path: String,
    /// The file that stands there; `None` where there is none.
    pub before: Option<File>,
    /// The file that will stand there; `None` where it is deleted.
    pub after: Option<File>,
}

/// What happens to a file.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It comes to be.
    Create,
    /// The file is deleted.
    Delete,
    /// Its text or its permissions change.
    Edit,
}

/// A file of a plan, and what happens to it.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct PlannedFile {
    /// Path from the repository's root.
    pub path: String,
    /// What happens to it.
    pub change: ChangeKind,
}

impl Change {
    /// What happens to the file.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match (&self.before, &self.after) {
            (None, _) => ChangeKind::Create,
            (_, None) => ChangeKind::Delete,
            _ => ChangeKind::Edit,
        }
    }

    /// The file, and what happens to it.
    #[must_use]
    pub fn file(&self) -> PlannedFile {
        PlannedFile {
            path: self.path.clone(),
            change: self.kind(),
        }
    }

    /// The permissions that the file will have.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.after
            .as_ref()
            .map(|file| file.mode)
            .unwrap_or_default()
    }
}

impl Plan {
    /// Whether the plan changes no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
