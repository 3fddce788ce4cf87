//! Where the two branches stand.

use git2::{BranchType, Oid, Repository};

use crate::environment::Environment;
use crate::lock;
use crate::tree::{CommitTree, Tree as _};

use super::BranchesError;

/// Where the two branches stand.
#[derive(Clone, Copy, Debug)]
pub struct Tips {
    /// The commit that new branches start from.
    pub head: Oid,
    /// dev's, if it exists.
    pub dev: Option<Tip>,
    /// prod's, if it exists.
    pub prod: Option<Tip>,
}

/// A branch's last commit.
#[derive(Clone, Copy, Debug)]
pub struct Tip {
    /// The commit.
    pub commit: Oid,
    /// Whether the branch is a local one, not only a remote's.
    pub local: bool,
    /// Whether its tree holds a lock.
    pub locked: bool,
}

impl Tips {
    /// Looks the branches up, a remote's where there is no local one.
    pub fn find(
        repository: &Repository,
        head: Oid,
        dev: &str,
        prod: &str,
    ) -> Result<Self, BranchesError> {
        Ok(Self {
            head,
            dev: tip(repository, dev)?,
            prod: tip(repository, prod)?,
        })
    }

    pub(super) fn of(&self, environment: Environment) -> Option<Tip> {
        match environment {
            Environment::Dev => self.dev,
            Environment::Prod => self.prod,
        }
    }

    /// Whether a branch is new, so that it starts from HEAD.
    #[must_use]
    pub fn starts_at_head(&self) -> bool {
        self.dev.is_none() || self.prod.is_none()
    }

    /// The commit that an environment's stack is rendered on.
    #[must_use]
    pub fn base(&self, environment: Environment) -> Oid {
        self.of(environment).map_or(self.head, |tip| tip.commit)
    }
}

fn tip(repository: &Repository, name: &str) -> Result<Option<Tip>, BranchesError> {
    let (commit, local) = match repository.find_branch(name, BranchType::Local) {
        Ok(branch) => (branch.get().peel_to_commit()?.id(), true),
        Err(error) if error.code() == git2::ErrorCode::NotFound => {
            match remote_tip(repository, name)? {
                Some(commit) => (commit, false),
                None => return Ok(None),
            }
        }
        Err(error) => return Err(error.into()),
    };
    let locked = CommitTree::of_commit(repository, commit)?.is_file(lock::PATH)?;
    Ok(Some(Tip {
        commit,
        local,
        locked,
    }))
}

/// The one remote branch of this name that holds a stack.
fn remote_tip(repository: &Repository, name: &str) -> Result<Option<Oid>, BranchesError> {
    let mut found = Vec::new();
    for branch in repository.branches(Some(BranchType::Remote))? {
        let (branch, _) = branch?;
        let same = branch.name().is_ok_and(|full| {
            full.and_then(|full| full.split_once('/'))
                .is_some_and(|(_, short)| short == name)
        });
        if same {
            let commit = branch.get().peel_to_commit()?.id();
            if CommitTree::of_commit(repository, commit)?.is_file(lock::PATH)? {
                found.push(commit);
            }
        }
    }
    found.dedup();
    Ok(if found.len() == 1 { found.pop() } else { None })
}
