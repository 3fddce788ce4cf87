//! Reads settled facts out of an evaluation.

use std::collections::HashSet;

use crate::python::{Evaluation, Term, Value, path};

/// What a setting is: the value while no environment variable is set, or the one that all alternatives agree on.
pub(super) fn settled(term: &Term) -> Option<Term> {
    if let Some(usual) = term.usual() {
        return Some(usual);
    }
    let mut alternatives = term.alternatives().into_iter();
    let first = alternatives.next()?.usual()?;
    alternatives
        .all(|other| other.usual().is_some_and(|other| other == first))
        .then_some(first)
}

/// A setting's settled term; `None` where it is not set, or cannot be told.
pub(super) fn setting(evaluation: &Evaluation, name: &str) -> Option<Term> {
    settled(&evaluation.get(name)?)
        .filter(|term| !matches!(term.value, Value::Unbound | Value::None))
}

/// A string that does not depend on where the repository lies.
pub(super) fn text(term: &Term) -> Option<String> {
    term.value
        .text()
        .filter(|text| !path::is_anywhere(text))
        .map(str::to_owned)
}

/// A path as seen from the repository's root.
pub(super) fn path(term: &Term, folder: &str) -> Option<String> {
    path::from_root(term.value.text()?, folder)
}

/// A URL setting as Django normalises it.
pub(super) fn url(term: &Term) -> Option<String> {
    let text = text(term).filter(|text| !text.is_empty())?;
    let absolute =
        text.starts_with('/') || text.starts_with("http://") || text.starts_with("https://");
    let mut url = if absolute { text } else { format!("/{text}") };
    if !url.ends_with('/') {
        url.push('/');
    }
    Some(url)
}

/// The strings of a list setting; those that cannot be told are left out.
pub(super) fn strings(evaluation: &Evaluation, name: &str) -> Vec<(String, Term)> {
    evaluation
        .get(name)
        .map_or_else(Vec::new, |term| strings_of(&term))
}

/// The strings of a list; those that cannot be told are left out.
pub(super) fn strings_of(term: &Term) -> Vec<(String, Term)> {
    let term = settled(term).unwrap_or_else(|| term.clone());
    let mut found = Vec::new();
    let mut known = HashSet::new();
    for alternative in term.alternatives() {
        if let Value::Sequence(sequence) = &alternative.value {
            for item in sequence.items.iter() {
                if let Some(text) = settled(item).as_ref().and_then(text)
                    && known.insert(text.clone())
                {
                    found.push((text, item.clone()));
                }
            }
        }
    }
    found
}

/// Whether a value is a text, or a list with it among its items.
pub(super) fn holds(term: &Term, text: &str) -> bool {
    match &term.value {
        Value::Str(own) => **own == *text,
        Value::Sequence(sequence) => {
            let mut items = sequence.items.iter();
            items.any(|item| settled(item).is_some_and(|item| holds(&item, text)))
        }
        _ => false,
    }
}

/// The value under keys of nested dicts.
pub(super) fn entry(term: &Term, keys: &[&str]) -> Option<Term> {
    keys.iter()
        .try_fold(settled(term)?, |term, key| match &term.value {
            Value::Dict(dict) => settled(dict.get(key)?),
            _ => None,
        })
}

/// Whether a value is more than nothing: a container with something in it, a text, `True`.
pub(super) fn is_something(term: &Term) -> bool {
    match &term.value {
        Value::Bool(value) => *value,
        Value::Str(text) => !text.is_empty(),
        Value::Dict(dict) => !dict.entries.is_empty(),
        Value::Sequence(sequence) => !sequence.items.is_empty(),
        Value::None | Value::Unbound | Value::Unknown(_) => false,
        _ => true,
    }
}
