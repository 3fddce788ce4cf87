//! The one primitive of every patch.

use std::ops::Range;

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
