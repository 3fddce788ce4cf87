//! The verbs, one a file: each resolves its arguments, runs the pipeline, and reports.

pub mod add;
pub mod change;
pub mod check;
pub mod draft;
mod env_entries;
mod facts;
pub mod init;
pub mod inspect;
mod next_steps;
mod own_file;
pub mod place;
pub mod remove;
mod replace;
pub mod services;
mod settle;
pub mod standing;
pub mod status;
pub mod update;
mod write;
