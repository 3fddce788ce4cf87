//! The branch layout: which commits a command makes so that plain `git merge dev` on prod stays clean.
//!
//! Every command is one function f of an environment and a tree. With B the merge base of dev and prod
//! (HEAD for new branches): K = f(dev, B) is committed on B. dev becomes K if it stood at B, else f(dev, dev) with
//! parents (dev, K); prod becomes f(prod, prod) with parents (prod, K). The new merge base is K, which holds
//! dev's stack, so that a merge sees no change of it; prod never records unmerged work of the user's.

mod before_merge;
mod commits;
mod error;
mod own;
mod runs;
mod tips;
pub mod undo;

pub use commits::Commits;
pub use error::BranchesError;
pub use tips::{Tip, Tips};

use std::collections::BTreeMap;

use git2::{Oid, Repository};

use crate::answers::Answers;
use crate::apply::{BranchUpdate, NewCommit, Parent};
use crate::environment::Environment;
use crate::lock;
use crate::merge::OnConflict;
use crate::pipeline::{Outcome, Pipeline};
use crate::tree::{CommitTree, Tree as _};

use runs::Runs;

/// What one command does to the two branches.
pub struct BranchPlan {
    /// The commits, each after its parents.
    pub commits: Vec<NewCommit>,
    /// The branches that move.
    pub updates: Vec<BranchUpdate>,
    /// What the pipeline found on dev and on prod.
    pub outcomes: Vec<(Environment, String, Outcome)>,
}

/// Plans the commits of a command.
pub fn plan(
    commits: &Commits<'_>,
    tips: &Tips,
    answers: &Answers,
    pipeline: &Pipeline<'_>,
    verb: &str,
) -> Result<BranchPlan, BranchesError> {
    let base = base(commits.repository, tips, answers)?;
    let mut runs = Runs {
        commits,
        answers,
        pipeline,
        known: BTreeMap::new(),
    };
    let mut planner = Planner {
        commits: Vec::new(),
        updates: Vec::new(),
        verb,
    };
    let dev_tip = tips.base(Environment::Dev);
    let shared = if dev_tip == base {
        runs.run(Environment::Dev, base)?
    } else {
        // Nobody works on this commit: what is to be settled there is settled on the branches.
        let mine = Pipeline {
            on_conflict: Some(OnConflict::Mine),
            ..*pipeline
        };
        let mut runs = Runs {
            pipeline: &mine,
            known: std::mem::take(&mut runs.known),
            ..runs
        };
        runs.run(Environment::Dev, base)?
    };
    let shared_parent = planner.commit(base, &[Parent::Existing(base)], &shared, Environment::Dev);
    let dev = if dev_tip == base {
        planner.update(answers, Environment::Dev, tips, shared_parent);
        shared
    } else {
        let dev = runs.run(Environment::Dev, dev_tip)?;
        planner.branch(answers, Environment::Dev, tips, &dev, shared_parent, base);
        dev
    };
    let prod = runs.run(Environment::Prod, tips.base(Environment::Prod))?;
    planner.branch(answers, Environment::Prod, tips, &prod, shared_parent, base);
    let outcomes = [(Environment::Dev, dev), (Environment::Prod, prod)]
        .map(|(environment, outcome)| {
            let name = branch(answers, environment).to_owned();
            (environment, name, outcome)
        })
        .into();
    let Planner {
        commits, updates, ..
    } = planner;
    Ok(BranchPlan {
        commits,
        updates,
        outcomes,
    })
}

/// Plans the one commit of a command in a clone that has one of the branches: the other one is brought along wherever
/// both are.
pub fn plan_lone(
    commits: &Commits<'_>,
    tips: &Tips,
    answers: &Answers,
    pipeline: &Pipeline<'_>,
    verb: &str,
    environment: Environment,
) -> Result<BranchPlan, BranchesError> {
    let tip = tips.base(environment);
    let mut runs = Runs {
        commits,
        answers,
        pipeline,
        known: BTreeMap::new(),
    };
    let mut planner = Planner {
        commits: Vec::new(),
        updates: Vec::new(),
        verb,
    };
    let outcome = runs.run(environment, tip)?;
    let commit = planner.commit(tip, &[Parent::Existing(tip)], &outcome, environment);
    planner.update(answers, environment, tips, commit);
    let name = branch(answers, environment).to_owned();
    Ok(BranchPlan {
        commits: planner.commits,
        updates: planner.updates,
        outcomes: vec![(environment, name, outcome)],
    })
}

/// The branch of an environment.
#[must_use]
pub fn branch(answers: &Answers, environment: Environment) -> &str {
    match environment {
        Environment::Dev => &answers.dev_branch,
        Environment::Prod => &answers.prod_branch,
    }
}

/// The merge base; of several, the one with the newest lock of dev's.
fn base(repository: &Repository, tips: &Tips, answers: &Answers) -> Result<Oid, BranchesError> {
    let (dev, prod) = (tips.base(Environment::Dev), tips.base(Environment::Prod));
    if dev == prod {
        return Ok(dev);
    }
    let bases = match repository.merge_bases(dev, prod) {
        Ok(bases) => bases,
        Err(error) if error.code() == git2::ErrorCode::NotFound => {
            return Err(BranchesError::Unrelated {
                dev: answers.dev_branch.clone(),
                prod: answers.prod_branch.clone(),
                shallow: repository.is_shallow(),
            });
        }
        Err(error) => return Err(error.into()),
    };
    let mut newest: Option<(bool, i64, Oid)> = None;
    for base in bases.iter() {
        let locked = CommitTree::of_commit(repository, *base)?.is_file(lock::PATH)?;
        let time = repository.find_commit(*base)?.time().seconds();
        newest = newest.max(Some((locked, time, *base)));
    }
    Ok(newest.map_or(tips.head, |(_, _, base)| base))
}

struct Planner<'verb> {
    commits: Vec<NewCommit>,
    updates: Vec<BranchUpdate>,
    verb: &'verb str,
}

impl Planner<'_> {
    /// Adds a commit unless it would change nothing; tells what stands for it as a parent.
    fn commit(
        &mut self,
        base: Oid,
        parents: &[Parent],
        outcome: &Outcome,
        environment: Environment,
    ) -> Parent {
        if outcome.plan.is_empty() && parents.len() == 1 {
            return Parent::Existing(base);
        }
        self.commits.push(NewCommit {
            base,
            plan: outcome.plan.clone(),
            parents: parents.to_vec(),
            message: own::message(self.verb, environment),
        });
        Parent::New(self.commits.len() - 1)
    }

    /// Moves a branch that did not stand at the merge base.
    fn branch(
        &mut self,
        answers: &Answers,
        environment: Environment,
        tips: &Tips,
        outcome: &Outcome,
        shared: Parent,
        merge_base: Oid,
    ) {
        let tip = tips.base(environment);
        let mut parents = vec![Parent::Existing(tip)];
        // Where nothing was committed on the merge base, every branch holds it already.
        if !matches!(shared, Parent::Existing(commit) if commit == merge_base) {
            parents.push(shared);
        }
        let commit = self.commit(tip, &parents, outcome, environment);
        self.update(answers, environment, tips, commit);
    }

    fn update(&mut self, answers: &Answers, environment: Environment, tips: &Tips, to: Parent) {
        let tip = tips.of(environment);
        let old = tip.filter(|tip| tip.local).map(|tip| tip.commit);
        // Without a commit of its own the branch stays where it is.
        if let Parent::New(commit) = to {
            self.updates.push(BranchUpdate {
                name: branch(answers, environment).to_owned(),
                old,
                commit,
            });
        }
    }
}
