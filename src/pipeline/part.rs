//! What one step of the pipeline decides, to be joined with what the others do.

use std::collections::BTreeMap;

use crate::answers::Existing;
use crate::files::File;
use crate::lock::{Displaced, Lock, Owned};
use crate::patch::{ComposeStep, Splices, Step};

/// An edit of the user's that the new text contradicts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Conflict {
    /// The path of the file, from the root.
    pub path: String,
    /// Its text with conflict markers.
    pub markers: String,
}

/// What there is to tell of a run beside its plan.
#[derive(Debug, Default)]
pub struct Notes {
    /// Files of the user's own that stand where djdock would write one, and what becomes of them.
    pub existing: Vec<(String, Existing)>,
    /// Owned files that the user edited.
    pub edited: Vec<String>,
    /// Owned files that the user deleted, and that stay away.
    pub deleted: Vec<String>,
    /// Those that come back, since the user asked for them.
    pub restored: Vec<String>,
    /// Files that the stack has no longer and that stay, for the user edited them.
    pub left: Vec<String>,
    /// Owned files where the user's edit and the new text meet on one line.
    pub conflicts: Vec<Conflict>,
    /// What the user must do by hand, by file.
    pub steps: Vec<(String, Step)>,
    /// What the user must do by hand in a compose file of their own, by file.
    pub compose_steps: Vec<(String, ComposeStep)>,
    /// Requirements that only the user's own tool can add.
    pub requirements: Vec<String>,
    /// The services of a compose file of the user's own that run the project.
    pub runs_project: Vec<String>,
    /// Debian packages that the user's own image needs for what was added.
    pub image_packages: Vec<String>,
}

impl Notes {
    /// Adds what another part tells.
    pub(super) fn extend(&mut self, other: Self) {
        let Self {
            existing,
            edited,
            deleted,
            restored,
            left,
            conflicts,
            steps,
            compose_steps,
            requirements,
            runs_project,
            image_packages,
        } = other;
        self.existing.extend(existing);
        self.edited.extend(edited);
        self.deleted.extend(deleted);
        self.restored.extend(restored);
        self.left.extend(left);
        self.conflicts.extend(conflicts);
        self.steps.extend(steps);
        self.compose_steps.extend(compose_steps);
        self.requirements.extend(requirements);
        self.runs_project.extend(runs_project);
        self.image_packages.extend(image_packages);
    }
}

/// What one step decides.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The files as they should be, by path; `None` where none should stand.
    pub(super) desired: BTreeMap<String, Option<File>>,
    /// What the lock keeps of owned files.
    pub(super) owned: BTreeMap<String, Owned>,
    /// What the lock keeps of patched files.
    pub(super) patched: BTreeMap<String, Splices>,
    /// What the lock keeps of the user's files that stood in the way.
    pub(super) displaced: BTreeMap<String, Displaced>,
    /// What there is to tell.
    pub(super) notes: Notes,
}

impl Part {
    /// Both parts; where they decide about one file, the other part counts.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.desired.extend(other.desired);
        self.owned.extend(other.owned);
        self.patched.extend(other.patched);
        self.displaced.extend(other.displaced);
        self.notes.extend(other.notes);
        self
    }

    /// The lock that keeps this; `empty` says of which stack.
    pub(super) fn lock(&self, empty: Lock) -> Lock {
        Lock {
            owned: self.owned.clone(),
            patched: self.patched.clone(),
            displaced: self.displaced.clone(),
            ..empty
        }
    }
}
