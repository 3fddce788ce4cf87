//! `djdock update`: the stack as this djdock and pack render it, with the project's facts of today.

use crate::cli::{ChangeArgs, Global};
use crate::error::Error;
use crate::pipeline::Facts;
use crate::ui::Ui;

use super::change::Change;
use super::next_steps;

/// Runs the command.
pub fn run(args: ChangeArgs, global: &Global, ui: &Ui) -> Result<(), Error> {
    let change = Change::find(args, global, ui)?;
    let given = change.standing.answers.clone();
    let draft = change.make("update", Facts::Inspected, given)?;
    if let Some(draft) = draft {
        next_steps::say_added(&draft, &change, ui);
    }
    Ok(())
}
