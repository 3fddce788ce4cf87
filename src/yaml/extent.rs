//! Where the nodes of YAML begin and end: the parser's own spans may take in spaces and comments after them.

use std::ops::Range;

use crate::text::line_start;

/// Skips the anchor and the tag of a node.
fn after_properties(source: &str, range: &Range<usize>) -> usize {
    let mut at = range.start;
    while source[at..range.end].starts_with(['&', '!']) {
        let rest = &source[at..range.end];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        at += length;
        at += source[at..range.end].len() - source[at..range.end].trim_start().len();
    }
    at
}

/// Where a collection in flow style opens its bracket; `None` for block style.
pub(crate) fn opening(source: &str, range: &Range<usize>) -> Option<usize> {
    let at = after_properties(source, range);
    source[at..range.end].starts_with(['{', '[']).then_some(at)
}

/// The end of a collection in flow style, from its last item's end on.
pub(crate) fn closing(source: &str, from: usize) -> usize {
    let mut comment = false;
    let mut before = ' ';
    for (index, letter) in source[from..].char_indices() {
        match letter {
            '\n' | '\r' => comment = false,
            '}' | ']' if !comment => return from + index + 1,
            '#' if before.is_whitespace() || before == ',' => comment = true,
            _ => {}
        }
        before = letter;
    }
    source.len()
}

/// The end of a plain scalar or an alias.
pub(crate) fn plain_end(source: &str, range: &Range<usize>) -> usize {
    range.start + source[range.clone()].trim_end().len()
}

/// The end of a quoted scalar.
pub(crate) fn quoted_end(source: &str, range: &Range<usize>) -> usize {
    let start = after_properties(source, range);
    let mut letters = source[start..].char_indices();
    let Some((_, quote)) = letters.next() else {
        return range.end;
    };
    while let Some((index, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            // Two single quotes are one.
            if quote == '\'' && source[start + index + 1..].starts_with('\'') {
                letters.next();
                continue;
            }
            return start + index + 1;
        }
    }
    range.end
}

/// The end of a block scalar: of its last line with a text, or, where the empty lines below belong to it, the start of
/// the line after them.
pub(crate) fn block_end(source: &str, range: &Range<usize>, text: &str) -> usize {
    let written = &source[range.clone()];
    let keeps = text.ends_with("\n\n") || text == "\n";
    let kept = if keeps {
        written.trim_end_matches([' ', '\t'])
    } else {
        written.trim_end()
    };
    range.start + kept.len()
}

/// What a block scalar does with the line endings below it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Chomping {
    /// `|-`: none is part of it.
    Strip,
    /// `|`: one is, if there is one.
    Clip,
    /// `|+`: all are.
    Keep,
}

/// Reads it from the header above a block scalar's lines.
pub(crate) fn chomping(source: &str, start: usize) -> Chomping {
    let above = source[..start].trim_end();
    let header = &above[line_start(above, above.len())..];
    let mark = header.split_whitespace().rev().find_map(|word| {
        let mark = word.strip_prefix(['|', '>'])?;
        mark.chars()
            .all(|letter| matches!(letter, '+' | '-' | '0'..='9'))
            .then_some(mark)
    });
    match mark {
        Some(mark) if mark.contains('+') => Chomping::Keep,
        Some(mark) if mark.contains('-') => Chomping::Strip,
        _ => Chomping::Clip,
    }
}
