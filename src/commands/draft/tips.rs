//! Where the branches of a draft stand, and what forbids to start from there.

use std::collections::BTreeSet;

use git2::Repository;

use crate::answers::{PartialAnswers, check_branch};
use crate::apply;
use crate::branches::undo::is_undone;
use crate::branches::{BranchesError, Tips};
use crate::environment::Environment;
use crate::error::Error;
use crate::pipeline::Outcome;

use super::DraftRequest;

impl DraftRequest<'_> {
    /// Where the branches stand.
    pub(super) fn tips(&self, given: &PartialAnswers) -> Result<Option<Tips>, Error> {
        let Some(repository) = &self.place.repository else {
            return Ok(None);
        };
        apply::check_repository(repository)?;
        let Some(head) = self.place.head()? else {
            return Ok(None);
        };
        let [dev, prod] = self.place.branch_names(given);
        check_branch("dev-branch", &dev)?;
        check_branch("prod-branch", &prod)?;
        let tips = Tips::find(repository, head, &dev, &prod)?;
        for (name, tip) in [(dev, tips.dev), (prod, tips.prod)] {
            let foreign = tip.filter(|tip| !tip.locked && !self.place.is_djdock_branch(&name));
            if let Some(foreign) = foreign
                && !self.branches_named
                && !is_undone(repository, foreign.commit)?
            {
                let local = tip.is_some_and(|tip| tip.local);
                return Err(BranchesError::Taken { name, local }.into());
            }
            let is_new = tip.is_none_or(|tip| !tip.local);
            if is_new
                && repository
                    .find_reference(&format!("refs/tags/{name}"))
                    .is_ok()
            {
                return Err(BranchesError::TagOfTheName(name).into());
            }
        }
        Ok(Some(tips))
    }
}

/// What the pipeline refuses, with the branch whose files it read.
pub(in super::super) fn on_branch(branch: &str) -> impl FnOnce(Error) -> Error {
    let branch = branch.to_owned();
    move |error| match error {
        Error::Pipeline(source) => {
            let source = Box::new(source);
            BranchesError::Pipeline { branch, source }.into()
        }
        error => error,
    }
}

/// New branches start from HEAD: what the user has changed since would be missing from them, and patched twice.
pub(super) fn refuse_dirty(
    repository: &Repository,
    outcomes: &[(Environment, String, Outcome)],
) -> Result<(), Error> {
    let changes = outcomes
        .iter()
        .flat_map(|(_, _, outcome)| &outcome.plan.changes);
    let patched: BTreeSet<&str> = changes.map(|change| change.path.as_str()).collect();
    let patched: Vec<&str> = patched.into_iter().collect();
    let dirty = apply::dirty_paths(repository, &patched)?;
    if dirty.is_empty() {
        return Ok(());
    }
    Err(Error::Dirty(dirty))
}
