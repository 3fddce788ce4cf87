//! What came of `djdock try`.

use crate::attempt::{Attempt, Failure};
use crate::environment::Environment;

/// What came of it.
#[derive(Clone, Debug)]
pub enum Tried {
    /// A stack was tried.
    Stack(Box<TriedStack>),
    /// The stack that stands was explained: its containers that failed.
    Explained {
        /// The compose project.
        project: String,
        /// What failed; `None` where it has no containers.
        failures: Option<Vec<Failure>>,
    },
    /// What earlier attempts left was taken away; what could not be.
    Cleaned(Vec<String>),
}

/// A stack that was tried.
#[derive(Clone, Debug)]
pub struct TriedStack {
    /// Whose stack.
    pub environment: Environment,
    /// The branch whose commit was tried; `None` for the work tree as it stands.
    pub branch: Option<String>,
    /// What it came to.
    pub attempt: Attempt,
    /// Variables that only the owner knows, and for which a value was made up.
    pub made_up: Vec<String>,
}

impl Tried {
    /// Whether something failed.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        match self {
            Self::Stack(tried) => {
                let attempt = &tried.attempt;
                attempt.failure.is_some() || attempt.stopped || !attempt.remains.is_empty()
            }
            Self::Explained { failures, .. } => failures
                .as_ref()
                .is_none_or(|failures| !failures.is_empty()),
            Self::Cleaned(remains) => !remains.is_empty(),
        }
    }
}
