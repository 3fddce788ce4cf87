//! The rules, a family a file.

mod builds;
mod compose;
mod data;
mod engine;
mod env_file;
mod git;
mod images;
mod machine;
mod ports;
mod published;
mod scripts;
mod secrets;
mod settings;
mod verdicts;

use super::finding::Finding;
use super::machine::Machine;
use super::subject::Subject;

/// A family of rules.
type Rule = fn(&Subject, &dyn Machine, &mut Vec<Finding>);

const RULES: [Rule; 14] = [
    engine::rules,
    env_file::rules,
    secrets::rules,
    settings::rules,
    verdicts::rules,
    compose::rules,
    ports::rules,
    published::rules,
    machine::rules,
    data::rules,
    images::rules,
    builds::rules,
    scripts::rules,
    git::rules,
];

/// What every rule finds.
pub(super) fn all(subject: &Subject, machine: &dyn Machine) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in RULES {
        rule(subject, machine, &mut found);
    }
    found
}
