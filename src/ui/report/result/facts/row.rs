//! A line about one fact.

use crate::inspect::Project;

/// A line: what it is about, what was found, and where.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) place: String,
}

/// A row whose place is the fact's evidence.
pub(super) fn row(project: &Project, fact: &str, name: &str, value: impl Into<String>) -> Row {
    Row {
        name: name.to_owned(),
        value: value.into(),
        place: project.evidence.get(fact).cloned().unwrap_or_default(),
    }
}
