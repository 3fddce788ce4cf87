//! A branch over which the other environment's stack came, by `git merge prod` on dev: its own stack is in its history.

use std::collections::BTreeMap;

use git2::{Oid, Repository, Sort};

use crate::environment::{self, Environment};
use crate::files::File;
use crate::lock::{self, Lock};
use crate::pipeline::{PipelineError, current, plan};
use crate::plan::Plan;
use crate::tree::{CommitTree, Tree, TreeError};

use super::BranchesError;
use super::tips::stack_of;

/// The stack files as they were, by path; `None` where there was none.
pub(super) struct BeforeMerge {
    files: BTreeMap<String, Option<File>>,
}

impl BeforeMerge {
    /// The texts of these files, by path; `None` where there was none.
    pub(super) fn texts(&self) -> BTreeMap<String, Option<String>> {
        let files = self.files.iter();
        files
            .map(|(path, file)| (path.clone(), file.as_ref().map(|file| file.text.clone())))
            .collect()
    }

    /// What changes in a tree when they are put back, and then a plan is carried out.
    pub(super) fn then(self, after: &Plan, tree: &dyn Tree) -> Result<Plan, TreeError> {
        let mut desired = self.files;
        for change in &after.changes {
            desired.insert(change.path.clone(), change.after.clone());
        }
        plan(tree, desired)
    }
}

/// What stood in a commit's branch before the stack of another environment came; `None` where it is its own, or where
/// it never had one.
pub(super) fn before_merge(
    repository: &Repository,
    commit: Oid,
    tree: &CommitTree<'_>,
    environment: Environment,
) -> Result<Option<BeforeMerge>, BranchesError> {
    let other = stack_of(repository, commit)?.filter(|other| *other != environment);
    let Some(other) = other else {
        return Ok(None);
    };
    let Some(last) = last(repository, commit, environment)? else {
        return Ok(None);
    };
    let before = CommitTree::of_commit(repository, last)?;
    // A lock that cannot be read is reported where the tree itself is.
    let (Ok(Some(theirs)), Ok(Some(own))) = (read(tree), read(&before)) else {
        return Ok(None);
    };
    let mut files = BTreeMap::new();
    for path in theirs.owned.keys().chain(own.owned.keys()) {
        let file = current(tree, path)?;
        let text = file.as_ref().map(|file| file.text.as_str());
        let marked = text.and_then(environment::of) == Some(other);
        let pristine = theirs.owned.get(path).map(|owned| owned.text.as_str());
        let came_along = marked || text == pristine;
        if own.owned.contains_key(path) {
            // What both have alike is merged as any other file.
            if marked || text.is_none() {
                files.insert(path.clone(), current(&before, path)?);
            }
        } else if came_along {
            files.insert(path.clone(), None);
        }
    }
    let lock = Lock {
        patched: theirs.patched,
        ..own
    };
    if let (Some(file), Ok(text)) = (current(tree, lock::PATH)?, lock.render(Some(&lock))) {
        files.insert(lock::PATH.to_owned(), Some(File { text, ..file }));
    }
    Ok(Some(BeforeMerge { files }))
}

fn read(tree: &dyn Tree) -> Result<Option<Lock>, PipelineError> {
    crate::pipeline::read_lock(tree)
}

/// The newest commit that holds an environment's stack: the branch's own line first, then everything below.
fn last(
    repository: &Repository,
    commit: Oid,
    environment: Environment,
) -> Result<Option<Oid>, BranchesError> {
    let mut own = repository.find_commit(commit)?;
    while own.parent_count() > 0 {
        own = own.parent(0)?;
        match stack_of(repository, own.id())? {
            Some(found) if found == environment => return Ok(Some(own.id())),
            Some(_) => {}
            None => break,
        }
    }
    let mut all = repository.revwalk()?;
    all.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
    all.push(commit)?;
    for commit in all {
        let commit = commit?;
        if stack_of(repository, commit)? == Some(environment) {
            return Ok(Some(commit));
        }
    }
    Ok(None)
}
