//! Both sides' changes, in one text.

use std::ops::Range;

use super::changes::{Change, changes};
use super::order::{Arranged, arrange};
use super::piece::{Part, Piece};
use super::slide::slide;
use super::values::Expected;

/// Merges lines; the pieces where something clashes.
pub(super) fn combine<'a>(
    path: &str,
    base: &[&'a str],
    ours: &[&'a str],
    theirs: &[&'a str],
) -> Result<Vec<&'a str>, Vec<Piece<'a>>> {
    let expected = Expected::of(path, base, ours, theirs);
    let (mut mine, mut new) = (changes(base, ours), changes(base, theirs));
    slide(base, &mut mine, &mut new);
    let merging = Merging {
        base,
        ours: &mine,
        theirs: &new,
    };
    // An insertion into lines that the other side deletes is right where the values say so.
    let lenient = merging.parts(&|_| expected.is_known());
    if let Some(Arranged::Clean(lines)) = arrange(lenient, &expected) {
        return Ok(lines);
    }
    let strict =
        merging.parts(&|lines| !expected.is_known() && lines.iter().all(|line| is_remark(line)));
    match arrange(strict, &expected) {
        Some(Arranged::Clean(lines)) => Ok(lines),
        Some(Arranged::Clashing(pieces)) => Err(pieces),
        None => Err(vec![Piece::Clash {
            ours: ours.to_vec(),
            theirs: theirs.to_vec(),
        }]),
    }
}

/// A comment, or nothing: it means the same wherever it stands.
fn is_remark(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

struct Merging<'m, 'a> {
    base: &'m [&'a str],
    ours: &'m [Change<'a>],
    theirs: &'m [Change<'a>],
}

impl<'a> Merging<'_, 'a> {
    /// The merge from the first line to the last. `fits` tells whether lines may stand where the other side deleted
    /// what was around them.
    fn parts(&self, fits: &dyn Fn(&[&str]) -> bool) -> Vec<Part<'a>> {
        let clashes = self.clashes(fits);
        let mut parts = Vec::new();
        let mut at = 0;
        loop {
            if let Some(clash) = clashes.iter().find(|clash| clash.start == at) {
                // What stands at its edge belongs to both sides alike.
                self.insertions(at, &mut parts);
                parts.push(Part::Settled(Piece::Clash {
                    ours: self.side(self.ours, clash),
                    theirs: self.side(self.theirs, clash),
                }));
                at = clash.end;
                if clashes.iter().any(|next| next.start == at) {
                    continue;
                }
            }
            self.insertions(at, &mut parts);
            if at >= self.base.len() {
                return parts;
            }
            parts.push(Part::Settled(Piece::Lines(self.line(at))));
            at += 1;
        }
    }

    /// What both sides make of one line of the base that at most one of them replaces.
    fn line(&self, at: usize) -> Vec<&'a str> {
        let of = |side: &[Change<'a>]| {
            side.iter()
                .find(|change| change.base.contains(&at))
                .cloned()
        };
        let change = match (of(self.ours), of(self.theirs)) {
            (None, None) => return vec![self.base[at]],
            // Both delete it, or replace it alike.
            (Some(change), _) | (None, Some(change)) => change,
        };
        if change.base.start == at {
            change.lines
        } else {
            Vec::new()
        }
    }

    /// What is inserted before a line of the base.
    fn insertions(&self, at: usize, parts: &mut Vec<Part<'a>>) {
        let of = |side: &[Change<'a>]| {
            let mut insertions = side.iter();
            insertions
                .find(|change| change.is_insertion() && change.base.start == at)
                .map_or_else(Vec::new, |change| change.lines.clone())
        };
        let (ours, theirs) = (of(self.ours), of(self.theirs));
        parts.push(if holds(&ours, &theirs) {
            Part::Settled(Piece::Lines(ours))
        } else if holds(&theirs, &ours) {
            Part::Settled(Piece::Lines(theirs))
        } else {
            Part::Insertions { ours, theirs }
        });
    }

    /// The ranges of the base that both sides change, each in its own way, with all of the changes that reach into them.
    fn clashes(&self, fits: &dyn Fn(&[&str]) -> bool) -> Vec<Range<usize>> {
        let mut clashes: Vec<Range<usize>> = Vec::new();
        for ours in self.ours {
            for theirs in self.theirs {
                if clash(ours, theirs, fits) {
                    let start = ours.base.start.min(theirs.base.start);
                    clashes.push(start..ours.base.end.max(theirs.base.end));
                }
            }
        }
        for clash in &mut clashes {
            while let Some(change) = self.ours.iter().chain(self.theirs).find(|change| {
                let crosses = change.base.start < clash.end && clash.start < change.base.end;
                crosses && (change.base.start < clash.start || clash.end < change.base.end)
            }) {
                *clash = clash.start.min(change.base.start)..clash.end.max(change.base.end);
            }
        }
        clashes.sort_by_key(|clash| (clash.start, clash.end));
        let mut joined: Vec<Range<usize>> = Vec::new();
        for clash in clashes {
            match joined.last_mut() {
                Some(last) if clash.start < last.end || clash == *last => {
                    last.end = last.end.max(clash.end);
                }
                _ => joined.push(clash),
            }
        }
        joined
    }

    /// A side's text of some lines of the base; what it inserts at their edges is not among it.
    fn side(&self, side: &[Change<'a>], range: &Range<usize>) -> Vec<&'a str> {
        let mut lines = Vec::new();
        let mut at = range.start;
        let within = side.iter().filter(|change| {
            let inside = range.start < change.base.start && change.base.start < range.end;
            inside || (!change.is_insertion() && range.contains(&change.base.start))
        });
        for change in within {
            lines.extend(&self.base[at..change.base.start]);
            lines.extend(&change.lines);
            at = change.base.end;
        }
        lines.extend(&self.base[at..range.end]);
        lines
    }
}

/// Whether some lines are among others, in one piece. Empty ones are everywhere.
fn holds(lines: &[&str], part: &[&str]) -> bool {
    let says = part.iter().any(|line| !line.trim().is_empty());
    part.is_empty()
        || lines == part
        || (says && lines.windows(part.len()).any(|window| window == part))
}

fn clash(ours: &Change<'_>, theirs: &Change<'_>, fits: &dyn Fn(&[&str]) -> bool) -> bool {
    if ours == theirs {
        return false;
    }
    let inside = |insertion: &Change<'_>, other: &Change<'_>| {
        insertion.is_insertion()
            && other.base.start < insertion.base.start
            && insertion.base.start < other.base.end
    };
    for (insertion, other) in [(ours, theirs), (theirs, ours)] {
        if inside(insertion, other) {
            return !other.is_deletion() || !fits(&insertion.lines);
        }
    }
    let overlap = ours.base.start < theirs.base.end && theirs.base.start < ours.base.end;
    overlap && !(ours.is_deletion() && theirs.is_deletion())
}
