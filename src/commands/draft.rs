//! Everything that a command is about to write, before it writes.

use std::collections::BTreeSet;

use git2::Repository;

use crate::answers::{Answers, Layout, PartialAnswers, Prompter, Situation, ask, check_branch};
use crate::apply;
use crate::branches::{self, BranchPlan, BranchesError, Tips};
use crate::catalog::Catalog;
use crate::environment::Environment;
use crate::error::Error;
use crate::inspect::Hints;
use crate::merge::OnConflict;
use crate::pipeline::{Facts, Outcome, Pipeline};
use crate::tree::{CommitTree, Tree};
use crate::verify::Verdict;

use super::extended_file::ExtendedFile;
use super::facts::which_project;
use super::standing::Standing;
use super::verify;
use super::workspace::Workspace;

/// What a draft is made for.
pub struct DraftRequest<'run> {
    /// The repository or folder that it is made in.
    pub place: &'run Workspace,
    /// What the pack offers.
    pub catalog: &'run Catalog,
    /// The command, as commits name it: `add redis`.
    pub verb: &'run str,
    /// Whether the user chose the branches' names, so that branches of that name may be written to.
    pub branches_named: bool,
    /// Where the facts come from.
    pub facts: Facts,
    /// What becomes of lines that both the user and djdock change.
    pub on_conflict: Option<OnConflict>,
}

/// What a command is about to write.
pub struct Draft {
    /// The choices that the stack is made from.
    pub answers: Answers,
    /// One per branch, or one for the work tree.
    pub parts: Vec<Part>,
    /// The command, as git's reflog names it.
    pub(super) verb: String,
    pub(super) commits: Option<BranchPlan>,
}

/// What the pipeline found on one tree.
pub struct Part {
    /// The branch; `None` for the work tree.
    pub branch: Option<String>,
    /// What the pipeline found on it.
    pub outcome: Outcome,
    /// Settings that are not known to have, as they will run, the value that the stack relies on.
    pub verdicts: Vec<Verdict>,
}

impl<'run> DraftRequest<'run> {
    /// Nothing is settled that both sides change, and only branches that djdock made are written to.
    #[must_use]
    pub fn new(
        place: &'run Workspace,
        catalog: &'run Catalog,
        verb: &'run str,
        facts: Facts,
    ) -> Self {
        Self {
            place,
            catalog,
            verb,
            branches_named: false,
            facts,
            on_conflict: None,
        }
    }

    /// Inspects, asks, and runs the pipeline.
    pub fn draft(
        &self,
        given: PartialAnswers,
        prompter: &mut dyn Prompter,
    ) -> Result<Draft, Error> {
        let layout = self.place.layout(&given)?;
        let tips = match layout {
            Layout::Branches => self.tips(&given)?,
            Layout::Single => None,
        };
        let given = given.or(self.place.djdock_answers(layout, tips.as_ref())?);
        let answers = self.ask(given, tips.as_ref(), false, prompter)?;
        match (tips, &self.place.repository) {
            (Some(tips), Some(repository)) => {
                let pipeline = self.pipeline(&answers);
                let plan = branches::plan(repository, &tips, &answers, &pipeline, self.verb)?;
                if tips.starts_at_head() {
                    refuse_dirty(repository, &plan.outcomes)?;
                }
                self.on_branches(answers, plan, &tips, repository)
            }
            _ => self.in_folder(answers, &Environment::ALL),
        }
    }

    /// What a stack that stands becomes with other answers.
    pub fn redraft(
        &self,
        standing: &Standing,
        given: PartialAnswers,
        prompter: &mut dyn Prompter,
    ) -> Result<Draft, Error> {
        if let Some(own) = &standing.own {
            return self.in_own(own, given, prompter);
        }
        let answers = match self.facts {
            Facts::Recorded => {
                let situation = Situation {
                    repository: true,
                    ..Situation::default()
                };
                ask(given, &standing.facts, &situation, self.catalog, prompter)?
            }
            Facts::Inspected => self.ask(given, standing.tips.as_ref(), true, prompter)?,
        };
        let (Some(tips), Some(repository)) = (&standing.tips, &self.place.repository) else {
            return self.in_folder(answers, &standing.environments);
        };
        let pipeline = self.pipeline(&answers);
        let plan = match tips.lone() {
            Some(environment) => branches::plan_lone(
                repository,
                tips,
                &answers,
                &pipeline,
                self.verb,
                environment,
            )?,
            None => branches::plan(repository, tips, &answers, &pipeline, self.verb)?,
        };
        self.on_branches(answers, plan, tips, repository)
    }

    /// What a compose file of the user's own becomes.
    fn in_own(
        &self,
        own: &ExtendedFile,
        given: PartialAnswers,
        prompter: &mut dyn Prompter,
    ) -> Result<Draft, Error> {
        let (answers, outcome) = own.change(self, given, prompter)?;
        let branch = None;
        Ok(Draft {
            answers,
            verb: self.verb.to_owned(),
            parts: vec![Part {
                branch,
                outcome,
                verdicts: Vec::new(),
            }],
            commits: None,
        })
    }

    fn pipeline<'a>(&'a self, answers: &'a Answers) -> Pipeline<'a> {
        Pipeline {
            answers,
            catalog: self.catalog,
            evidence: &self.place.work,
            facts: self.facts,
            on_conflict: self.on_conflict,
        }
    }

    fn on_branches(
        &self,
        answers: Answers,
        mut plan: BranchPlan,
        tips: &Tips,
        repository: &Repository,
    ) -> Result<Draft, Error> {
        let mut parts = Vec::new();
        for (environment, branch, outcome) in std::mem::take(&mut plan.outcomes) {
            let tree = CommitTree::of_commit(repository, tips.base(environment))?;
            parts.push(Part {
                branch: Some(branch),
                verdicts: self.judge(&tree, &outcome)?,
                outcome,
            });
        }
        Ok(Draft {
            answers,
            verb: self.verb.to_owned(),
            parts,
            commits: Some(plan),
        })
    }

    fn judge(&self, tree: &dyn Tree, outcome: &Outcome) -> Result<Vec<Verdict>, Error> {
        verify::of_outcome(tree, outcome, self.catalog, &self.place.work)
    }

    fn in_folder(&self, answers: Answers, environments: &[Environment]) -> Result<Draft, Error> {
        let pipeline = self.pipeline(&answers);
        let outcome = pipeline.run(&self.place.work, environments)?;
        let part = Part {
            branch: None,
            verdicts: self.judge(&self.place.work, &outcome)?,
            outcome,
        };
        Ok(Draft {
            answers,
            verb: self.verb.to_owned(),
            parts: vec![part],
            commits: None,
        })
    }

    /// Where the branches stand.
    fn tips(&self, given: &PartialAnswers) -> Result<Option<Tips>, Error> {
        let Some(repository) = &self.place.repository else {
            return Ok(None);
        };
        apply::check_repository(repository)?;
        let Some(head) = self.place.head()? else {
            return Ok(None);
        };
        let [dev, prod] = self.place.branch_names(given);
        check_branch("dev-branch", &dev)?;
        check_branch("prod-branch", &prod)?;
        let tips = Tips::find(repository, head, &dev, &prod)?;
        for (name, tip) in [(dev, tips.dev), (prod, tips.prod)] {
            let foreign = tip.is_some_and(|tip| !tip.locked) && !self.place.is_djdock_branch(&name);
            if foreign && !self.branches_named {
                return Err(BranchesError::Taken(name).into());
            }
        }
        Ok(Some(tips))
    }

    /// `stands` where there is a stack already, perhaps in a copy without git.
    fn ask(
        &self,
        given: PartialAnswers,
        tips: Option<&Tips>,
        stands: bool,
        prompter: &mut dyn Prompter,
    ) -> Result<Answers, Error> {
        let mut hints = Hints {
            manage_py: given.manage_py.clone(),
            settings: given.settings.clone(),
            prod_settings: given.prod_settings.clone(),
            folder: self.place.folder.clone(),
        };
        let found = match self.found(&hints, tips, &given) {
            Err(error) => {
                hints.manage_py = Some(which_project(error, prompter)?);
                self.found(&hints, tips, &given)
            }
            found => found,
        };
        let (project, mut situation) = found?;
        situation.repository |= stands;
        Ok(ask(given, &project, &situation, self.catalog, prompter)?)
    }
}

/// What the pipeline refuses, with the branch whose files it read.
pub(super) fn on_branch(branch: &str) -> impl FnOnce(Error) -> Error {
    let branch = branch.to_owned();
    move |error| match error {
        Error::Pipeline(source) => {
            let source = Box::new(source);
            BranchesError::Pipeline { branch, source }.into()
        }
        error => error,
    }
}

/// New branches start from HEAD: what the user has changed since would be missing from them, and patched twice.
fn refuse_dirty(
    repository: &Repository,
    outcomes: &[(Environment, String, Outcome)],
) -> Result<(), Error> {
    let changes = outcomes
        .iter()
        .flat_map(|(_, _, outcome)| &outcome.plan.changes);
    let patched: BTreeSet<&str> = changes.map(|change| change.path.as_str()).collect();
    let patched: Vec<&str> = patched.into_iter().collect();
    let dirty = apply::dirty_paths(repository, &patched)?;
    if dirty.is_empty() {
        return Ok(());
    }
    Err(Error::Dirty(dirty))
}

impl Draft {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let still = self
            .commits
            .as_ref()
            .is_none_or(|plan| plan.updates.is_empty());
        still && self.parts.iter().all(|part| part.outcome.plan.is_empty())
    }

    /// What the pipeline found, branch by branch.
    pub fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.parts.iter().map(|part| &part.outcome)
    }

    /// Settings that are not known to have the value that the stack relies on.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.parts.iter().flat_map(|part| &part.verdicts)
    }
}
