//! The one primitive of every patch, and its record in the lock.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Replaces a byte range of a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edit {
    /// The bytes that are replaced; empty for an insertion.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
    /// Whether it makes sense only with the edit before it, as a closing bracket does.
    pub joined: bool,
}

impl Edit {
    /// Puts a text at an offset.
    #[must_use]
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(offset..offset, text)
    }

    /// Puts a text in the place of another.
    #[must_use]
    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Self {
        Self {
            range,
            text: text.into(),
            joined: false,
        }
    }
}

/// One applied edit: `after` stands once in the patched text, where `before` stood.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Splice {
    /// The whole lines before the edit.
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
    /// The whole text.
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

/// Applies edits to a text. They must not overlap; insertions at one point keep their order.
#[must_use]
pub fn apply_edits(source: &str, edits: &[Edit]) -> String {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut text = String::with_capacity(source.len());
    let mut position = 0;
    for edit in ordered {
        text.push_str(&source[position..edit.range.start]);
        text.push_str(&edit.text);
        position = edit.range.end;
    }
    text.push_str(&source[position..]);
    text
}

/// Applies edits to a text that exists, or creates it, and records them.
pub(crate) fn patched(source: Option<&str>, edits: &[Edit]) -> PatchedText {
    let text = source.unwrap_or_default();
    PatchedText {
        text: apply_edits(text, edits),
        splices: Splices {
            created: source.is_none(),
            whole: false,
            splices: super::record::record(text, edits),
        },
    }
}
