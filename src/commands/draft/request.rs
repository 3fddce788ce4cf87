//! Inspects, asks, and runs the pipeline: what a command is about to write.

use git2::Repository;

use crate::answers::{Answers, Layout, PartialAnswers, Prompter, Situation, ask};
use crate::branches::{self, BranchPlan, Tips};
use crate::catalog::Catalog;
use crate::environment::Environment;
use crate::error::Error;
use crate::merge::OnConflict;
use crate::pipeline::{Facts, Outcome, Pipeline};
use crate::tree::{CommitTree, Tree};
use crate::verify::Verdict;

use super::super::extended_file::ExtendedFile;
use super::super::standing::Standing;
use super::super::verify;
use super::super::workspace::Workspace;
use super::tips::refuse_dirty;
use super::{Draft, Part};

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
}
