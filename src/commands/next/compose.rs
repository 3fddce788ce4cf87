//! What a compose file of the user's own needs beside what djdock wrote.

use crate::patch::ComposeStep;

use super::super::draft::Draft;

/// What a compose file of the user's own needs beside what djdock wrote.
#[derive(Clone, Debug, Default)]
pub struct ComposeNext {
    /// What djdock could not do, by path.
    pub steps: Vec<(String, ComposeStep)>,
    /// Requirements that only the user's own tool can add.
    pub requirements: Vec<String>,
    /// Debian packages that the user's own image needs.
    pub image_packages: Vec<String>,
}

impl ComposeNext {
    /// What the parts of a draft leave to the user.
    pub(super) fn of(draft: &Draft) -> Self {
        let mut next = Self::default();
        for outcome in draft.outcomes() {
            next.steps
                .extend(outcome.notes.compose_steps.iter().cloned());
            let requirements = outcome.notes.requirements.iter();
            next.requirements.extend(requirements.cloned());
            let packages = outcome.notes.image_packages.iter();
            next.image_packages.extend(packages.cloned());
        }
        next
    }
}
