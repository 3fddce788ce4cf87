//! One verb a file: resolve what was typed, run the pipeline, report.

pub mod draft;
mod env_entries;
mod facts;
pub mod init;
pub mod inspect;
mod next_steps;
pub mod place;
pub mod status;
mod write;
