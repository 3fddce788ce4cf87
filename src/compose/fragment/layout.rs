//! Where the lines of a container stand.

use std::ops::Range;

use crate::text::line_start;
use crate::yaml::{Id, Tree, after_comments, after_line, column, pair_end};

/// The lines of a container in block style. Offsets are bytes of the fragment's text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Layout {
    /// Its name, with the quotes.
    pub(super) name: Range<usize>,
    /// The lines below its name's, comments among and after them included.
    pub(super) body: Range<usize>,
    /// The column of its keys.
    pub(super) column: usize,
    /// The lines of each key that stands in it itself, in their order.
    pub(super) pairs: Vec<(String, Range<usize>)>,
}

impl Layout {
    /// `None` where a line holds more than one key, or where keys are no plain texts.
    pub(super) fn of(tree: &Tree, key: Id, value: Id) -> Option<Self> {
        let shift = tree.shift();
        let column = column(tree, value).filter(|_| tree.node(value).bracket.is_none())?;
        let here = |range: Range<usize>| range.start - shift..range.end - shift;
        let name = tree.node(key).range.clone();
        let mut pairs = Vec::new();
        let mut body = after_line(tree.source, name.end);
        let start = body;
        for pair in tree.pairs(value) {
            let at = line_start(tree.source, tree.node(pair.0).range.start);
            if at < body {
                return None;
            }
            let end = after_line(tree.source, pair_end(tree, *pair));
            body = after_comments(tree.source, end, column + 1);
            pairs.push((tree.text(pair.0)?.to_owned(), here(at..body)));
        }
        let end = after_comments(tree.source, body, column);
        Some(Self {
            name: here(name),
            body: here(start..end),
            column,
            pairs,
        })
    }
}
