//! The virtual tree that rendering makes: one environment's files.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One environment's files, by path from the repository's root.
pub type FileSet = BTreeMap<String, File>;

/// A file as djdock wants it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct File {
    /// The text of the whole file.
    pub text: String,
    /// The permissions that the file is written with.
    pub mode: Mode,
}

/// Permissions of a file.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Everybody may read it, 0644.
    #[default]
    Regular,
    /// Everybody may read and run it, 0755.
    Executable,
    /// Its owner alone may read it, 0600: it holds secrets.
    Private,
}

impl Mode {
    /// The permission bits, as `chmod` takes them.
    #[must_use]
    pub fn bits(self) -> u32 {
        match self {
            Self::Regular => 0o644,
            Self::Executable => 0o755,
            Self::Private => 0o600,
        }
    }
}
