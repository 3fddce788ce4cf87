//! What is asked about a service.

use schemars::JsonSchema;
use serde::Deserialize;

/// A choice about a service: `--set SERVICE.KEY=VALUE`, and the key in its table of `djdock.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceQuestion {
    /// Its name.
    pub key: String,
    /// The question, in one line.
    pub prompt: String,
    /// The answer where nobody says otherwise.
    pub default: String,
    /// What an answer must look like.
    #[serde(default)]
    pub form: Form,
}

/// What the answer about a service must look like: it ends up in YAML, and in shells.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Letters, digits and `._@:/+-`; it may be empty.
    #[default]
    Word,
    /// A whole number.
    Number,
    /// A port of the host.
    Port,
    /// `yes` or `no`.
    YesNo,
}
