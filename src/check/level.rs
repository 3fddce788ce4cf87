//! How bad a finding is.

use serde::Serialize;

/// How bad it is.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// The stack does not start, or does not stay up.
    Stops,
    /// It runs, and is less safe or less certain than it could be.
    Weakens,
    /// Worth knowing.
    Note,
}
