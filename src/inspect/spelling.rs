//! How the project's own code wants its environment variables written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How one variable is written so that the setting which it feeds gets a value.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(default)]
pub struct Spelling {
    /// The text that makes a yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes: Option<String>,
    /// The text that makes a no; it may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no: Option<String>,
    /// What stands between the items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
}
