//! Settings evaluated with environment variables set: many at once, where none has a say in what another does.

use std::collections::BTreeSet;

use super::project::Variable;
use super::spelling::Candidate;
use crate::python::{Evaluation, Term, Text, Value};

/// Levels of a setting that are looked through.
const DEPTH: u8 = 8;

/// Evaluates settings with variables set.
pub(super) type Evaluate<'run> = dyn Fn(&[(&str, &str)]) -> Option<Evaluation> + 'run;

/// What is tried out on the settings of one environment.
pub(super) struct Trials<'run> {
    /// What they leave while no variable is set.
    pub(super) usual: &'run Evaluation,
    /// Variables that are set at once, at most.
    pub(super) at_once: usize,
    /// What they leave with variables set, each a name and its text; `None` where that fails.
    pub(super) evaluate: &'run Evaluate<'run>,
}

impl Trials<'_> {
    /// Asks until every candidate knows its spelling.
    pub(super) fn run(&self, candidates: &mut [Candidate]) {
        loop {
            let batch = self.batch(candidates);
            if batch.is_empty() {
                return;
            }
            self.ask(&batch, candidates);
        }
    }

    /// Candidates, by index, with something to ask, of which none has a say in what another's text does.
    fn batch(&self, candidates: &[Candidate]) -> Vec<usize> {
        let (mut set, mut heard) = (BTreeSet::new(), BTreeSet::new());
        let mut batch = Vec::new();
        for (index, candidate) in candidates.iter().enumerate() {
            let free = !heard.contains(candidate.name())
                && !candidate.ties().any(|name| set.contains(name));
            if batch.len() < self.at_once && free && candidate.text().is_some() {
                set.insert(candidate.name());
                heard.extend(candidate.ties());
                batch.push(index);
            }
        }
        batch
    }

    /// Evaluates the settings for all of a batch, or where one of its texts breaks them, for parts of it.
    fn ask(&self, batch: &[usize], candidates: &mut [Candidate]) {
        let texts: Vec<(&str, String)> = batch
            .iter()
            .filter_map(|index| Some((candidates[*index].name(), candidates[*index].text()?)))
            .collect();
        let set: Vec<(&str, &str)> = texts
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        let left = (self.evaluate)(&set);
        if batch.len() > 1 && !left.as_ref().is_some_and(|left| self.is_whole(left)) {
            let (first, second) = batch.split_at(batch.len() / 2);
            self.ask(first, candidates);
            self.ask(second, candidates);
            return;
        }
        for index in batch {
            candidates[*index].learn(left.as_ref());
        }
    }

    /// Whether the settings ran as far as they do while no variable is set.
    fn is_whole(&self, left: &Evaluation) -> bool {
        let unbound = |term: &Term| matches!(term.value, Value::Unbound);
        left.is_open() == self.usual.is_open()
            && self.usual.names().all(|(name, term)| {
                left.binds_name(name) || term.alternatives().iter().any(unbound)
            })
    }
}

/// The variables that have a say in the settings which a variable feeds: itself, and others that the same values
/// depend on.
pub(super) fn ties(usual: &Evaluation, variable: &Variable) -> Vec<Text> {
    let mut found = BTreeSet::new();
    for setting in &variable.settings {
        let mut keys = setting.split('.');
        let name = keys.next().unwrap_or_default();
        let keys: Vec<&str> = keys.collect();
        if let Some(term) = usual.get(name) {
            found.extend(below(&term, &variable.name, &keys, 0));
        }
    }
    found.into_iter().collect()
}

/// The variables that a term depends on, and those of what is in it that depends on `variable`.
fn below(term: &Term, variable: &str, keys: &[&str], depth: u8) -> BTreeSet<Text> {
    let mut found: BTreeSet<Text> = term.ties().into_iter().collect();
    if depth > DEPTH {
        return found;
    }
    let mut add = |term: &Term, keys: &[&str]| {
        let inner = below(term, variable, keys, depth + 1);
        if inner.contains(variable) {
            found.extend(inner);
        }
    };
    for alternative in term.alternatives() {
        match &alternative.value {
            Value::Dict(dict) => {
                for (key, value) in dict.entries.iter() {
                    match (keys.split_first(), &key.value) {
                        (Some((first, rest)), Value::Str(key)) if **key == **first => {
                            add(value, rest);
                        }
                        (Some(_), _) => {}
                        (None, _) => add(value, keys),
                    }
                }
            }
            Value::Sequence(sequence) => sequence.items.iter().for_each(|item| add(item, keys)),
            Value::Read(read) => read.usual.iter().for_each(|usual| add(usual, keys)),
            _ => {}
        }
    }
    found
}
