//! Of what kind the value of a key must be.

use std::collections::BTreeMap;

use crate::yaml::Value;

/// A kind of value that Compose takes under a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FormKind {
    /// A string, a number or a boolean.
    Text,
    /// A list of anything.
    List,
    /// A mapping of anything.
    Mapping,
    /// Nothing behind the key.
    Null,
}

use FormKind::{List, Mapping, Null, Text};

/// The kinds that Compose takes under a key; keys that are not here are Compose's to judge.
const KINDS: [(&str, &[FormKind]); 33] = [
    ("build", &[Text, Mapping]),
    ("cap_add", &[List]),
    ("cap_drop", &[List]),
    ("command", &[Text, List, Null]),
    ("container_name", &[Text]),
    ("depends_on", &[List, Mapping]),
    ("deploy", &[Mapping]),
    ("devices", &[List]),
    ("entrypoint", &[Text, List, Null]),
    ("env_file", &[Text, List]),
    ("environment", &[Mapping, List]),
    ("expose", &[List]),
    ("extra_hosts", &[Mapping, List]),
    ("group_add", &[List]),
    ("healthcheck", &[Mapping]),
    ("hostname", &[Text]),
    ("image", &[Text]),
    ("init", &[Text]),
    ("labels", &[Mapping, List]),
    ("logging", &[Mapping]),
    ("network_mode", &[Text]),
    ("networks", &[List, Mapping]),
    ("ports", &[List]),
    ("profiles", &[List]),
    ("pull_policy", &[Text]),
    ("read_only", &[Text]),
    ("restart", &[Text]),
    ("security_opt", &[List]),
    ("stop_grace_period", &[Text]),
    ("tmpfs", &[Text, List]),
    ("user", &[Text]),
    ("volumes", &[List]),
    ("working_dir", &[Text]),
];

/// A value of a kind that Compose does not take there.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{key}: {expected:?}")]
pub struct FormError {
    /// The key; empty for the container's definition itself.
    pub key: String,
    /// The kinds that it may have.
    pub expected: &'static [FormKind],
}

impl FormError {
    /// The definition is no mapping.
    pub(super) fn whole() -> Self {
        Self::of("", &[Mapping])
    }

    fn of(key: &str, expected: &'static [FormKind]) -> Self {
        let key = key.to_owned();
        Self { key, expected }
    }
}

/// Checks the values of a definition's keys.
pub(super) fn check(definition: &BTreeMap<Value, Value>) -> Result<(), FormError> {
    for (key, kinds) in KINDS {
        let kind = definition.get(&Value::text(key)).and_then(kind);
        if kind.is_some_and(|kind| !kinds.contains(&kind)) {
            return Err(FormError::of(key, kinds));
        }
    }
    Ok(())
}

/// A value's kind; `None` where that cannot be told: it has a tag, or stands elsewhere.
fn kind(value: &Value) -> Option<FormKind> {
    match value {
        Value::Null => Some(Null),
        Value::Other(_) | Value::Text(_) => Some(Text),
        Value::Sequence(_) => Some(List),
        Value::Mapping(_) => Some(Mapping),
        Value::Tagged(..) | Value::Outer(_) => None,
    }
}
