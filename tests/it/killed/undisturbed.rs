//! The run that nobody kills: what it changes, and where it ends.

use crate::harness::{Listing, Project};

use super::calls::{self, Call};

/// A run from beginning to end.
pub(super) struct Undisturbed {
    pub(super) before: Listing,
    pub(super) after: Listing,
    pub(super) calls: Vec<Call>,
}

impl Undisturbed {
    /// Runs djdock on a copy; `None` where strace does not run.
    pub(super) fn of(pristine: &Project, line: &str) -> Option<Self> {
        let project = pristine.copied();
        let before = project.listing();
        let calls = calls::record(&project, line)?;
        let after = project.listing();
        assert_ne!(before, after);
        Some(Self {
            before,
            after,
            calls,
        })
    }
}
