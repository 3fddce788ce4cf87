//! Inspects, asks, and runs the pipeline: what a command is about to write.

use crate::answers::{Answers, Layout, PartialAnswers, Prompter};
use crate::branches::{self, BranchPlan, Commits, Tips};
use crate::catalog::Catalog;
use crate::environment::Environment;
use crate::error::Error;
use crate::merge::OnConflict;
use crate::pipeline::{Facts, Outcome, Pipeline, Restore, Restored};
use crate::python::Sources;
use crate::tree::Tree;
use crate::verify::Verdict;

use super::super::extended_file::ExtendedFile;
use super::super::standing::Standing;
use super::super::verify;
use super::super::workspace::Workspace;
use super::asked::Asked;
use super::facts::Ground;
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
    /// Which files come back that the user deleted.
    pub restore: &'run Restore,
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
            restore: &Restore::Nothing,
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
        let (Some(tips), Some(repository)) = (&tips, &self.place.repository) else {
            let ground = self.on_work_tree()?;
            let asked = self.ask(given, &ground, false, prompter)?;
            return self.in_folder(asked, &ground, &Environment::ALL);
        };
        let commits = self.commits(repository);
        let ground = self.on_dev(&commits, tips, &given)?;
        let asked = self.ask(given, &ground, false, prompter)?;
        let pipeline = self.pipeline(&asked.answers);
        let plan = branches::plan(&commits, tips, &asked.answers, &pipeline, self.verb)?;
        if tips.starts_at_head() {
            refuse_dirty(repository, &plan.outcomes)?;
        }
        self.on_branches(asked, plan, tips, &commits)
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
        let (Some(tips), Some(repository)) = (&standing.tips, &self.place.repository) else {
            let ground = self.on_work_tree()?;
            let asked = match self.facts {
                Facts::Recorded => self.ask_again(given, standing, prompter)?,
                Facts::Inspected => self.ask(given, &ground, true, prompter)?,
            };
            return self.in_folder(asked, &ground, &standing.environments);
        };
        let commits = self.commits(repository);
        let asked = match self.facts {
            Facts::Recorded => self.ask_again(given, standing, prompter)?,
            Facts::Inspected => {
                let ground = self.on_dev(&commits, tips, &given)?;
                self.ask(given, &ground, true, prompter)?
            }
        };
        let pipeline = self.pipeline(&asked.answers);
        let plan = match tips.lone() {
            Some(environment) => branches::plan_lone(
                &commits,
                tips,
                &asked.answers,
                &pipeline,
                self.verb,
                environment,
            )?,
            None => branches::plan(&commits, tips, &asked.answers, &pipeline, self.verb)?,
        };
        self.on_branches(asked, plan, tips, &commits)
    }

    /// What a compose file of the user's own becomes.
    fn in_own(
        &self,
        own: &ExtendedFile,
        given: PartialAnswers,
        prompter: &mut dyn Prompter,
    ) -> Result<Draft, Error> {
        let (answers, outcome) = own.change(self, given, prompter)?;
        let work = &self.place.work;
        let part = Part {
            branch: None,
            verdicts: verify::of_outcome(work, &Sources::new(work), &outcome, self.catalog, work)?,
            outcome,
        };
        Ok(Draft {
            answers,
            facts: part.outcome.project.clone(),
            verb: self.verb.to_owned(),
            parts: vec![part],
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
            restore: self.restore,
        }
    }

    fn on_branches(
        &self,
        asked: Asked,
        mut plan: BranchPlan,
        tips: &Tips,
        commits: &Commits<'_>,
    ) -> Result<Draft, Error> {
        let mut parts = Vec::new();
        for (environment, branch, outcome) in std::mem::take(&mut plan.outcomes) {
            let commit = tips.base(environment);
            let (tree, restored) = (commits.tree(commit)?, commits.restored(commit)?);
            parts.push(Part {
                branch: Some(branch),
                verdicts: self.judge(&*tree, &restored, &outcome)?,
                outcome,
            });
        }
        Ok(Draft {
            answers: asked.answers,
            facts: asked.facts,
            verb: self.verb.to_owned(),
            parts,
            commits: Some(plan),
        })
    }

    /// Judges what an outcome leaves on its tree.
    fn judge(
        &self,
        tree: &dyn Tree,
        restored: &Restored<'_>,
        outcome: &Outcome,
    ) -> Result<Vec<Verdict>, Error> {
        let work = &self.place.work;
        verify::of_outcome(tree, restored.sources(), outcome, self.catalog, work)
    }

    fn in_folder<'t>(
        &'t self,
        asked: Asked,
        ground: &Ground<'t>,
        environments: &[Environment],
    ) -> Result<Draft, Error> {
        let (work, restored) = (&self.place.work, &ground.restored);
        let pipeline = self.pipeline(&asked.answers);
        let read = pipeline.read(restored.clone())?;
        let outcome = pipeline.decide(work, &read, environments)?;
        let part = Part {
            branch: None,
            verdicts: self.judge(work, restored, &outcome)?,
            outcome,
        };
        Ok(Draft {
            answers: asked.answers,
            facts: asked.facts,
            verb: self.verb.to_owned(),
            parts: vec![part],
            commits: None,
        })
    }
}
