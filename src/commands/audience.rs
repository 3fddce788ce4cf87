//! Whom a command works for: who can be asked, and hears what happens before the result is there.

use crate::answers::Prompter;
use crate::attempt::Step;
use crate::error::Error;
use crate::inspect::Project;

use super::changed::{Changed, Provided};
use super::tried::Tried;
use super::undone::Undone;

/// Whom a command works for. The terminal is one.
pub trait Audience {
    /// Whether a person can be asked.
    fn is_interactive(&self) -> bool;

    /// Who answers questions: a person, or the defaults.
    fn prompter(&self) -> Box<dyn Prompter>;

    /// Hears what happened, or is about to. Fails where it cannot be passed on.
    fn hear(&self, event: &Event<'_>) -> Result<(), Error>;
}

/// What is told while a command works.
#[derive(Debug)]
pub enum Event<'run> {
    /// A killed djdock had left something behind.
    Recovered(Recovered),
    /// What another service needs is provided, perhaps by one that came along unasked.
    Provided(&'run [Provided]),
    /// What the stack follows from: the facts of the project.
    Read(&'run Project),
    /// What is about to be written, or would be.
    Planned(&'run Changed),
    /// What is about to go, or would.
    Undoing(&'run Undone),
    /// A step of an attempt is about to be taken.
    Trying(Step),
    /// What an attempt came to, before something is done about it.
    Tried(&'run Tried),
}

/// What became of a command that was killed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Recovered {
    /// It had written nothing yet, and its traces are removed.
    Withdrawn,
    /// It is finished now.
    Finished,
    /// It is taken back, for this file has changed since.
    Abandoned {
        /// The path of the file that has changed.
        path: String,
    },
}
