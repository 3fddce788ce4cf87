//! The verbs, one a file: each resolves its arguments, runs the pipeline, and returns what it found or did. What a
//! person reads of it, and what a script, is [`crate::ui::report`]'s.

pub mod add;
pub mod attempt;
pub mod audience;
pub mod change;
pub mod changed;
pub mod check;
mod choices;
pub mod draft;
mod env_entries;
mod extended_file;
pub mod init;
pub mod inspect;
pub mod next;
pub mod remove;
mod replace;
pub mod services;
mod settle;
pub mod standing;
pub mod status;
pub mod tried;
pub mod undo;
pub mod undone;
pub mod unheeded;
pub mod update;
mod verify;
pub mod workspace;
mod write;
