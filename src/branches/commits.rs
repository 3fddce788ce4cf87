//! The commits that one command looks at, each read once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use git2::{Oid, Repository};

use crate::inspect::Uses;
use crate::pipeline::{PipelineError, Restored};
use crate::tree::{CommitTree, Tree, TreeError};

/// A repository's commits. What is read, parsed and evaluated of one serves all that ask, and of another what reads the
/// same there.
pub struct Commits<'run> {
    pub(super) repository: &'run Repository,
    evidence: &'run dyn Tree,
    uses: &'run Uses,
    trees: RefCell<BTreeMap<Oid, Rc<CommitTree<'run>>>>,
    /// By the ids of their trees.
    restored: RefCell<BTreeMap<Oid, Rc<Restored<'run>>>>,
}

impl<'run> Commits<'run> {
    /// The commits of a repository, none of them read yet. `evidence` is the work tree, and `uses` what the project may
    /// use beside Django.
    #[must_use]
    pub fn new(repository: &'run Repository, evidence: &'run dyn Tree, uses: &'run Uses) -> Self {
        Self {
            repository,
            evidence,
            uses,
            trees: RefCell::default(),
            restored: RefCell::default(),
        }
    }

    /// A commit's files.
    ///
    /// # Errors
    ///
    /// git cannot read the commit.
    pub fn tree(&self, commit: Oid) -> Result<Rc<CommitTree<'run>>, TreeError> {
        if let Some(known) = self.trees.borrow().get(&commit) {
            return Ok(known.clone());
        }
        let tree = Rc::new(CommitTree::of_commit(self.repository, commit)?);
        self.trees.borrow_mut().insert(commit, tree.clone());
        Ok(tree)
    }

    /// A commit's files as they were before djdock.
    ///
    /// # Errors
    ///
    /// The commit, its lock, or a file that the lock names cannot be read.
    pub fn restored(&self, commit: Oid) -> Result<Rc<Restored<'run>>, PipelineError> {
        let tree = self.tree(commit)?;
        let mut restored = self.restored.borrow_mut();
        if let Some(known) = restored.get(&tree.id()) {
            return Ok(known.clone());
        }
        let id = tree.id();
        let new = match restored.values().next() {
            Some(other) => other.beside(tree)?,
            None => Restored::new(tree, self.evidence, self.uses)?,
        };
        let new = Rc::new(new);
        restored.insert(id, new.clone());
        Ok(new)
    }
}
