//! The pipeline on commits.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use git2::Oid;

use crate::answers::Answers;
use crate::environment::Environment;
use crate::pipeline::{Outcome, Pipeline, PipelineError, Read};
use crate::tree::{CommitTree, OverlayTree};

use super::before_merge::{BeforeMerge, before_merge};
use super::{BranchesError, Commits, branch};

/// The pipeline on commits. New branches start from one: what a tree says is read once.
pub(super) struct Runs<'run, 'r> {
    pub(super) commits: &'run Commits<'r>,
    pub(super) answers: &'run Answers,
    pub(super) pipeline: &'run Pipeline<'run>,
    pub(super) known: BTreeMap<Oid, Read<'r>>,
}

impl Runs<'_, '_> {
    /// What an environment's stack changes in a commit.
    pub(super) fn run(
        &mut self,
        environment: Environment,
        commit: Oid,
    ) -> Result<Outcome, BranchesError> {
        let tree = self.commits.tree(commit)?;
        let repository = self.commits.repository;
        let outcome = match before_merge(repository, commit, &tree, environment)? {
            Some(before_merge) => self.over(environment, &tree, before_merge),
            None => self.on(environment, &tree, commit),
        };
        outcome.map_err(|source| BranchesError::Pipeline {
            branch: branch(self.answers, environment).to_owned(),
            source: Box::new(source),
        })
    }

    fn on(
        &mut self,
        environment: Environment,
        tree: &CommitTree<'_>,
        commit: Oid,
    ) -> Result<Outcome, PipelineError> {
        let read = match self.known.entry(tree.id()) {
            Entry::Occupied(read) => read.into_mut(),
            Entry::Vacant(place) => {
                let restored = self.commits.restored(commit)?;
                place.insert(self.pipeline.read(restored)?)
            }
        };
        self.pipeline.decide(tree, read, &[environment])
    }

    /// Decides for a commit in which a merge put the other environment's stack over this one's: what stood there is put
    /// back first.
    fn over(
        &self,
        environment: Environment,
        tree: &CommitTree<'_>,
        before_merge: BeforeMerge,
    ) -> Result<Outcome, PipelineError> {
        let overlay = OverlayTree::new(tree, before_merge.texts());
        let mut outcome = self.pipeline.run(&overlay, &[environment])?;
        outcome.plan = before_merge.then(&outcome.plan, tree)?;
        Ok(outcome)
    }
}
