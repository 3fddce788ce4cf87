//! What would stop the stack or weaken it: facts → findings, pure.
//!
//! [`Subject`] holds what was read, environment by environment, and the work tree's `.env`; a [`Machine`] says what this
//! computer is like. Each family of rules is a file of `rules`; the prose is in [`crate::ui::report`].

mod container;
mod finding;
mod gather;
mod known;
mod level;
mod machine;
mod read;
mod repairs;
mod rules;
mod spot;
mod subject;
#[cfg(test)]
mod tests;
mod what;

pub(crate) use container::{is_told_elsewhere, serving, variables};
pub(crate) use finding::Finding;
pub(crate) use gather::{
    Gathering, clone_facts, committed_scripts, env_facts, is_compose, work_scripts,
};
pub(crate) use known::{Key, Known};
pub(crate) use level::Level;
pub(crate) use machine::{Machine, ThisMachine};
pub(crate) use read::ComposeFile;
pub(crate) use repairs::{Repair, Repairs};
pub(crate) use spot::Spot;
pub(crate) use subject::{EnvironmentFacts, Script, Subject};
pub(crate) use what::{Reach, Role, What};

use std::collections::HashSet;

/// The rows that prod's first start loads.
pub(crate) const ROWS: &str = "data/db.json";

/// Everything that is found, what stops the stack first.
pub(crate) fn check(subject: &Subject, machine: &dyn Machine) -> Vec<Finding> {
    let mut found = rules::all(subject, machine);
    found.sort_by_key(Finding::order);
    let mut known: HashSet<Finding> = HashSet::new();
    found.retain(|finding| known.insert(finding.clone()));
    found
}
