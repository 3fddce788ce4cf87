//! What `djdock undo` did, or would do.

use crate::branches::undo::Stays;
use crate::plan::PlannedFile;

use super::unheeded::Unheeded;

/// What `djdock undo` did, or would do.
#[derive(Clone, Debug, Default)]
pub struct Undone {
    /// One per branch with a stack, or one for the work tree.
    pub parts: Vec<UndonePart>,
    /// Whether something of djdock's goes from git's own configuration and its list of what it ignores.
    pub is_local: bool,
    /// Further branches that hold a stack, and keep it.
    pub others: Vec<String>,
    /// Branches of remotes that hold one, as `origin/dev`.
    pub remotes: Vec<String>,
    /// The compose projects of the stacks that go.
    pub projects: Vec<ComposeProject>,
    /// Secrets and data that stand beside the stack, from the root: they stay.
    pub files: Vec<String>,
    /// Whether services go from a compose file of the user's own.
    pub is_extension: bool,
    /// Whether it was written.
    pub written: bool,
    /// What git would have done to the commits.
    pub unheeded: Unheeded,
}

impl Undone {
    /// Whether there is nothing to undo.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.parts.is_empty() && !self.is_local
    }
}

/// What becomes of one branch, or of the work tree.
#[derive(Clone, Debug, Default)]
pub struct UndonePart {
    /// The branch; `None` for the work tree.
    pub branch: Option<String>,
    /// Whether it is dev's or prod's own branch, and not one that a merge brought the stack to.
    pub is_own: bool,
    /// Whether the branch goes.
    pub deleted: bool,
    /// Why it stays.
    pub stays: Option<Stays>,
    /// The files that change, ordered by path; where the branch goes, none of them is written.
    pub changes: Vec<PlannedFile>,
    /// The changes as a unified diff, where it was asked for.
    pub diff: Option<String>,
    /// What becomes of the user's own files, as a unified diff.
    pub edits: String,
    /// Files of djdock's that the user edited: they stay, and are the user's.
    pub left: Vec<String>,
    /// Files of the user's in which lines of djdock's stay.
    pub lines: Vec<String>,
    /// Files of the user's that stay where djdock put them aside: the name that they had, and where they are.
    pub aside: Vec<(String, String)>,
}

/// What Compose runs of a stack.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ComposeProject {
    /// Its name.
    pub name: String,
    /// Its volumes, as Docker names them.
    pub volumes: Vec<String>,
}
