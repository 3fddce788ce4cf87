//! The virtual tree that rendering makes: one environment's files.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One environment's files, by path from the repository's root.
pub type FileSet = BTreeMap<String, File>;

/// A file as djdock wants it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct File {
    /// The whole text.
    pub text: String,
    /// Its permissions.
    pub mode: Mode,
}

/// Permissions of a file.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// 0644.
    #[default]
    Regular,
    /// 0755.
    Executable,
    /// 0600: secrets.
    Private,
}

impl Mode {
    /// The permission bits.
    #[must_use]
    pub fn bits(self) -> u32 {
        match self {
            Self::Regular => 0o644,
            Self::Executable => 0o755,
            Self::Private => 0o600,
        }
    }
}
