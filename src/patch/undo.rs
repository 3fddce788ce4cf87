//! From splices back to the text before.

use super::edit::{Splice, SpliceError, Splices};
use crate::text::{are_same_lines, ending, is_open, lines};

/// Undoes splices on a text in which the user may have edited other lines.
pub fn undo(text: &str, splices: &[Splice]) -> Result<String, SpliceError> {
    let splices: Vec<Splice> = splices.iter().map(|splice| adapted(splice, text)).collect();
    let mut places = Vec::with_capacity(splices.len());
    for splice in &splices {
        match occurrences(text, &splice.after)[..] {
            [offset] => places.push((offset, splice)),
            ref offsets => {
                return Err(SpliceError::NotUnique {
                    after: splice.after.clone(),
                    count: offsets.len(),
                });
            }
        }
    }
    places.sort_by_key(|(offset, _)| *offset);
    let mut restored = String::with_capacity(text.len());
    let mut position = 0;
    for (offset, splice) in places {
        if offset < position {
            return Err(SpliceError::Overlap {
                after: splice.after.clone(),
            });
        }
        restored.push_str(&text[position..offset]);
        restored.push_str(&splice.before);
        position = offset + splice.after.len();
        position += join(&mut restored, splice, &text[position..]);
    }
    restored.push_str(&text[position..]);
    Ok(restored)
}

/// Undoes the splices whose lines the user has left alone; those that belong together, together or not at all. The other
/// lines are the user's now.
#[must_use]
pub fn undo_intact(text: &str, splices: &[Splice]) -> String {
    let groups = splices.chunk_by(|_, next| next.joined);
    groups.rev().fold(text.to_owned(), |text, group| {
        undo(&text, group).unwrap_or(text)
    })
}

/// Undoes a patch of a file: the text before, or `None` where the patch created the file and the user added nothing.
pub fn unpatch(text: &str, splices: &Splices) -> Result<Option<String>, SpliceError> {
    let restored = undo(text, &splices.splices)?;
    Ok((!splices.created || !restored.is_empty()).then_some(restored))
}

impl Splices {
    /// The file as it is without what the user has left alone; `None` where nothing is left of one that the patch created.
    #[must_use]
    pub fn undone(&self, text: &str) -> Option<String> {
        if self.whole && !self.is_written(text) {
            return Some(text.to_owned());
        }
        let restored = undo_intact(text, &self.splices);
        (!self.created || !restored.is_empty()).then_some(restored)
    }

    /// Whether a text is just what the patch wrote, whatever ends its lines.
    fn is_written(&self, text: &str) -> bool {
        let written: String = self
            .splices
            .iter()
            .map(|splice| splice.after.as_str())
            .collect();
        are_same_lines(&written, text)
    }
}

/// A splice with the text's line endings, where git has converted all of them.
pub(super) fn adapted(splice: &Splice, text: &str) -> Splice {
    if !occurrences(text, &splice.after).is_empty() {
        return splice.clone();
    }
    let convert: fn(&str) -> String =
        match (text.matches('\n').count(), text.matches("\r\n").count()) {
            (_, 0) => |part| part.replace("\r\n", "\n"),
            (all, windows) if all == windows => {
                |part| part.replace("\r\n", "\n").replace('\n', "\r\n")
            }
            _ => str::to_owned,
        };
    Splice {
        before: convert(&splice.before),
        after: convert(&splice.after),
        joined: splice.joined,
    }
}

/// Keeps lines apart where a splice at an unterminated end has got lines of the user's after it. Returns how much of the
/// rest is used up.
fn join(restored: &mut String, splice: &Splice, rest: &str) -> usize {
    if rest.is_empty() {
        return 0;
    }
    if is_open(&splice.after) {
        let first = lines(rest).next().map_or(0, str::len);
        let closed = !is_open(&splice.before);
        return if closed { first } else { 0 };
    }
    if is_open(&splice.before) {
        restored.push_str(ending(&splice.after));
    }
    0
}

/// Where some whole lines stand in a text. An unterminated last line also matches a terminated one.
pub(super) fn occurrences(text: &str, wanted: &str) -> Vec<usize> {
    if wanted.is_empty() {
        return if text.is_empty() { vec![0] } else { Vec::new() };
    }
    let mut from = 0;
    let mut found = Vec::new();
    while let Some(start) = text[from..].find(wanted) {
        let offset = from + start;
        let rest = &text[offset + wanted.len()..];
        if starts_line(text, offset) && ends_line(wanted, rest) {
            found.push(offset);
        }
        // Matches may overlap.
        from = offset + wanted.chars().next().map_or(1, char::len_utf8);
    }
    found
}

/// Whether a line starts at an offset.
fn starts_line(text: &str, offset: usize) -> bool {
    let before = &text[..offset];
    before.is_empty()
        || before.ends_with('\n')
        || before.ends_with('\r') && !text[offset..].starts_with('\n')
}

/// Whether a match ends where a line does.
fn ends_line(wanted: &str, rest: &str) -> bool {
    if is_open(wanted) {
        rest.is_empty() || rest.starts_with(['\n', '\r'])
    } else {
        !(wanted.ends_with('\r') && rest.starts_with('\n'))
    }
}
