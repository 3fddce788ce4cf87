//! What becomes of a branch when its stack is taken out: it goes where nothing but djdock's is on it, and else a commit
//! takes the stack out.

mod history;

use git2::{BranchType, Oid, Repository};

use crate::apply::{
    self, ApplyError, BranchChange, BranchDeletion, BranchUpdate, NewCommit, Parent,
};
use crate::environment::Environment;
use crate::merge::OnConflict;
use crate::pipeline::{self, PipelineError, TreeUndo};
use crate::tree::{CommitTree, OverlayTree};

use super::BranchesError;
use super::before_merge::before_merge;
pub(crate) use super::own::UNDO;
use super::own::{message, verb};
use super::tips::stack_of;
use history::History;

/// Why the stack cannot be taken out of a branch.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// Its history cannot be read, or what it holds is not understood.
    #[error(transparent)]
    Branches(#[from] BranchesError),
    /// Its work trees cannot be looked at.
    #[error(transparent)]
    Apply(#[from] ApplyError),
}

impl From<git2::Error> for UndoError {
    fn from(error: git2::Error) -> Self {
        Self::Branches(error.into())
    }
}

/// A local branch with a stack.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StackBranch {
    /// Its short name.
    pub name: String,
    /// Whose stack it is to have. A merge may have brought the other one's.
    pub environment: Environment,
    /// The commit at which it stands.
    pub commit: Oid,
}

/// What becomes of it.
#[derive(Debug)]
pub struct BranchUndo {
    /// The branch.
    pub branch: StackBranch,
    /// What its tree becomes.
    pub undo: TreeUndo,
    /// Why it stays; `None` where it goes.
    pub stays: Option<Stays>,
}

/// Why a branch stays.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stays {
    /// djdock did not make it, or git's log does not say so any longer.
    NotMade,
    /// A work tree has it checked out.
    CheckedOut,
    /// A remote has commits of it, or it follows one of a remote's.
    Pushed,
    /// There are commits of others' on it.
    HoldsCommits,
    /// Without its stack it is not as it was: what the user did to files of the stack is there alone.
    Differs,
}

/// The local branches with a stack, by their names.
pub fn stack_branches(repository: &Repository) -> Result<Vec<StackBranch>, BranchesError> {
    let mut found = Vec::new();
    for branch in repository.branches(Some(BranchType::Local))? {
        let (branch, _) = branch?;
        let (Ok(commit), Ok(Some(name))) = (branch.get().peel_to_commit(), branch.name()) else {
            continue;
        };
        if let Some(environment) = stack_of(repository, commit.id())? {
            found.push(StackBranch {
                name: name.to_owned(),
                environment,
                commit: commit.id(),
            });
        }
    }
    Ok(found)
}

/// The branches of remotes that hold a stack, as `origin/dev`.
pub fn remote_stack_branches(repository: &Repository) -> Result<Vec<String>, BranchesError> {
    let mut found = Vec::new();
    for branch in repository.branches(Some(BranchType::Remote))? {
        let (branch, _) = branch?;
        // A remote's HEAD is the name of another of its branches.
        if branch.get().kind() == Some(git2::ReferenceType::Symbolic) {
            continue;
        }
        if let (Ok(commit), Ok(Some(name))) = (branch.get().peel_to_commit(), branch.name())
            && stack_of(repository, commit.id())?.is_some()
        {
            found.push(name.to_owned());
        }
    }
    Ok(found)
}

/// Whether the last that djdock did to a branch was to take the stack out.
pub fn is_undone(repository: &Repository, commit: Oid) -> Result<bool, BranchesError> {
    let mut commit = repository.find_commit(commit)?;
    loop {
        if let Some(verb) = verb(&commit) {
            return Ok(verb == UNDO);
        }
        match commit.parent(0) {
            Ok(parent) => commit = parent,
            Err(_) => return Ok(false),
        }
    }
}

/// Decides for branches together: what one alone would keep may be another's, which goes too.
pub fn undo(
    repository: &Repository,
    branches: Vec<StackBranch>,
    on_conflict: Option<OnConflict>,
) -> Result<Vec<BranchUndo>, UndoError> {
    let mut going = Vec::new();
    for branch in &branches {
        if !apply::is_checked_out(repository, &branch.name)? {
            going.push(branch.name.clone());
        }
    }
    let undone = branches.into_iter().map(|branch| {
        let undo = tree(repository, &branch, on_conflict)?;
        let stays = stays(repository, &branch, &undo, &going)?;
        Ok(BranchUndo {
            branch,
            undo,
            stays,
        })
    });
    undone.collect()
}

/// Hands on the commits, moves and deletions that it comes to.
pub fn with_change<T>(all: &[BranchUndo], act: impl FnOnce(BranchChange<'_>) -> T) -> T {
    let (mut commits, mut updates, mut deletions) = (Vec::new(), Vec::new(), Vec::new());
    for BranchUndo {
        branch,
        undo,
        stays,
    } in all
    {
        let (name, old) = (branch.name.clone(), branch.commit);
        if stays.is_none() {
            deletions.push(BranchDeletion { name, old });
            continue;
        }
        updates.push(BranchUpdate {
            name,
            old: Some(old),
            commit: commits.len(),
        });
        commits.push(NewCommit {
            base: old,
            plan: undo.plan.clone(),
            parents: vec![Parent::Existing(old)],
            message: message(UNDO, branch.environment),
        });
    }
    act(BranchChange {
        commits: &commits,
        updates: &updates,
        deletions: &deletions,
    })
}

/// What a branch's tree becomes. Where a merge put the other environment's stack over its own, that is put back first.
fn tree(
    repository: &Repository,
    branch: &StackBranch,
    on_conflict: Option<OnConflict>,
) -> Result<TreeUndo, BranchesError> {
    let failed = |source: PipelineError| BranchesError::Pipeline {
        branch: branch.name.clone(),
        source: Box::new(source),
    };
    let tree = CommitTree::of_commit(repository, branch.commit)?;
    let before = before_merge(repository, branch.commit, &tree, branch.environment)?;
    let Some(before) = before else {
        let undo = pipeline::undo(&tree, on_conflict).map_err(failed)?;
        return Ok(undo.unwrap_or_default());
    };
    let overlay = OverlayTree::new(&tree, before.texts());
    let undo = pipeline::undo(&overlay, on_conflict).map_err(failed)?;
    let mut undo = undo.unwrap_or_default();
    undo.plan = before.then(&undo.plan, &tree)?;
    Ok(undo)
}

/// Why a branch stays; `going` are those that may go, for no work tree has them.
fn stays(
    repository: &Repository,
    branch: &StackBranch,
    undo: &TreeUndo,
    going: &[String],
) -> Result<Option<Stays>, UndoError> {
    let is_made = history::is_made(repository, &branch.name);
    if is_made && !going.contains(&branch.name) {
        return Ok(Some(Stays::CheckedOut));
    }
    let history = History::of(repository, branch.commit)?;
    let Some(history) = history.filter(|history| history.is_own) else {
        return Ok(Some(Stays::HoldsCommits));
    };
    if history.is_pushed(repository, &branch.name)? {
        return Ok(Some(Stays::Pushed));
    }
    if !is_made {
        return Ok(Some(Stays::NotMade));
    }
    if !history::is_kept(repository, history.start, going)? {
        return Ok(Some(Stays::HoldsCommits));
    }
    let start = repository.find_commit(history.start)?.tree_id();
    let left = apply::planned_tree(repository, branch.commit, &undo.plan)?;
    Ok((left != start).then_some(Stays::Differs))
}
