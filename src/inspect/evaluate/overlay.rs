//! A dict updated with something that depends on the environment.

use super::alternatives::{either, read};
use super::content::{blurred_entries, extended};
use super::value::{Id, Term, Value};

/// `dict.update(other)` where `other` has alternatives: each of them, and with what a URL gives, the URL's alone.
pub(super) fn overlaid(value: &Value, other: &Term, id: Id) -> Value {
    let usual = other
        .usual()
        .map(|usual| Term::new(extended(value, &usual, id), other.at.clone()));
    let mut terms = Vec::new();
    for alternative in other.alternatives() {
        let result = match &alternative.value {
            Value::Read(source) => {
                let blurred = Term::new(blurred_entries(value), alternative.at.clone());
                let usual = source.usual.as_ref().map(|_| blurred.clone());
                if let Some(plain) = &source.usual {
                    let plain = extended(value, plain, id);
                    terms.push(Term::new(plain, alternative.at.clone()));
                }
                read(source.names.clone(), usual, source.url)
            }
            _ => extended(value, &alternative, id),
        };
        terms.push(Term::new(result, alternative.at.clone()));
    }
    either(terms, usual, &other.at).value
}
