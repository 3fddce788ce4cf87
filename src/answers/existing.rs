//! What becomes of the user's own files under names that djdock writes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What becomes of one such file.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Existing {
    /// Nothing is written at all.
    Refuse,
    /// It stays, and djdock does not write its own.
    Keep,
    /// djdock's takes its place; the lock keeps the text.
    Replace,
    /// djdock's takes its name; it is kept beside it under [`beside`]'s.
    #[default]
    Beside,
}

/// The file's key for all files that have none of their own.
pub const EVERY_FILE: &str = "*";

/// Every answer, as `--existing` and the wizard name it, and what it means.
pub const CHOICES: [(Existing, &str); 4] = [
    (
        Existing::Beside,
        "djdock's takes the name, yours stays beside it",
    ),
    (
        Existing::Replace,
        "djdock's takes its place; djdock.lock keeps the text",
    ),
    (Existing::Keep, "yours stays, djdock does not write its own"),
    (Existing::Refuse, "write nothing at all"),
];

impl Existing {
    /// The word in flags and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Keep => "keep",
            Self::Replace => "replace",
            Self::Beside => "beside",
        }
    }

    /// The answer of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = CHOICES.iter().map(|(existing, _)| *existing);
        all.find(|existing| existing.name() == name)
    }
}

/// The answer for a file.
#[must_use]
pub fn existing_for(answers: &BTreeMap<String, Existing>, path: &str) -> Existing {
    let answer = answers.get(path).or_else(|| answers.get(EVERY_FILE));
    answer.copied().unwrap_or_default()
}

/// `[FILE=]WHAT`, as the flag takes it.
pub fn parse_existing(text: &str) -> Result<(String, Existing), String> {
    let (path, what) = text.rsplit_once('=').unwrap_or((EVERY_FILE, text));
    match Existing::named(what) {
        Some(existing) if !path.is_empty() => Ok((path.to_owned(), existing)),
        _ => Err("[FILE=] and one of beside, replace, keep, refuse".to_owned()),
    }
}

/// Where a file of the user's is kept.
#[must_use]
pub fn beside(path: &str) -> String {
    format!("{path}.before-djdock")
}
