//! What a command will do to one tree: printable before anything is written.

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

impl Change {
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
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
