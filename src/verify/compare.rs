//! Whether two values of a setting come to the same.

use super::wanted::is_untouched;
use crate::python::{Dict, Sequence, Term, Value, kind};

/// Settings of which other values than the wanted one among more do no harm.
const MORE: [&str; 3] = [
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "SILENCED_SYSTEM_CHECKS",
];

/// What comparing came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Answer {
    Same,
    Other,
    Untold,
}

impl Answer {
    /// Of a setting that nothing binds: Django has a default of its own.
    pub(super) fn of_unset(name: &str, wanted: &Term) -> Self {
        match &wanted.value {
            Value::Bool(false) | Value::None => Self::Same,
            Value::Int(0) if name != "EMAIL_PORT" => Self::Same,
            _ => Self::Other,
        }
    }

    fn of(same: bool) -> Self {
        if same { Self::Same } else { Self::Other }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, other) => other,
            (Self::Untold, Self::Other) => Self::Other,
            (first, _) => first,
        }
    }
}

/// What stands under keys of nested dicts.
pub(super) enum Entry {
    Is(Term),
    Absent,
    Untold,
}

/// The value under keys of nested dicts.
pub(super) fn entry(term: &Term, keys: &[&str]) -> Entry {
    let Some(mut term) = term.usual() else {
        return Entry::Untold;
    };
    for key in keys {
        let next = match &term.value {
            Value::Dict(dict) => match dict.get(key) {
                Some(next) => next.usual(),
                None if dict.open => None,
                None => return Entry::Absent,
            },
            Value::Unbound => return Entry::Absent,
            _ => None,
        };
        match next {
            Some(next) => term = next,
            None => return Entry::Untold,
        }
    }
    Entry::Is(term)
}

/// Compares the items of a list, or a value that is no list, with the one that is wanted.
pub(super) fn compare_item(found: &Term, wanted: &Term) -> Answer {
    match &found.value {
        Value::Sequence(items) => holds(items, wanted),
        _ => compare("", found, wanted),
    }
}

/// Compares what was found of a setting, or of an entry of one, with what is wanted.
pub(super) fn compare(name: &str, found: &Term, wanted: &Term) -> Answer {
    let (Some(found), Some(wanted)) = (found.usual(), wanted.usual()) else {
        return Answer::Untold;
    };
    match (&found.value, &wanted.value) {
        (Value::Unbound, _) => Answer::of_unset(name, &wanted),
        (Value::Dict(found), Value::Dict(wanted)) => dicts(found, wanted),
        (Value::Sequence(found), Value::Sequence(wanted)) => sequences(name, found, wanted),
        // More seconds than the stack asks for are the owner's decision.
        (Value::Int(found), Value::Int(wanted)) if name == "SECURE_HSTS_SECONDS" => {
            Answer::of((*found > 0) == (*wanted > 0))
        }
        (found, wanted) => match (plain(found), plain(wanted)) {
            (Some(found), Some(wanted)) if name == "ENGINE" => engines(&found, &wanted),
            (Some(found), Some(wanted)) if name == "MEDIA_URL" => {
                let rooted = |url: &str| url.trim_start_matches('/').to_owned();
                Answer::of(rooted(&found) == rooted(&wanted))
            }
            (Some(found), Some(wanted)) => Answer::of(found == wanted),
            (None, _) if is_opaque(found) => Answer::Untold,
            _ => Answer::Other,
        },
    }
}

fn dicts(found: &Dict, wanted: &Dict) -> Answer {
    let entries = wanted.entries.iter();
    // Of an entry that the patch itself leaves open, nothing is wanted.
    let told = |wanted: &Term| wanted.usual().is_some() && !is_untouched(wanted);
    let entries = entries.filter(|(_, wanted)| told(wanted));
    let answers = entries.map(|(key, wanted)| {
        let key = key.value.text().unwrap_or_default();
        match found.get(key) {
            Some(found) => compare(key, found, wanted),
            None if found.open => Answer::Untold,
            None => Answer::Other,
        }
    });
    answers.fold(Answer::Same, Answer::and)
}

/// Whether Django takes a host for one that a pattern of `ALLOWED_HOSTS` allows.
pub(super) fn matches_host(pattern: &str, host: &str) -> bool {
    let domain = pattern.strip_prefix('.');
    pattern == "*"
        || pattern.eq_ignore_ascii_case(host)
        || domain.is_some_and(|domain| domain == host || host.ends_with(pattern))
}

/// Whether an item is in a list.
fn holds(items: &Sequence, wanted: &Term) -> Answer {
    holds_as(items, &|item| compare("", item, wanted))
}

/// Whether a list of hosts allows one.
fn allows(items: &Sequence, wanted: &Term) -> Answer {
    holds_as(
        items,
        &|item| match (item.value.text(), wanted.value.text()) {
            (Some(pattern), Some(host)) => Answer::of(matches_host(pattern, host)),
            _ => compare("", item, wanted),
        },
    )
}

fn holds_as(items: &Sequence, is: &dyn Fn(&Term) -> Answer) -> Answer {
    let mut answers = items.items.iter().map(is);
    if answers.any(|answer| answer == Answer::Same) {
        Answer::Same
    } else if items.open || items.items.iter().any(|item| item.usual().is_none()) {
        Answer::Untold
    } else {
        Answer::Other
    }
}

fn sequences(name: &str, found: &Sequence, wanted: &Sequence) -> Answer {
    let more = found.open || MORE.contains(&name);
    if !more && found.items.len() != wanted.items.len() {
        return Answer::Other;
    }
    let hosts = name == "ALLOWED_HOSTS";
    // A variable of the project's own may hold one host alone.
    let counted = if hosts { 1 } else { wanted.items.len() };
    let wanted = wanted.items.iter().take(counted);
    let holds = if hosts { allows } else { holds };
    let answers = wanted.map(|wanted| holds(found, wanted));
    answers.fold(Answer::Same, Answer::and)
}

/// Engines are of one kind, whatever they add to it; of kinds that are not known nothing is told.
fn engines(found: &str, wanted: &str) -> Answer {
    if found == wanted {
        return Answer::Same;
    }
    let is_file = |engine: &str| engine.contains("lite");
    let is_spatial = |engine: &str| engine.contains("gis");
    match (kind(found), kind(wanted)) {
        _ if is_file(found) != is_file(wanted) => Answer::Other,
        (Some(one), Some(other)) if one != other => Answer::Other,
        (Some(_), Some(_)) if is_spatial(found) || !is_spatial(wanted) => Answer::Same,
        _ => Answer::Untold,
    }
}

/// A value that is one text, as settings take it.
fn plain(value: &Value) -> Option<String> {
    Some(match value {
        Value::None => "None".to_owned(),
        Value::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Value::Int(value) => value.to_string(),
        Value::Str(text) | Value::Path(text) => text.to_string(),
        _ => return None,
    })
}

/// Whether nothing can be said of a value but that it is there.
fn is_opaque(value: &Value) -> bool {
    !matches!(value, Value::Sequence(_) | Value::Dict(_))
}

/// A value for a person to read; `None` for one that may be a secret.
pub(super) fn shown(setting: &str, term: &Term) -> Option<String> {
    let secret = ["KEY", "PASSWORD", "TOKEN", "SECRET", "URL", "DSN"];
    if secret.iter().any(|mark| setting.contains(mark)) {
        return None;
    }
    match term.usual()?.value {
        value @ (Value::None | Value::Bool(_) | Value::Int(_)) => plain(&value),
        Value::Str(text) | Value::Path(text) => Some(format!("'{text}'")),
        Value::Sequence(items) if !items.open && items.items.len() <= 5 => {
            let items = items.items.iter().map(|item| shown(setting, item));
            let items: Option<Vec<String>> = items.collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        _ => None,
    }
}
