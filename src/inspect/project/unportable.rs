//! What only the author's machine can install.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A requirement that cannot be installed in an image.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
pub struct Unportable {
    /// The beginning of what is written: a path, or the package.
    pub found: String,
    /// The package's name, where it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// `file:line`.
    pub at: String,
    /// What keeps it.
    pub why: Bound,
}

/// What keeps a requirement to one machine.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bound {
    /// It is an absolute path of that machine.
    Machine,
    /// It lies outside the repository.
    Outside,
    /// The repository does not hold it: it is not there, or git ignores it.
    Absent,
    /// The package is for Windows alone.
    Windows,
    /// The package is for macOS alone.
    Mac,
    /// `pip freeze` of a Debian invented the package.
    Debian,
}
