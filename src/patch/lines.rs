//! Files that are a list of lines: `.gitignore`, `.gitattributes`.

use std::collections::BTreeSet;

use super::edit::PatchedText;
use super::record::patched;
use crate::text::Edit;
use crate::text::{is_open, lines, newline};

/// Adds the lines that a file does not have, at its end; `None` creates it.
#[must_use]
pub fn patch_lines(source: Option<&str>, wanted: &[String]) -> PatchedText {
    let text = source.unwrap_or_default();
    let mut present: BTreeSet<&str> = lines(text).map(str::trim).collect();
    let missing: Vec<&str> = wanted
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty() && present.insert(line))
        .collect();
    if missing.is_empty() {
        return patched(Some(text), &[]);
    }
    patched(source, &append(text, &missing))
}

/// One insertion for each line, so that each is undone by itself.
pub(crate) fn append(text: &str, wanted: &[&str]) -> Vec<Edit> {
    let newline = newline(text);
    wanted
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let lead = if index == 0 && is_open(text) {
                newline
            } else {
                ""
            };
            Edit::insert(text.len(), format!("{lead}{line}{newline}"))
        })
        .collect()
}
