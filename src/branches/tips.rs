//! Where the two branches stand.

use std::collections::BTreeSet;

use git2::{BranchType, Oid, Repository};

use crate::environment::{self, Environment};
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
    /// The id of the commit at which the branch stands.
    pub commit: Oid,
    /// Whether the branch is a local one, not only a remote's.
    pub local: bool,
    /// Whether its tree holds the lock of one environment's stack.
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

    /// The two branches that hold a stack each, a remote's where there is no local one; nothing where that is not
    /// clear. Where a clone has another pair than the usual one, nobody but the branches themselves can tell.
    pub fn pair(repository: &Repository) -> Result<Option<[String; 2]>, BranchesError> {
        let mut found: [BTreeSet<String>; 2] = Default::default();
        for branch in repository.branches(None)? {
            let (branch, kind) = branch?;
            let Ok(Some(name)) = branch.name() else {
                continue;
            };
            let short = match kind {
                BranchType::Local => name,
                BranchType::Remote => name.split_once('/').map_or(name, |(_, short)| short),
            };
            // A remote's HEAD is the name of another of its branches.
            let Ok(commit) = branch.get().peel_to_commit() else {
                continue;
            };
            let environment = stack_of(repository, commit.id())?;
            for (names, one) in found.iter_mut().zip(Environment::ALL) {
                if environment == Some(one) && short != "HEAD" {
                    names.insert(short.to_owned());
                }
            }
        }
        let one = |names: &BTreeSet<String>| match names.len() {
            1 => names.first().cloned(),
            _ => None,
        };
        Ok(one(&found[0]).zip(one(&found[1])).map(Into::into))
    }

    /// The local branches that hold an environment's stack, by their names.
    pub fn of_environment(
        repository: &Repository,
        environment: Environment,
    ) -> Result<Vec<String>, BranchesError> {
        let mut found = Vec::new();
        for branch in repository.branches(Some(BranchType::Local))? {
            let (branch, _) = branch?;
            let Ok(commit) = branch.get().peel_to_commit() else {
                continue;
            };
            if stack_of(repository, commit.id())? == Some(environment)
                && let Ok(Some(name)) = branch.name()
            {
                found.push(name.to_owned());
            }
        }
        Ok(found)
    }

    /// The one environment whose branch is there, in a clone of one branch.
    #[must_use]
    pub fn lone(&self) -> Option<Environment> {
        let locked = |tip: Option<Tip>| tip.is_some_and(|tip| tip.locked);
        match (self.dev, self.prod) {
            (dev, None) if locked(dev) => Some(Environment::Dev),
            (None, prod) if locked(prod) => Some(Environment::Prod),
            _ => None,
        }
    }

    /// Whether some branch holds a stack.
    #[must_use]
    pub fn has_stack(&self) -> bool {
        [self.dev, self.prod]
            .into_iter()
            .flatten()
            .any(|tip| tip.locked)
    }

    /// An environment's, if it exists.
    #[must_use]
    pub fn of(&self, environment: Environment) -> Option<Tip> {
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

    /// The commit from which both branches come; `None` where there is none, or it is not here.
    pub fn common(&self, repository: &Repository) -> Result<Option<Oid>, BranchesError> {
        let dev = self.base(Environment::Dev);
        match repository.merge_base(dev, self.base(Environment::Prod)) {
            Ok(commit) => Ok(Some(commit)),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
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
    let locked = stack_of(repository, commit)?.is_some();
    Ok(Some(Tip {
        commit,
        local,
        locked,
    }))
}

/// Whose stack a commit holds, in the branch layout.
pub(super) fn stack_of(
    repository: &Repository,
    commit: Oid,
) -> Result<Option<Environment>, BranchesError> {
    let tree = CommitTree::of_commit(repository, commit)?;
    let start = tree.read_prefix(lock::PATH, environment::MARK_WITHIN)?;
    Ok(start.and_then(|start| environment::of(&String::from_utf8_lossy(&start))))
}

/// The one remote branch of this name that holds a stack, or else the one that there is.
fn remote_tip(repository: &Repository, name: &str) -> Result<Option<Oid>, BranchesError> {
    let (mut found, mut bare) = (Vec::new(), Vec::new());
    for branch in repository.branches(Some(BranchType::Remote))? {
        let (branch, _) = branch?;
        let same = branch.name().is_ok_and(|full| {
            full.and_then(|full| full.split_once('/'))
                .is_some_and(|(_, short)| short == name)
        });
        if same {
            let commit = branch.get().peel_to_commit()?.id();
            match stack_of(repository, commit)? {
                Some(_) => found.push(commit),
                None => bare.push(commit),
            }
        }
    }
    found.dedup();
    if found.is_empty() {
        bare.dedup();
        found = bare;
    }
    Ok(if found.len() == 1 { found.pop() } else { None })
}
