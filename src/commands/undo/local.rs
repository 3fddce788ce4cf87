//! What of djdock's stands in this clone alone: in git's configuration, and in its list of what it ignores.

use std::path::PathBuf;

use git2::{ConfigLevel, Repository};

use crate::apply::{self, MERGE_DRIVER, WriteFile};
use crate::error::Error;

use super::super::workspace::{DEV_KEY, PROD_KEY, Workspace};
use super::beside::{Beside, standing};
use super::stacks::Stacks;

/// What of djdock's goes from this clone.
#[derive(Default)]
pub(super) struct Local {
    /// Keys of git's configuration that are set.
    keys: Vec<&'static str>,
    /// Rules by which git leaves files alone.
    rules: Vec<String>,
    /// Whether one of them stands in git's list.
    has_rules: bool,
}

impl Local {
    /// What no stack needs that stays. A rule stays as long as what it keeps out of git stands in some work tree: secrets
    /// and people's rows are never a moment in git's sight.
    pub(super) fn of(place: &Workspace, stacks: &Stacks, beside: &Beside) -> Result<Self, Error> {
        let Some(repository) = &place.repository else {
            return Ok(Self::default());
        };
        let is_gone = |name: &String| !stacks.others.contains(name);
        let mut keys = Vec::new();
        for (key, name) in [DEV_KEY, PROD_KEY].into_iter().zip(&stacks.own) {
            keys.extend(is_gone(name).then_some(key));
        }
        let mut rules = Vec::new();
        if stacks.others.is_empty() {
            keys.extend(MERGE_DRIVER.map(|(key, _)| key));
        }
        if let Ok(config) = repository.config()?.open_level(ConfigLevel::Local) {
            keys.retain(|key| config.get_entry(key).is_ok());
        }
        // Where djdock never was, each line of the list is the user's.
        let was_here = stacks.in_folder || !stacks.branches.is_empty() || !keys.is_empty();
        if stacks.others.is_empty() && was_here {
            let roots = work_trees(repository)?;
            let stands = |rule: &String| roots.iter().any(|root| !standing(root, rule).is_empty());
            rules.extend(beside.rules.iter().filter(|rule| !stands(rule)).cloned());
        }
        let has_rules = apply::include(repository, &rules)?.is_some();
        Ok(Self {
            keys,
            rules,
            has_rules,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && !self.has_rules
    }

    /// The writes by which it goes.
    pub(super) fn writes(&self, repository: &Repository) -> Result<Vec<WriteFile>, Error> {
        let mut files = Vec::new();
        files.extend(apply::include(repository, &self.rules)?);
        files.extend(apply::unconfigure(repository, &self.keys)?);
        Ok(files)
    }
}

/// The folders of all work trees that are there.
fn work_trees(repository: &Repository) -> Result<Vec<PathBuf>, Error> {
    let mut roots = Vec::new();
    roots.extend(repository.workdir().map(PathBuf::from));
    if repository.is_worktree() {
        let main = Repository::open(repository.commondir())?;
        roots.extend(main.workdir().map(PathBuf::from));
    }
    for name in repository.worktrees()?.iter().flatten().flatten() {
        if let Ok(linked) = repository.find_worktree(name) {
            roots.push(linked.path().to_owned());
        }
    }
    Ok(roots)
}
