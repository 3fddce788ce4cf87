//! Where the stacks stand that go.

use git2::{BranchType, Repository};

use crate::answers::PartialAnswers;
use crate::branches::Tips;
use crate::branches::undo::{StackBranch, stack_branches};
use crate::environment::Environment;
use crate::error::{ChangeError, Error};
use crate::pipeline;
use crate::tree::CommitTree;

use super::super::standing::marked;
use super::super::workspace::Workspace;

/// Where the stacks stand that go.
#[derive(Default)]
pub(super) struct Stacks {
    /// On these local branches.
    pub(super) branches: Vec<StackBranch>,
    /// The names of dev's and prod's own branches.
    pub(super) own: [String; 2],
    /// In the work tree, and on no branch.
    pub(super) in_folder: bool,
    /// Further local branches that hold a stack.
    pub(super) others: Vec<String>,
}

impl Stacks {
    /// Finds dev's and prod's branches, that of HEAD where a merge brought it a stack, or else the work tree's own stack.
    /// Without `environments`, those of both are meant.
    pub(super) fn find(place: &Workspace, environments: &[Environment]) -> Result<Self, Error> {
        let mut stacks = match &place.repository {
            Some(repository) => Self::on_branches(place, repository)?,
            None => Self::default(),
        };
        if stacks.branches.is_empty() {
            stacks.in_folder = in_folder(place, environments)?;
        }
        if !environments.is_empty() {
            let (named, others) = stacks
                .branches
                .into_iter()
                .partition(|branch| environments.contains(&branch.environment));
            stacks.branches = named;
            let others: Vec<StackBranch> = others;
            stacks.others.extend(others.into_iter().map(|it| it.name));
            stacks.others.sort();
        }
        Ok(stacks)
    }

    fn on_branches(place: &Workspace, repository: &Repository) -> Result<Self, Error> {
        let mut all = stack_branches(repository)?;
        let mut own = place.branch_names(&PartialAnswers::default());
        let is_there = |name: &String| all.iter().any(|branch| branch.name == *name);
        if !own.iter().any(is_there)
            && let Some(pair) = Tips::pair(repository)?
        {
            own = pair;
        }
        let mut branches = Vec::new();
        for (name, environment) in own.iter().zip(Environment::ALL) {
            let index = all.iter().position(|branch| branch.name == *name);
            match index.map(|index| all.remove(index)) {
                Some(branch) => branches.push(StackBranch {
                    environment,
                    ..branch
                }),
                None => refuse_lost(repository, name)?,
            }
        }
        let head = repository.head().ok();
        let head = head.as_ref().filter(|head| head.is_branch());
        let head = head.and_then(|head| head.shorthand().ok());
        if let Some(index) = all.iter().position(|it| Some(it.name.as_str()) == head) {
            branches.push(all.remove(index));
        }
        Ok(Self {
            branches,
            own,
            in_folder: false,
            others: all.into_iter().map(|branch| branch.name).collect(),
        })
    }
}

/// Refuses a branch that shows a stack without its lock.
fn refuse_lost(repository: &Repository, name: &str) -> Result<(), Error> {
    let Ok(branch) = repository.find_branch(name, BranchType::Local) else {
        return Ok(());
    };
    let commit = branch.get().peel_to_commit()?.id();
    match marked(&CommitTree::of_commit(repository, commit)?)? {
        Some(seen) => Err(Error::LockLost {
            branch: Some(name.to_owned()),
            seen,
        }),
        None => Ok(()),
    }
}

/// Whether a stack stands in the work tree, where one alone cannot go that stands beside another.
fn in_folder(place: &Workspace, environments: &[Environment]) -> Result<bool, Error> {
    let Some(lock) = pipeline::read_lock(&place.work)? else {
        return match marked(&place.work)? {
            Some(seen) => Err(Error::LockLost { branch: None, seen }),
            None => Ok(false),
        };
    };
    let is_named = |environment: &Environment| environments.contains(environment);
    let named = lock.environments.iter().filter(|it| is_named(it)).count();
    match named {
        0 if !environments.is_empty() => Ok(false),
        some if some > 0 && some < lock.environments.len() => Err(ChangeError::SideBySide.into()),
        _ => Ok(true),
    }
}
