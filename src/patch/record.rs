//! From edits to splices: what the lock needs to find an edit again.

use std::ops::Range;

use super::edit::{PatchedText, Splice, Splices};
use super::undo::occurrences;
use crate::text::{Edit, apply_edits};
use crate::text::{is_open, lines};

/// Edits and the whole lines of the source that they stand for.
struct Hunk<'a> {
    lines: Range<usize>,
    edits: Vec<&'a Edit>,
    grown: usize,
}

/// Applies edits to a text that exists, or creates it, and records them.
pub(crate) fn patched(source: Option<&str>, edits: &[Edit]) -> PatchedText {
    let text = source.unwrap_or_default();
    PatchedText {
        text: apply_edits(text, edits),
        splices: Splices {
            created: source.is_none(),
            whole: false,
            splices: record(text, edits),
        },
    }
}

/// Records edits as whole lines. A splice takes in neighbouring lines only where its own would not be unique in the
/// patched text, so that the user's edits beside it do not matter.
#[must_use]
pub fn record(source: &str, edits: &[Edit]) -> Vec<Splice> {
    let starts = line_starts(source);
    let patched = apply_edits(source, edits);
    let mut hunks = hunks(source, &starts, edits);
    let count = starts.len() - 1;
    while let Some((index, growth)) = lacking(source, &starts, &patched, &hunks) {
        if !grow(&mut hunks, index, growth, count) {
            break;
        }
    }
    hunks
        .iter()
        .map(|hunk| Splice {
            before: source[hunk.bytes(&starts)].to_owned(),
            after: hunk.after(source, &starts),
            joined: hunk.edits[0].joined,
        })
        .collect()
}

/// The first hunk that needs another line to be found again, just where it stands.
fn lacking(
    source: &str,
    starts: &[usize],
    patched: &str,
    hunks: &[Hunk],
) -> Option<(usize, Growth)> {
    let mut place = 0;
    let mut position = 0;
    for (index, hunk) in hunks.iter().enumerate() {
        let bytes = hunk.bytes(starts);
        let after = hunk.after(source, starts);
        place += bytes.start - position;
        let rest = index + 1 < hunks.len() || bytes.end < source.len();
        if is_open(&after) && rest {
            return Some((index, Growth::Below));
        }
        if after.is_empty() || occurrences(patched, &after) != [place] {
            return Some((index, Growth::Either));
        }
        place += after.len();
        position = bytes.end;
    }
    None
}

impl Hunk<'_> {
    fn bytes(&self, starts: &[usize]) -> Range<usize> {
        starts[self.lines.start]..starts[self.lines.end]
    }

    fn after(&self, source: &str, starts: &[usize]) -> String {
        let bytes = self.bytes(starts);
        let edits: Vec<Edit> = self
            .edits
            .iter()
            .map(|edit| Edit {
                range: edit.range.start - bytes.start..edit.range.end - bytes.start,
                ..(*edit).clone()
            })
            .collect();
        apply_edits(&source[bytes], &edits)
    }
}

/// The offset of every line, and of the end.
fn line_starts(source: &str) -> Vec<usize> {
    let mut starts = vec![0];
    for line in lines(source) {
        starts.push(starts[starts.len() - 1] + line.len());
    }
    starts
}

/// One hunk for each edit; those that share a line are one.
fn hunks<'a>(source: &str, starts: &[usize], edits: &'a [Edit]) -> Vec<Hunk<'a>> {
    let mut ordered: Vec<&Edit> = edits
        .iter()
        .filter(|edit| source[edit.range.clone()] != edit.text)
        .collect();
    ordered.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut hunks: Vec<Hunk> = Vec::new();
    for edit in ordered {
        let lines = whole_lines(source, starts, edit);
        match hunks.last_mut() {
            Some(last) if lines.start < last.lines.end => {
                last.lines.end = last.lines.end.max(lines.end);
                last.edits.push(edit);
            }
            _ => hunks.push(Hunk {
                lines,
                edits: vec![edit],
                grown: 0,
            }),
        }
    }
    hunks
}

/// The lines that an edit changes; none for an insertion of whole lines between two.
fn whole_lines(source: &str, starts: &[usize], edit: &Edit) -> Range<usize> {
    let count = starts.len() - 1;
    let closed = !is_open(source);
    let aligned =
        |offset: usize| starts[..count].contains(&offset) || (offset == source.len() && closed);
    let line_of = |offset: usize| match starts.binary_search(&offset) {
        Ok(line) if line < count || closed => line,
        Ok(_) => count - 1,
        Err(next) => next - 1,
    };
    let first = line_of(edit.range.start);
    let ends_line = if edit.text.is_empty() {
        aligned(edit.range.start)
    } else {
        !is_open(&edit.text)
    };
    let last = line_of(edit.range.end);
    if aligned(edit.range.end) && ends_line {
        first..last.max(first)
    } else {
        first..(last + 1).min(count)
    }
}

/// Where a hunk may take in a line.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Growth {
    /// Its text joins the next line.
    Below,
    /// Its text is not unique: above and below in turn.
    Either,
}

/// Takes one more line into a hunk; a hunk that it meets becomes part of it. Returns whether there was one.
fn grow(hunks: &mut Vec<Hunk>, index: usize, growth: Growth, count: usize) -> bool {
    let lines = hunks[index].lines.clone();
    let above = growth == Growth::Either && (lines.start > 0 || index > 0);
    let below = lines.end < count || index + 1 < hunks.len();
    if !above && !below {
        return false;
    }
    let turn = hunks[index].grown.is_multiple_of(2);
    hunks[index].grown += 1;
    if above && (turn || !below) {
        if index > 0 && hunks[index - 1].lines.end == lines.start {
            merge(hunks, index - 1);
        } else {
            hunks[index].lines.start -= 1;
        }
    } else if hunks
        .get(index + 1)
        .is_some_and(|next| next.lines.start == lines.end)
    {
        merge(hunks, index);
    } else {
        hunks[index].lines.end += 1;
    }
    true
}

/// Makes one hunk of two neighbours.
fn merge(hunks: &mut Vec<Hunk>, index: usize) {
    let next = hunks.remove(index + 1);
    let hunk = &mut hunks[index];
    hunk.lines.end = hunk.lines.end.max(next.lines.end);
    hunk.edits.extend(next.edits);
    hunk.grown = hunk.grown.max(next.grown);
}
