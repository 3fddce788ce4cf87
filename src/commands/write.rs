//! A draft → files, commits and branches: all, or none.

use crate::apply::{self, EnvChange, EnvEntry, Receipt};
use crate::branches::BranchPlan;
use crate::error::Error;

use super::draft::Draft;
use super::env_entries::env_entries;
use super::place::{DEV_KEY, PROD_KEY, Place};

impl Draft {
    /// Writes everything, or nothing.
    pub fn write(&self, place: &Place) -> Result<Receipt, Error> {
        let repository = place.repository.as_ref();
        let root = place.work.root();
        let mut files = Vec::new();
        if let Some(repository) = repository {
            // Before .env itself, so that it is never a moment in git's sight.
            files.extend(apply::exclude_env(repository)?);
            files.extend(apply::configure(repository, &self.configuration())?);
        }
        files.extend(self.env_change(place)?.write);
        if let (Some(plan), Some(repository)) = (&self.commits, repository) {
            let BranchPlan {
                commits, updates, ..
            } = plan;
            return Ok(apply::write_branches(
                repository, commits, updates, &files, "init",
            )?);
        }
        let plan = self.parts.first().map(|part| part.outcome.plan.clone());
        Ok(apply::write_folder(
            repository,
            root,
            &plan.unwrap_or_default(),
            &files,
        )?)
    }

    /// What becomes of `.env`: the keys that it lacks.
    pub(super) fn env_change(&self, place: &Place) -> Result<EnvChange, Error> {
        let (repository, root) = (place.repository.as_ref(), place.work.root());
        Ok(apply::env_change(
            repository,
            root,
            &self.env_entries(place)?,
        )?)
    }

    /// What later commands and `git merge` find in git's own configuration.
    fn configuration(&self) -> Vec<(&str, &str)> {
        if self.commits.is_none() {
            return Vec::new();
        }
        let mut settings = apply::MERGE_DRIVER.to_vec();
        settings.push((DEV_KEY, &self.answers.dev_branch));
        settings.push((PROD_KEY, &self.answers.prod_branch));
        settings
    }

    fn env_entries(&self, place: &Place) -> Result<Vec<EnvEntry>, Error> {
        let stack = self.outcomes().flat_map(|outcome| &outcome.stacks).next();
        match stack {
            Some(stack) => env_entries(stack, place),
            None => Ok(Vec::new()),
        }
    }
}
