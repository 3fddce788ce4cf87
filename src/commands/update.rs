//! `djdock update`: the stack as this djdock and pack render it, with the project's facts of today.

use crate::cli::{ChangeArgs, Global};
use crate::error::Error;
use crate::pipeline::Facts;

use super::audience::Audience;
use super::change::Change;
use super::changed::Changed;
use super::next::Next;

/// Runs `djdock update`: renders the stack anew, merges it with the user's edits and writes it.
pub fn run(args: ChangeArgs, global: &Global, audience: &dyn Audience) -> Result<Changed, Error> {
    let change = Change::find(args, global, audience)?;
    let given = change.standing.answers.clone();
    change.make("update", Facts::Inspected, given, |draft| {
        Next::changed(draft, &change)
    })
}
