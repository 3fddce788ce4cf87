//! What a project gets that lacks a fact on which a service builds.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::manifest::Variable;

/// A fact that a service can bring about, by writing code into the project.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Offer {
    /// The fact's dotted name in `djdock inspect --json`.
    pub fact: String,
    /// What it is then. A text is a template, as all texts here are; they know `home`, see `inspect::Home`.
    pub value: Value,
    /// Asks whether the code is welcome. What writes nothing is not asked.
    pub question: Option<OfferQuestion>,
    /// Files that are written where nothing stands.
    #[serde(default, rename = "file")]
    pub files: Vec<OfferedText>,
    /// Python modules that get statements; one that is not there is created.
    #[serde(default, rename = "statements")]
    pub statements: Vec<OfferedText>,
    /// Environment variables that go with it.
    #[serde(default, rename = "variable")]
    pub variables: Vec<Variable>,
    /// What is said once it is there, a line each.
    #[serde(default)]
    pub next: Vec<String>,
}

impl Offer {
    /// Whether it writes something into the project.
    #[must_use]
    pub fn writes(&self) -> bool {
        !self.files.is_empty() || !self.statements.is_empty()
    }
}

/// Whether an offer is taken: `--set celery.application=no`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OfferQuestion {
    /// Its name among the service's choices.
    pub key: String,
    /// The question, in one line.
    pub prompt: String,
}

/// A text of the project's own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OfferedText {
    /// Its path from the repository's root.
    pub path: String,
    /// The template, from the service's folder.
    pub template: String,
    /// For statements: the modules that they need.
    #[serde(default)]
    pub imports: Vec<String>,
}
