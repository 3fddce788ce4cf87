//! What is asked about a service.

use schemars::JsonSchema;
use serde::Deserialize;

use super::form::Form;

/// A choice about a service: `--set SERVICE.KEY=VALUE`, and the key in its table of `djdock.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceQuestion {
    /// The name of the choice, as in `--set SERVICE.KEY=VALUE`.
    pub key: String,
    /// The question, in one line.
    pub prompt: String,
    /// The answer where nobody says otherwise.
    pub default: String,
    /// What an answer must look like.
    #[serde(default)]
    pub form: Form,
}
