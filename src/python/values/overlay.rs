//! A dict updated with something that depends on the environment.

use crate::python::values::alternatives::{either, read};
use crate::python::values::content::extended;
use crate::python::values::value::{Id, Term, Value};

/// `dict.update(other)` where `other` has alternatives: each of them, and with what a URL gives, the URL's alone.
pub(crate) fn overlaid(value: &Value, other: &Term, id: Id) -> Value {
    let usual = other
        .usual()
        .map(|usual| Term::new(extended(value, &usual, id), other.at.clone()));
    let mut terms = Vec::new();
    for alternative in other.alternatives() {
        let result = match &alternative.value {
            Value::Read(source) => {
                let plain = source.usual.as_ref();
                let plain = plain
                    .map(|plain| Term::new(extended(value, plain, id), alternative.at.clone()));
                terms.extend(plain.clone());
                read(source.names.clone(), plain, source.url)
            }
            _ => extended(value, &alternative, id),
        };
        terms.push(Term::new(result, alternative.at.clone()));
    }
    either(terms, usual, &other.at).value
}
