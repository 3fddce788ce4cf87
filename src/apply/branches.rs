//! The branch layout: commits first, which nobody sees, then every file and branch under one journal.

use git2::{Branch, Oid, Repository};

use super::commits::{self, NewCommit, WrittenCommit};
use super::deletion::{self, BranchDeletion};
use super::exclusive::Exclusive;
use super::id::Id;
use super::objects::Blobs;
use super::operation::{self, Operation};
use super::reference::{self, MoveReference};
use super::reflog::Reflog;
use super::work_trees::{self, Checkout};
use super::{ApplyError, Receipt, Refusal, Store, WriteFile, checkout, objects, transaction};

/// A branch to make or to move.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BranchUpdate {
    /// The branch's short name, without `refs/heads/`.
    pub name: String,
    /// Where it stands; `None` for a new one.
    pub old: Option<Oid>,
    /// Where it goes: a [`NewCommit`], by its index.
    pub commit: usize,
}

/// A branch that was made or moved.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MovedBranch {
    /// The branch's short name, without `refs/heads/`.
    pub name: String,
    /// Where it stood; `None` for a new one.
    pub old: Option<Oid>,
    /// The commit at which it stands now.
    pub new: Oid,
}

/// Writes commits, branches and files: all, or none.
///
/// HEAD is never written. An index and a work tree are only where a branch that moves is checked
/// out, and then only the paths that differ between its two commits, each of which must be clean.
/// The order is: `files` as given, then those of work trees, then indexes, then the branches.
/// `verb` is the command's name for the reflog.
pub fn write_branches(
    repository: &Repository,
    commits: &[NewCommit],
    branches: &[BranchUpdate],
    files: &[WriteFile],
    verb: &str,
) -> Result<Receipt, ApplyError> {
    let change = BranchChange {
        commits,
        updates: branches,
        deletions: &[],
    };
    write_change(repository, change, files, verb)
}

/// Commits to make, and what becomes of branches.
#[derive(Clone, Copy, Debug)]
pub struct BranchChange<'a> {
    /// The commits, each after its parents.
    pub commits: &'a [NewCommit],
    /// The branches to make or to move.
    pub updates: &'a [BranchUpdate],
    /// The branches to delete.
    pub deletions: &'a [BranchDeletion],
}

/// [`write_branches`], where branches may go too: each with its log, and none that a work tree has checked out.
pub fn write_change(
    repository: &Repository,
    change: BranchChange<'_>,
    files: &[WriteFile],
    verb: &str,
) -> Result<Receipt, ApplyError> {
    let BranchChange {
        commits,
        updates: branches,
        deletions,
    } = change;
    let store = Store::of_repository(repository)?;
    let held = Exclusive::acquire(&store)?;
    transaction::recover_held(&store, &held)?;
    for branch in branches {
        check(&store, branch)?;
    }
    deletion::check(&store, deletions)?;
    let written = commits::write(repository, commits)?;
    let moved = moved(branches, &written)?;
    let mut operations = operation::files(&store, files)?;
    let reflog = Reflog::new(repository, verb)?;
    for branch in &moved {
        operations.extend(steps(&store, branch, &reflog)?);
    }
    operations.extend(deletion::steps(&store, deletions)?);
    operations.sort_by_key(Operation::rank);
    let files = operation::written(&operations);
    transaction::commit(&store, &held, operations)?;
    Ok(Receipt {
        commits: written,
        branches: moved,
        files,
    })
}

/// Whether [`write_branches`] could do it: asked of the same code, with commits that stay in memory.
/// Nothing is written.
pub fn check_branches(
    repository: &Repository,
    commits: &[NewCommit],
    branches: &[BranchUpdate],
    files: &[WriteFile],
) -> Result<(), ApplyError> {
    let store = Store::of_repository(repository)?;
    for branch in branches {
        check(&store, branch)?;
    }
    let memory = objects::in_memory(repository)?;
    let written = commits::make(&memory, commits, blobs(&store, branches))?;
    operation::files(&store, files)?;
    for branch in moved(branches, &written)? {
        for checkout in work_trees::checkouts(&store, &full(&branch.name))? {
            let from = branch.old.ok_or_else(|| unborn(&checkout, &branch))?;
            checkout::check(&memory, &checkout, from, branch.new)?;
        }
    }
    Ok(())
}

/// Whether [`write_change`] could do it, as [`check_branches`] says. Nothing is written.
pub fn check_change(
    repository: &Repository,
    change: BranchChange<'_>,
    files: &[WriteFile],
) -> Result<(), ApplyError> {
    deletion::check(&Store::of_repository(repository)?, change.deletions)?;
    check_branches(repository, change.commits, change.updates, files)
}

/// What [`check_branches`] looks at of files: their texts only where a work tree has a branch that moves.
fn blobs(store: &Store, branches: &[BranchUpdate]) -> Blobs {
    let is_seen = |branch: &BranchUpdate| {
        let checkouts = work_trees::checkouts(store, &full(&branch.name));
        checkouts.map_or(true, |checkouts| !checkouts.is_empty())
    };
    if branches.iter().any(is_seen) {
        Blobs::Own
    } else {
        Blobs::Unseen
    }
}

/// The steps of one branch: its work trees, the logs, and the branch itself.
fn steps(
    store: &Store,
    branch: &MovedBranch,
    reflog: &Reflog,
) -> Result<Vec<Operation>, ApplyError> {
    let name = full(&branch.name);
    let mut steps = Vec::new();
    let mut logs = vec![format!("logs/{name}")];
    for checkout in work_trees::checkouts(store, &name)? {
        let from = branch.old.ok_or_else(|| unborn(&checkout, branch))?;
        steps.extend(checkout::operations(store, &checkout, from, branch.new)?);
        logs.push(format!("{}logs/HEAD", checkout.git_folder));
    }
    for log in logs {
        steps.extend(reflog.step(store, log, branch.old, branch.new)?);
    }
    steps.push(Operation::Reference(MoveReference {
        name,
        before: branch.old.map(Id),
        after: Some(Id(branch.new)),
    }));
    Ok(steps)
}

fn full(name: &str) -> String {
    format!("refs/heads/{name}")
}

fn unborn(checkout: &Checkout, branch: &MovedBranch) -> ApplyError {
    let git_folder = checkout.repository.path().to_owned();
    let branch = branch.name.clone();
    Refusal::Unborn { git_folder, branch }.into()
}

/// Whether the branch stands where the plan saw it, and a new one can stand at all.
fn check(store: &Store, branch: &BranchUpdate) -> Result<(), ApplyError> {
    let repository = store.expect_repository()?;
    let name = branch.name.clone();
    if !Branch::name_is_valid(&name).map_err(ApplyError::git(&name))? {
        return Err(ApplyError::BranchName { name });
    }
    let found = reference::current(repository, &full(&name))?;
    match (found, branch.old) {
        (Some(_), None) => return Err(ApplyError::BranchExists { name }),
        (found, Some(_)) if found.map(|id| id.0) != branch.old => {
            return Err(ApplyError::BranchMoved { name });
        }
        (Some(_), Some(_)) => return Ok(()),
        (None, _) => {}
    }
    // git keeps branches as files: `a` and `a/b` cannot both be.
    for (end, _) in name.match_indices('/') {
        let other = name[..end].to_owned();
        if reference::current(repository, &full(&other))?.is_some() {
            return Err(ApplyError::BranchInTheWay { name, other });
        }
    }
    let below = full(&format!("{name}/*"));
    let mut below = repository
        .references_glob(&below)
        .map_err(ApplyError::git(&below))?;
    let Some(other) = below.names().next() else {
        return Ok(());
    };
    let other = other.map_err(ApplyError::git(&name))?;
    let other = other.trim_start_matches("refs/heads/").to_owned();
    Err(ApplyError::BranchInTheWay { name, other })
}

fn moved(
    branches: &[BranchUpdate],
    written: &[WrittenCommit],
) -> Result<Vec<MovedBranch>, ApplyError> {
    let mut moved = Vec::new();
    for branch in branches {
        let index = branch.commit;
        let commit = written
            .get(index)
            .ok_or(ApplyError::UnknownCommit { index })?;
        if branch.old != Some(commit.id) {
            moved.push(MovedBranch {
                name: branch.name.clone(),
                old: branch.old,
                new: commit.id,
            });
        }
    }
    Ok(moved)
}
