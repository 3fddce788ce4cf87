//! `djdock update`: the stack as this djdock and pack render it, with the project's facts of today.

use crate::cli::{Global, UpdateArgs};
use crate::error::Error;
use crate::pipeline::{Facts, Restore};

use super::audience::Audience;
use super::change::Change;
use super::changed::Changed;
use super::next::Next;

/// Runs `djdock update`: renders the stack anew, merges it with the user's edits and writes it.
pub fn run(args: UpdateArgs, global: &Global, audience: &dyn Audience) -> Result<Changed, Error> {
    let mut change = Change::find(args.change, global, audience)?;
    change.restore = match args.restore {
        None => Restore::Nothing,
        Some(files) if files.is_empty() => Restore::All,
        Some(files) => Restore::Files(files),
    };
    let given = change.standing.answers.clone();
    change.make("update", Facts::Inspected, given, |draft| {
        Next::changed(draft, &change)
    })
}
