//! What one side changes of the base's lines.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// Lines of the base, and what stands there instead.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Change<'a> {
    /// The base's lines; none for an insertion before the line of that number.
    pub(super) base: Range<usize>,
    /// The side's lines; none for a deletion.
    pub(super) lines: Vec<&'a str>,
}

impl Change<'_> {
    pub(super) fn is_insertion(&self) -> bool {
        self.base.is_empty()
    }

    pub(super) fn is_deletion(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The changes, in the base's order. Lines that are replaced by as many are changes of their own, so that one side may
/// change the first and the other side the second.
pub(super) fn changes<'a>(base: &[&'a str], side: &[&'a str]) -> Vec<Change<'a>> {
    let mut input: InternedInput<&str> = InternedInput::default();
    input.update_before(base.iter().copied());
    input.update_after(side.iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let mut changes = Vec::new();
    for hunk in diff.hunks() {
        let old = hunk.before.start as usize..hunk.before.end as usize;
        let new = &side[hunk.after.start as usize..hunk.after.end as usize];
        if old.len() == new.len() {
            let single = old.zip(new).map(|(index, line)| Change {
                base: index..index + 1,
                lines: vec![*line],
            });
            changes.extend(single);
        } else {
            let lines = new.to_vec();
            changes.push(Change { base: old, lines });
        }
    }
    changes
}
