//! What edits did to a file, as the lock records it.

use serde::{Deserialize, Serialize};

/// One applied edit: `after` stands once in the patched text, where `before` stood.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Splice {
    /// The whole lines before the edit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// The whole lines after it, unique in the patched text.
    pub after: String,
    /// Whether it is undone only together with the splice before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joined: bool,
}

/// What was done to one file.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Splices {
    /// Whether the file was created, so that undoing removes it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub created: bool,
    /// Whether it is djdock's as a whole, so that one edit makes it the user's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// In the order of the file.
    pub splices: Vec<Splice>,
}

/// A file's text after a patch, and how to undo it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PatchedText {
    /// The patched file's text.
    pub text: String,
    /// What was done; without a splice, the text is as it was.
    pub splices: Splices,
}

/// Why a patch cannot be undone.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SpliceError {
    /// The patched lines do not stand there any more, or more than once.
    #[error("{count} places hold the patched lines")]
    NotUnique {
        /// The lines that were looked for.
        after: String,
        /// How often they were found.
        count: usize,
    },
    /// Two patched places have become one.
    #[error("two patched places overlap")]
    Overlap {
        /// The lines of the second of them.
        after: String,
    },
}
