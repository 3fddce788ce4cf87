//! The environment variables that settings read.

use std::collections::BTreeMap;

use super::evaluate::{Evaluation, Term, Text, Value, place};
use super::facts::settled;
use super::project::Variable;

/// Every variable, by name, and the places where they are read first.
pub(super) fn variables(
    evaluation: &Evaluation,
    evidence: &mut BTreeMap<String, String>,
) -> Vec<Variable> {
    let mut variables = Vec::new();
    let needed = needed(evaluation);
    for (name, reading) in &evaluation.readings {
        evidence.insert(format!("environment.{name}"), reading.at.to_string());
        variables.push(Variable {
            name: name.to_string(),
            required: reading.required || needed.contains(name),
            default: reading.default.as_ref().and_then(default_text),
            ..Variable::default()
        });
    }
    variables
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
            (!place::is_anywhere(text)).then(|| text.to_string())
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
