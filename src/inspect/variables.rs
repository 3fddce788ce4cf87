//! The environment variables that settings read.

use std::collections::{BTreeMap, BTreeSet};

use super::evaluations::Evaluations;
use super::facts::settled;
use super::project::Variable;
use crate::environment::Environment;
use crate::python::{Evaluation, Reading, Term, Text, Value, path};

/// Every variable, by name, and the places where they are read first.
pub(super) fn variables(
    evaluations: &Evaluations,
    evidence: &mut BTreeMap<String, String>,
) -> Vec<Variable> {
    let mut found: BTreeMap<String, Variable> = BTreeMap::new();
    for evaluation in evaluations.all() {
        let needed = needed(evaluation);
        let fed = fed(evaluation);
        for (name, reading) in &evaluation.readings {
            let fact = format!("environment.{name}");
            let place = || reading.at.to_string();
            evidence.entry(fact).or_insert_with(place);
            let variable = found.entry(name.to_string()).or_insert_with(|| Variable {
                name: name.to_string(),
                ..Variable::default()
            });
            merge(variable, reading);
            variable.required |= needed.contains(name);
            let more = fed.get(name).into_iter().flatten().cloned();
            variable.settings.extend(more);
        }
    }
    let mut variables: Vec<Variable> = found.into_values().collect();
    for variable in &mut variables {
        variable.settings.sort();
        variable.settings.dedup();
        let readers = evaluations.readers(&variable.name);
        if readers.len() < Environment::ALL.len() {
            variable.environments = readers;
        }
    }
    variables
}

fn merge(variable: &mut Variable, reading: &Reading) {
    variable.required |= reading.required;
    if variable.default.is_none() {
        variable.default = reading.default.as_ref().and_then(default_text);
    }
    if variable.cast.is_none() {
        variable.cast = reading.cast.map(str::to_owned);
    }
}

/// The settings that come from each variable.
fn fed(evaluation: &Evaluation) -> BTreeMap<Text, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (name, term) in evaluation.names() {
        let setting = name.chars().next().is_some_and(char::is_uppercase)
            && !name.chars().any(char::is_lowercase);
        if setting {
            walk(name, term, 0, &mut found);
        }
    }
    found
}

/// Notes what a setting's term, or an entry of it, is read from.
fn walk(path: &str, term: &Term, depth: u8, found: &mut BTreeMap<Text, BTreeSet<String>>) {
    for name in term.names() {
        found.entry(name).or_default().insert(path.to_owned());
    }
    if depth > 6 {
        return;
    }
    for alternative in term.alternatives() {
        match &alternative.value {
            Value::Dict(dict) => {
                for (key, value) in dict.entries.iter() {
                    match &key.value {
                        // A key with dots is no name.
                        Value::Str(key) if !path::is_anywhere(key) && !key.contains('.') => {
                            walk(&format!("{path}.{key}"), value, depth + 1, found);
                        }
                        _ => walk(path, value, depth + 1, found),
                    }
                }
            }
            Value::Sequence(sequence) => {
                for item in sequence.items.iter() {
                    walk(path, item, depth + 1, found);
                }
            }
            Value::Read(read) => {
                if let Some(usual) = &read.usual {
                    walk(path, usual, depth + 1, found);
                }
            }
            _ => {}
        }
    }
}

/// The variables that a secret key comes from which would be empty without them: Django refuses that.
fn needed(evaluation: &Evaluation) -> Vec<Text> {
    let Some(term) = evaluation.get("SECRET_KEY") else {
        return Vec::new();
    };
    match term.usual().map(|usual| usual.value) {
        Some(Value::None) => term.names(),
        Some(Value::Str(text)) if text.is_empty() => term.names(),
        _ => Vec::new(),
    }
}

/// A default as it would be written in the environment.
fn default_text(term: &Term) -> Option<String> {
    match &term.value {
        Value::Str(text) | Value::Path(text) => {
            (!path::is_anywhere(text)).then(|| text.to_string())
        }
        Value::Int(int) => Some(int.to_string()),
        Value::Bool(value) => Some(if *value { "True" } else { "False" }.to_owned()),
        Value::Sequence(sequence) if !sequence.open => {
            let items = sequence.items.iter();
            let texts = items.map(|item| settled(item).as_ref().and_then(default_text));
            Some(texts.collect::<Option<Vec<_>>>()?.join(","))
        }
        _ => None,
    }
}
