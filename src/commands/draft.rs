//! Everything that a command is about to write, before it writes.

mod asked;
mod facts;
mod request;
mod tips;

pub use request::DraftRequest;
pub(super) use tips::on_branch;

use crate::answers::Answers;
use crate::branches::BranchPlan;
use crate::error::Error;
use crate::inspect::Project;
use crate::pipeline::{ANSWERS_PATH, Outcome};
use crate::verify::Verdict;

use super::workspace::Workspace;

/// What a command is about to write.
pub struct Draft {
    /// The choices that the stack is made from.
    pub answers: Answers,
    /// The facts that the choices follow from.
    pub(super) facts: Project,
    /// One per branch, or one for the work tree.
    pub parts: Vec<Part>,
    /// The command, as git's reflog names it.
    pub(super) verb: String,
    pub(super) commits: Option<BranchPlan>,
}

/// What the pipeline found on one tree.
pub struct Part {
    /// The branch; `None` for the work tree.
    pub branch: Option<String>,
    /// What the pipeline found on it.
    pub outcome: Outcome,
    /// Settings that are not known to have, as they will run, the value that the stack relies on.
    pub verdicts: Vec<Verdict>,
}

impl Draft {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let still = self
            .commits
            .as_ref()
            .is_none_or(|plan| plan.updates.is_empty());
        still && self.parts.iter().all(|part| part.outcome.plan.is_empty())
    }

    /// What the pipeline found, branch by branch.
    pub fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.parts.iter().map(|part| &part.outcome)
    }

    /// Files that the stack depends on, with edits that no commit holds: in the branch layout commits are what is read.
    pub(super) fn unseen(&self, place: &Workspace) -> Result<Vec<String>, Error> {
        if self.commits.is_none() {
            return Ok(Vec::new());
        }
        let Project {
            settings,
            dependencies,
            ..
        } = &self.facts;
        let files = settings.files.iter().chain(&settings.prod_files);
        let files = files.chain(&dependencies.files).chain(&dependencies.lock);
        let mut files: Vec<&str> = files.map(String::as_str).collect();
        files.push(ANSWERS_PATH);
        place.uncommitted(&files)
    }

    /// Settings that are not known to have the value that the stack relies on.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.parts.iter().flat_map(|part| &part.verdicts)
    }
}
