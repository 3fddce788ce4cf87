//! One of several values: equality, joining, and what holds while no environment variable is set.

use std::rc::Rc;

use crate::python::values::equality::is_same;
use crate::python::values::value::{At, Dict, Either, Read, Sequence, Shape, Term, Text, Value};

/// More alternatives than this are no longer told apart.
const MAX_ALTERNATIVES: usize = 16;

impl PartialEq for Term {
    /// The place does not count: two arms that assign the same value agree.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Sequence {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.size == other.size
            && self.shape == other.shape
            && self.open == other.open
            && (Rc::ptr_eq(&self.items, &other.items) || self.items == other.items)
    }
}

impl PartialEq for Dict {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.size == other.size
            && self.open == other.open
            && (Rc::ptr_eq(&self.entries, &other.entries) || self.entries == other.entries)
    }
}

/// What decides does not count: values are equal where they can be the same.
impl PartialEq for Read {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names && self.usual == other.usual && self.url == other.url
    }
}

/// What decides does not count: values are equal where they can be the same.
impl PartialEq for Either {
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms && self.usual == other.usual
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) | (Self::Unbound, Self::Unbound) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Str(a), Self::Str(b))
            | (Self::Path(a), Self::Path(b))
            | (Self::Named(a), Self::Named(b))
            | (Self::Url(a), Self::Url(b))
            | (Self::File(a), Self::File(b))
            | (Self::Module(a), Self::Module(b))
            | (Self::Unknown(a), Self::Unknown(b)) => a == b,
            (Self::Sequence(a), Self::Sequence(b)) => a == b,
            (Self::Dict(a), Self::Dict(b)) => a == b,
            (Self::Method(a, x), Self::Method(b, y)) => x == y && (Rc::ptr_eq(a, b) || a == b),
            (Self::Function(a), Self::Function(b)) => Rc::ptr_eq(a, b),
            (Self::Reader(a), Self::Reader(b)) => Rc::ptr_eq(a, b),
            (Self::Class(a), Self::Class(b)) => Rc::ptr_eq(a, b),
            (Self::Object(a), Self::Object(b)) => Rc::ptr_eq(a, b),
            (Self::Read(a), Self::Read(b)) => Rc::ptr_eq(a, b) || a == b,
            (Self::Either(a), Self::Either(b)) => Rc::ptr_eq(a, b) || a == b,
            _ => false,
        }
    }
}

impl Term {
    /// A value at a place.
    pub(crate) fn new(value: Value, at: At) -> Self {
        Self { value, at }
    }

    /// The value while no environment variable is set; `None` where that cannot be told.
    pub(crate) fn usual(&self) -> Option<Self> {
        match &self.value {
            Value::Either(either) => either.usual.as_ref().and_then(Self::usual),
            Value::Read(read) => read.usual.as_ref().and_then(Self::usual),
            Value::Unknown(_) => None,
            _ => Some(self.clone()),
        }
    }

    /// Whether it counts as true in every environment; `None` where that cannot be told.
    pub(crate) fn is_true(&self) -> Option<bool> {
        truth(self).always
    }

    /// Every value that it can be; a value read from the environment stays one.
    pub(crate) fn alternatives(&self) -> Vec<Self> {
        match &self.value {
            Value::Either(either) => either.terms.clone(),
            _ => vec![self.clone()],
        }
    }

    /// The environment variables that it depends on.
    pub(crate) fn names(&self) -> Vec<Text> {
        let mut names: Vec<Text> = Vec::new();
        for term in self.alternatives() {
            if let Value::Read(read) = &term.value {
                for name in &read.names {
                    if !names.contains(name) {
                        names.push(name.clone());
                    }
                }
            }
        }
        names
    }

    /// The environment variables that it depends on, and those that decide which of its alternatives it is.
    pub(crate) fn ties(&self) -> Vec<Text> {
        let mut names = self.names();
        let mut add = |by: &[Text]| add(&mut names, by);
        if let Value::Either(either) = &self.value {
            add(&either.by);
        }
        for term in self.alternatives() {
            if let Value::Read(read) = &term.value {
                add(&read.by);
            }
        }
        names
    }

    /// The variables that decide about it.
    fn deciders(&self) -> &[Text] {
        match &self.value {
            Value::Either(either) => &either.by,
            Value::Read(read) => &read.by,
            _ => &[],
        }
    }

    /// The value, about which the variables decide too that are named; one that is fixed stays as it is. It is another
    /// object: which statement made it depends on what decides.
    fn decided(self, by: &[Text]) -> Self {
        let value = match self.value {
            Value::Read(read) => {
                let mut read = Rc::unwrap_or_clone(read);
                add(&mut read.by, by);
                Value::Read(Rc::new(read))
            }
            Value::Either(either) => {
                let mut either = Rc::unwrap_or_clone(either);
                add(&mut either.by, by);
                Value::Either(Rc::new(either))
            }
            fixed => fixed,
        };
        Self::new(value, self.at)
    }

    /// The items that iterating over a value gives, where they are all known.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        let items = match &self.value {
            Value::Sequence(sequence) if !sequence.open && sequence.shape != Shape::Set => {
                sequence.items.to_vec()
            }
            Value::Dict(dict) if !dict.open => {
                dict.entries.iter().map(|(key, _)| key.clone()).collect()
            }
            Value::Str(text) => text
                .chars()
                .map(|character| Self::new(Value::str(&character.to_string()), self.at.clone()))
                .collect(),
            _ => return None,
        };
        Some(items)
    }

    /// The value with one alternative more: something that cannot be told.
    pub(crate) fn blurred(&self) -> Self {
        let unknown = Self::new(Value::unknown("…"), self.at.clone());
        either(vec![self.clone(), unknown], None, &self.at)
    }
}

/// Adds the names that are not there yet.
pub(crate) fn add(names: &mut Vec<Text>, more: &[Text]) {
    for name in more {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
}

/// One of `terms`; `usual` is the one that holds while no environment variable is set.
pub(crate) fn either(terms: Vec<Term>, usual: Option<Term>, at: &At) -> Term {
    either_by(terms, usual, at, &[])
}

/// One of `terms`, as the variables decide that are named.
pub(crate) fn either_by(terms: Vec<Term>, usual: Option<Term>, at: &At, deciders: &[Text]) -> Term {
    let mut flat: Vec<Term> = Vec::new();
    let mut by = deciders.to_vec();
    if let Some((first, others)) = terms.split_first()
        && !others.is_empty()
        && others.iter().all(|term| is_same(&first.value, &term.value))
    {
        return first.clone();
    }
    for term in terms {
        add(&mut by, term.deciders());
        for alternative in term.alternatives() {
            if !flat.contains(&alternative) {
                flat.push(alternative);
            }
        }
    }
    if flat.len() == 1 {
        return flat.remove(0).decided(&by);
    }
    if flat.len() > MAX_ALTERNATIVES {
        flat.truncate(MAX_ALTERNATIVES - 1);
        flat.push(Term::new(Value::unknown("…"), at.clone()));
    }
    let usual = usual.and_then(|term| term.usual());
    let place = usual
        .as_ref()
        .or(flat.first())
        .map_or_else(|| at.clone(), |term| term.at.clone());
    let either = Either {
        terms: flat,
        usual,
        by,
    };
    Term::new(Value::Either(Rc::new(either)), place)
}

/// What the two arms of a condition leave; `usual` is whether the first is the usual one, `by` the variables that the
/// condition depends on.
pub(crate) fn join(first: &Term, second: &Term, usual: Option<bool>, by: &[Text]) -> Term {
    // Between one object and itself nothing decides.
    if is_same(&first.value, &second.value) {
        return first.clone();
    }
    if first.value == second.value {
        return first.clone().decided(by).decided(second.deciders());
    }
    let chosen = match usual {
        Some(true) => first.usual(),
        Some(false) => second.usual(),
        None => first
            .usual()
            .filter(|term| second.usual().is_some_and(|other| other == *term)),
    };
    either_by(vec![first.clone(), second.clone()], chosen, &first.at, by)
}

/// A value that depends on `names`.
pub(crate) fn read(names: Vec<Text>, usual: Option<Term>, url: bool) -> Value {
    read_by(names, usual, url, Vec::new())
}

/// A value that depends on `names`, about a part of which other variables may decide.
pub(crate) fn read_by(names: Vec<Text>, usual: Option<Term>, url: bool, by: Vec<Text>) -> Value {
    let usual = usual.and_then(|term| term.usual());
    Value::Read(Rc::new(Read {
        names,
        usual,
        url,
        by,
    }))
}

/// Whether a value counts as true: for certain, and while no environment variable is set.
pub(crate) struct Truth {
    /// In every environment; `None` where they differ, or it cannot be told.
    pub(crate) always: Option<bool>,
    /// While no variable is set.
    pub(crate) usually: Option<bool>,
}

/// The truth of a value.
pub(crate) fn truth(term: &Term) -> Truth {
    let always = match &term.value {
        Value::Either(either) => {
            let mut answers = either.terms.iter().map(|term| truth(term).always);
            let first = answers.next().flatten();
            first.filter(|first| answers.all(|answer| answer == Some(*first)))
        }
        value => plain_truth(value),
    };
    let usually = always.or_else(|| plain_truth(&term.usual()?.value));
    Truth { always, usually }
}

fn plain_truth(value: &Value) -> Option<bool> {
    match value {
        Value::None => Some(false),
        Value::Bool(value) => Some(*value),
        Value::Int(value) => Some(*value != 0),
        Value::Str(text) => Some(!text.is_empty()),
        Value::Sequence(sequence) => non_empty(sequence.items.is_empty(), sequence.open),
        Value::Dict(dict) => non_empty(dict.entries.is_empty(), dict.open),
        Value::Path(_)
        | Value::Function(_)
        | Value::Class(_)
        | Value::Module(_)
        | Value::Reader(_) => Some(true),
        _ => None,
    }
}

fn non_empty(empty: bool, open: bool) -> Option<bool> {
    if empty && open { None } else { Some(!empty) }
}
