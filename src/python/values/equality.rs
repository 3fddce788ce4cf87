//! Whether two values are equal, as far as that can be told.

use std::rc::Rc;

use crate::python::values::value::{Shape, Term, Value};

/// What can be told of a comparison.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Answer {
    Yes,
    No,
    Unknown,
}

impl From<bool> for Answer {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl Answer {
    pub(crate) fn known(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

/// Whether a value is known to the last item.
pub(crate) fn is_plain(term: &Term) -> bool {
    match &term.value {
        Value::None | Value::Bool(_) | Value::Int(_) | Value::Str(_) | Value::Path(_) => true,
        Value::Sequence(sequence) => !sequence.open && sequence.items.iter().all(is_plain),
        _ => false,
    }
}

/// Whether two dict keys are the same.
pub(crate) fn key_equals(first: &Term, second: &Term) -> Answer {
    equals(first, second)
}

/// What `first == second` gives, as far as it can be told.
pub(crate) fn equals(first: &Term, second: &Term) -> Answer {
    match (&first.value, &second.value) {
        (Value::Bool(a), Value::Int(b)) | (Value::Int(b), Value::Bool(a)) => {
            (i64::from(*a) == *b).into()
        }
        (Value::None, Value::None) => Answer::Yes,
        (Value::Bool(a), Value::Bool(b)) => (a == b).into(),
        (Value::Int(a), Value::Int(b)) => (a == b).into(),
        (Value::Str(a), Value::Str(b)) | (Value::Path(a), Value::Path(b)) if a == b => Answer::Yes,
        // Where the repository lies is not known.
        (Value::Str(a), Value::Str(b)) | (Value::Path(a), Value::Path(b)) => {
            let anywhere = crate::python::values::path::is_anywhere(a)
                || crate::python::values::path::is_anywhere(b);
            if anywhere && !crate::python::values::path::is_beside(a, b) {
                Answer::Unknown
            } else {
                Answer::No
            }
        }
        (Value::Sequence(a), Value::Sequence(b)) if a.shape == b.shape => {
            if a.open || b.open || a.shape == Shape::Set {
                return Answer::Unknown;
            }
            if a.items.len() != b.items.len() {
                return Answer::No;
            }
            all(a.items.iter().zip(b.items.iter()))
        }
        (Value::Dict(_), Value::Dict(_)) => Answer::Unknown,
        _ if is_definite(&first.value) && is_definite(&second.value) => Answer::No,
        _ => Answer::Unknown,
    }
}

fn all<'a>(pairs: impl Iterator<Item = (&'a Term, &'a Term)>) -> Answer {
    let mut answer = Answer::Yes;
    for (first, second) in pairs {
        match equals(first, second) {
            Answer::Yes => {}
            Answer::No => return Answer::No,
            Answer::Unknown => answer = Answer::Unknown,
        }
    }
    answer
}

/// Whether the type at least is known, and differs from that of the other definite ones.
fn is_definite(value: &Value) -> bool {
    matches!(
        value,
        Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Str(_)
            | Value::Path(_)
            | Value::Sequence(_)
            | Value::Dict(_)
    )
}

/// Whether two values are one and the same, without a look inside.
pub(crate) fn is_same(first: &Value, second: &Value) -> bool {
    match (first, second) {
        (Value::None, Value::None) | (Value::Unbound, Value::Unbound) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Str(a), Value::Str(b))
        | (Value::Path(a), Value::Path(b))
        | (Value::Named(a), Value::Named(b))
        | (Value::Module(a), Value::Module(b))
        | (Value::Url(a), Value::Url(b))
        | (Value::File(a), Value::File(b)) => a == b,
        (Value::Unknown(a), Value::Unknown(b)) => Rc::ptr_eq(a, b),
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.id == b.id && a.open == b.open && Rc::ptr_eq(&a.items, &b.items)
        }
        (Value::Dict(a), Value::Dict(b)) => {
            a.id == b.id && a.open == b.open && Rc::ptr_eq(&a.entries, &b.entries)
        }
        (Value::Method(a, x), Value::Method(b, y)) => x == y && Rc::ptr_eq(a, b),
        (Value::Function(a), Value::Function(b)) => Rc::ptr_eq(a, b),
        (Value::Class(a), Value::Class(b)) => Rc::ptr_eq(a, b),
        (Value::Object(a), Value::Object(b)) => Rc::ptr_eq(a, b),
        (Value::Parents(a), Value::Parents(b)) => Rc::ptr_eq(a, b),
        (Value::Reader(a), Value::Reader(b)) => Rc::ptr_eq(a, b),
        (Value::Read(a), Value::Read(b)) => Rc::ptr_eq(a, b),
        (Value::Either(a), Value::Either(b)) => Rc::ptr_eq(a, b),
        _ => false,
    }
}
