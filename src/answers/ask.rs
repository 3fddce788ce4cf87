//! Facts and what is answered already → Answers; the prompter is asked for the rest.

use crate::catalog::Catalog;
use crate::inspect::Project;

use super::asking::{Asking, Situation};
use super::check::check;
use super::questions::complete;
use super::{Answers, AskError, PartialAnswers, Prompter};

/// Completes the answers. The order of the questions is that of their rows.
pub fn ask(
    given: PartialAnswers,
    project: &Project,
    situation: &Situation,
    catalog: &Catalog,
    prompter: &mut dyn Prompter,
) -> Result<Answers, AskError> {
    let mut asking = Asking {
        project,
        situation,
        catalog,
        prompter,
    };
    let answers = complete(&mut asking, given)?;
    check(&answers)?;
    Ok(answers)
}
