//! Variables that the stack does not start without, and only the owner knows.

use crate::pipeline::Outcome;

use super::super::draft::Draft;
use super::super::env_entries::filled_in;
use super::super::workspace::Workspace;

/// A variable that the owner must fill in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ToFillIn {
    /// The variable's name, as settings read it.
    pub name: String,
    /// Where the settings read it, as `mysite/settings.py:12`.
    pub place: Option<String>,
}

/// What the stack does not start without, only the owner knows, and the file of secrets does not say.
pub(super) fn missing(draft: &Draft, place: &Workspace) -> Vec<ToFillIn> {
    let stacks: Vec<_> = draft.outcomes().flat_map(|it| &it.stacks).collect();
    let missing = stacks.iter();
    let missing = missing.flat_map(|stack| &stack.project_variables.missing);
    let mut names: Vec<&String> = missing.map(|variable| &variable.name).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let filled_in = filled_in(&stacks, place);
    names.retain(|name| !filled_in.contains(*name));
    names.sort();
    names.dedup();
    let place = |name: &String| {
        let fact = format!("environment.{name}");
        let evidence = |outcome: &'_ Outcome| outcome.project.evidence.get(&fact).cloned();
        draft.outcomes().find_map(evidence)
    };
    let missing = names.into_iter().map(|name| ToFillIn {
        place: place(name),
        name: name.clone(),
    });
    missing.collect()
}
