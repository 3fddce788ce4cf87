//! Settings with environment variables set: many at once, where none has a say in what another does.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::Candidate;
use crate::inspect::project::Variable;
use crate::python::{Evaluation, Followed, Term, Text, Value};

/// Levels of a setting that are looked through.
const DEPTH: u8 = 8;

/// Evaluates settings with variables set, each a name and its text; `None` where that fails.
pub(super) type Evaluate<'run> = dyn Fn(&[(&str, &str)]) -> Option<Evaluation> + 'run;

/// Follows what variables do to the settings, each a name and its text.
pub(super) type Follow<'run> = dyn Fn(&[(&str, &str)]) -> Followed<'run> + 'run;

/// How it is found out what a text does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Way {
    /// It is followed through the statements that the settings come from, and tried out where that cannot be.
    Followed,
    /// The settings are evaluated for many variables at once.
    #[cfg_attr(not(test), expect(dead_code, reason = "the law compares with it"))]
    Together,
    /// The settings are evaluated for each variable.
    Tried,
}

/// What is asked of the settings of one environment.
pub(super) struct Trials<'run> {
    /// What they leave while no variable is set.
    pub(super) usual: &'run Evaluation,
    pub(super) way: Way,
    pub(super) follow: &'run Follow<'run>,
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
            let rest = self.follow(batch, candidates);
            if !rest.is_empty() {
                self.ask(&rest, candidates);
            }
        }
    }

    /// Follows what the texts of a batch do; what is left of it cannot be followed.
    fn follow(&self, batch: Vec<usize>, candidates: &mut [Candidate]) -> Vec<usize> {
        let can = |index: &usize| {
            self.way == Way::Followed && self.usual.can_follow(candidates[*index].name())
        };
        let (followed, mut rest): (Vec<usize>, Vec<usize>) = batch.into_iter().partition(can);
        if followed.is_empty() {
            return rest;
        }
        let texts = texts(&followed, candidates);
        let left = (self.follow)(&pairs(&texts));
        drop(texts);
        for index in followed {
            let candidate = &mut candidates[index];
            let terms = candidate.asked().into_iter();
            let terms = terms.map(|name| Some((name.to_owned(), left.get(name)?)));
            match terms.collect::<Option<BTreeMap<String, Term>>>() {
                Some(terms) => candidate.learn(Some(&|name| terms.get(name).cloned())),
                None => rest.push(index),
            }
        }
        rest
    }

    /// Candidates, by index, with something to ask, of which none has a say in what another's text does.
    fn batch(&self, candidates: &[Candidate]) -> Vec<usize> {
        let (mut set, mut heard) = (BTreeSet::new(), BTreeSet::new());
        let mut batch = Vec::new();
        for (index, candidate) in candidates.iter().enumerate() {
            let free = !heard.contains(candidate.name())
                && !candidate.ties().any(|name| set.contains(name));
            if (batch.is_empty() || self.way != Way::Tried) && free && candidate.text().is_some() {
                set.insert(candidate.name());
                heard.extend(candidate.ties());
                batch.push(index);
            }
        }
        batch
    }

    /// Evaluates the settings for all of a batch, or where one of its texts breaks them, for parts of it.
    fn ask(&self, batch: &[usize], candidates: &mut [Candidate]) {
        let texts = texts(batch, candidates);
        let left = (self.evaluate)(&pairs(&texts));
        drop(texts);
        if batch.len() > 1 && !left.as_ref().is_some_and(|left| self.is_whole(left)) {
            let (first, second) = batch.split_at(batch.len() / 2);
            self.ask(first, candidates);
            self.ask(second, candidates);
            return;
        }
        for index in batch {
            match &left {
                Some(left) => candidates[*index].learn(Some(&|name| left.get(name))),
                None => candidates[*index].learn(None),
            }
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

/// The variables of a batch, each with the text that is asked about next.
fn texts<'c>(batch: &[usize], candidates: &'c [Candidate]) -> Vec<(&'c str, String)> {
    let candidates = batch.iter().map(|index| &candidates[*index]);
    let texts = candidates.map(|candidate| Some((candidate.name(), candidate.text()?)));
    texts.flatten().collect()
}

fn pairs<'t>(texts: &'t [(&'t str, String)]) -> Vec<(&'t str, &'t str)> {
    let pairs = texts.iter();
    pairs.map(|(name, text)| (*name, text.as_str())).collect()
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
            if may_hold_more(&term, 0) {
                found.extend(usual.variables_of(name));
            }
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

/// Whether something may have been added to a list that is in a term, so that it does not show all that has a say in it.
fn may_hold_more(term: &Term, depth: u8) -> bool {
    let alternatives = term.alternatives();
    let inner = |term: &Term| depth < DEPTH && may_hold_more(term, depth + 1);
    alternatives
        .iter()
        .any(|alternative| match &alternative.value {
            Value::Sequence(list) => {
                list.open || alternatives.len() > 1 || list.items.iter().any(inner)
            }
            Value::Dict(dict) => dict.entries.iter().any(|(_, value)| inner(value)),
            _ => false,
        })
}
