//! The new content of a list or dict after a change in place. Pure functions of the former content.

use std::collections::HashSet;
use std::ops::Range;

use crate::python::values::equality::{Answer, key_equals};
use crate::python::values::path;
use crate::python::values::value::{Dict, Id, Sequence, Shape, Term, Text, Value};

/// The container after `value[key] = term`.
pub(crate) fn with_item(value: &Value, key: &Term, term: &Term) -> Value {
    match value {
        Value::Dict(dict) => inserted(dict, key, term),
        Value::Sequence(list) => match (&key.value, index_of(list, key)) {
            (_, Some(index)) => {
                let mut items = list.items.to_vec();
                items[index] = term.clone();
                Sequence::value(list.shape, list.id, items, list.open)
            }
            _ => Value::unknown("…"),
        },
        _ => Value::unknown("…"),
    }
}

/// The container after `del value[key]`.
pub(crate) fn without_item(value: &Value, key: &Term) -> Value {
    match value {
        Value::Dict(dict) => {
            let mut entries = Vec::new();
            for (name, term) in dict.entries.iter() {
                match key_equals(name, key) {
                    Answer::Yes => {}
                    Answer::No => entries.push((name.clone(), term.clone())),
                    Answer::Unknown => return Value::unknown("…"),
                }
            }
            Dict::value(dict.id, entries, dict.open)
        }
        Value::Sequence(list) => match index_of(list, key) {
            Some(index) => {
                let mut items = list.items.to_vec();
                items.remove(index);
                Sequence::value(list.shape, list.id, items, list.open)
            }
            None => Value::unknown("…"),
        },
        _ => Value::unknown("…"),
    }
}

/// The position in a list that is known as a whole.
pub(crate) fn index_of(list: &Sequence, key: &Term) -> Option<usize> {
    let Value::Int(index) = key.value else {
        return None;
    };
    let length = i64::try_from(list.items.len()).ok()?;
    let index = if index < 0 { index + length } else { index };
    let index = usize::try_from(index).ok()?;
    (!list.open && list.shape != Shape::Set && index < list.items.len()).then_some(index)
}

/// The bounds of a slice: where it begins, where it ends, and its step.
pub(crate) type Bounds = [Option<Term>; 3];

/// The positions that a slice of so many items names; `None` where they cannot be told, or are not side by side.
pub(crate) fn sliced(length: usize, bounds: &Bounds) -> Option<Range<usize>> {
    let length = i64::try_from(length).ok()?;
    let bound = |term: &Option<Term>, default| match term.as_ref().map(|term| &term.value) {
        None | Some(Value::None) => Some(default),
        Some(Value::Int(int)) if *int < 0 => Some((int + length).max(0)),
        Some(Value::Int(int)) => Some((*int).min(length)),
        Some(_) => None,
    };
    let (from, to) = bound(&bounds[0], 0).zip(bound(&bounds[1], length))?;
    let position = |bound| usize::try_from(bound).ok();
    (bounds[2].is_none()).then_some(position(from)?..position(to.max(from))?)
}

/// The list after `value[from:to] = term`.
pub(crate) fn with_slice(value: &Value, bounds: &Bounds, term: &Term) -> Value {
    let (Value::Sequence(list), Value::Sequence(new)) = (value, &term.value) else {
        return Value::unknown("…");
    };
    let range = sliced(list.items.len(), bounds);
    let Some(range) = range.filter(|_| !list.open && list.shape == Shape::List) else {
        return Value::unknown("…");
    };
    let mut items = list.items.to_vec();
    items.splice(range, new.items.iter().cloned());
    Sequence::value(list.shape, list.id, items, new.open)
}

/// A dict with one more entry.
pub(crate) fn inserted(dict: &Dict, key: &Term, term: &Term) -> Value {
    let mut entries = dict.entries.to_vec();
    let open = insert(&mut entries, key, term) || dict.open;
    Dict::value(dict.id, entries, open)
}

/// The entries of a dict as they are written one after another. Texts among the keys are compared by their hash.
#[derive(Default)]
pub(crate) struct Entries {
    pub(crate) list: Vec<(Term, Term)>,
    /// The keys, as long as all are texts that are known to the last letter.
    texts: HashSet<Text>,
}

impl Entries {
    /// Sets an entry; `true` where the key cannot be told, so that any entry may be the one.
    pub(crate) fn insert(&mut self, key: &Term, term: &Term) -> bool {
        if self.texts.len() == self.list.len()
            && let Value::Str(text) = &key.value
            && !path::is_anywhere(text)
            && self.texts.insert(text.clone())
        {
            self.list.push((key.clone(), term.clone()));
            return false;
        }
        insert(&mut self.list, key, term)
    }
}

impl From<Vec<(Term, Term)>> for Entries {
    fn from(list: Vec<(Term, Term)>) -> Self {
        let texts = list.iter().filter_map(|(key, _)| match &key.value {
            Value::Str(text) if !path::is_anywhere(text) => Some(text.clone()),
            _ => None,
        });
        let texts = texts.collect();
        Self { list, texts }
    }
}

/// Sets an entry; `true` where the key cannot be told, so that any entry may be the one.
pub(crate) fn insert(entries: &mut Vec<(Term, Term)>, key: &Term, term: &Term) -> bool {
    let mut unsure = false;
    for (name, value) in entries.iter_mut() {
        match key_equals(name, key) {
            Answer::Yes => {
                *value = term.clone();
                return false;
            }
            Answer::No => {}
            Answer::Unknown => {
                unsure = true;
                *value = value.blurred();
            }
        }
    }
    if unsure || !crate::python::values::equality::is_plain(key) {
        return true;
    }
    entries.push((key.clone(), term.clone()));
    false
}

/// `value += other`, `value.extend(other)`, `value.update(other)`, `value |= other`.
pub(crate) fn extended(value: &Value, other: &Term, id: Id) -> Value {
    match (value, &other.value) {
        (Value::Sequence(list), Value::Sequence(more)) => {
            let items = list.items.iter().chain(more.items.iter()).cloned();
            let open = list.open || more.open;
            Sequence::value(list.shape, list.id, items.collect(), open)
        }
        (Value::Sequence(list), Value::Either(_) | Value::Read(_) | Value::Unknown(_)) => {
            extended_unsurely(value, list, other)
        }
        (Value::Dict(dict), Value::Dict(more)) => {
            let mut entries = Entries::from(dict.entries.to_vec());
            let mut open = dict.open || more.open;
            if more.open {
                for (_, term) in &mut entries.list {
                    *term = term.blurred();
                }
            }
            for (key, term) in more.entries.iter() {
                open |= entries.insert(key, term);
            }
            Dict::value(dict.id, entries.list, open)
        }
        (Value::Dict(_), Value::Either(_) | Value::Read(_)) => {
            crate::python::values::overlay::overlaid(value, other, id)
        }
        (Value::Dict(_), Value::Unknown(_)) => blurred_entries(value),
        _ => Value::unknown("…"),
    }
}

/// The list with what is usually added, and with anything else.
fn extended_unsurely(value: &Value, list: &Sequence, other: &Term) -> Value {
    let open = Sequence::value(list.shape, list.id, list.items.to_vec(), true);
    let Some(usual) = other.usual() else {
        return open;
    };
    let usual = Term::new(extended(value, &usual, list.id), other.at.clone());
    let open = Term::new(open, other.at.clone());
    crate::python::values::alternatives::either(vec![usual.clone(), open], Some(usual), &other.at)
        .value
}

/// A dict of which any entry may have been replaced.
fn blurred_entries(value: &Value) -> Value {
    let Value::Dict(dict) = value else {
        return Value::unknown("…");
    };
    let entries = dict.entries.iter();
    let entries = entries.map(|(key, term)| (key.clone(), term.blurred()));
    Dict::value(dict.id, entries.collect(), true)
}
