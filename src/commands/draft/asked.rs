//! The choices of a draft: what the tree says, then what the user is asked.

use crate::answers::{Answers, Kind, PartialAnswers, Prompter, Question, Situation, ask};
use crate::error::Error;
use crate::inspect::{Hints, InspectError, Project};
use crate::pipeline::PipelineError;

use super::super::standing::Standing;
use super::DraftRequest;
use super::facts::Ground;

/// The choices, and the facts that they follow from.
pub(super) struct Asked {
    pub(super) answers: Answers,
    pub(super) facts: Project,
}

impl DraftRequest<'_> {
    /// `stands` where there is a stack already, perhaps in a copy without git.
    pub(super) fn ask(
        &self,
        given: PartialAnswers,
        ground: &Ground<'_>,
        stands: bool,
        prompter: &mut dyn Prompter,
    ) -> Result<Asked, Error> {
        let mut hints = Hints {
            manage_py: given.manage_py.clone(),
            settings: given.settings.clone(),
            prod_settings: given.prod_settings.clone(),
            folder: self.place.folder.clone(),
        };
        let found = match self.facts(ground, &hints) {
            Err(error) => {
                hints.manage_py = Some(which_project(error, prompter)?);
                self.facts(ground, &hints)
            }
            found => found,
        };
        let (project, mut situation) = found?;
        situation.repository |= stands;
        let answers = ask(given, &project, &situation, self.catalog, prompter)?;
        let facts = project;
        Ok(Asked { answers, facts })
    }

    /// The choices about a stack that stands, by the facts that it was rendered from.
    pub(super) fn ask_again(
        &self,
        given: PartialAnswers,
        standing: &Standing,
        prompter: &mut dyn Prompter,
    ) -> Result<Asked, Error> {
        let situation = Situation {
            repository: true,
            ..Situation::default()
        };
        let facts = standing.facts.clone();
        let answers = ask(given, &facts, &situation, self.catalog, prompter)?;
        Ok(Asked { answers, facts })
    }
}

/// Which of several projects, where somebody can be asked; else the error that names them.
fn which_project(error: Error, prompter: &mut dyn Prompter) -> Result<String, Error> {
    let Error::Pipeline(PipelineError::Inspect(InspectError::SeveralManagePy(found))) = &error
    else {
        return Err(error);
    };
    let choices = found.iter().map(|path| (path.clone(), String::new()));
    // Nobody but the owner can tell: there is no default.
    let question = Question::new(Kind::Choice(choices.collect()), "")
        .named("manage-py", "manage-py")
        .asking("Which project?");
    let answer = prompter.answer(&question)?;
    if answer.is_empty() {
        return Err(error);
    }
    Ok(answer)
}
