//! A node of a YAML text, as it stands there.

use std::ops::Range;

use saphyr_parser::ScalarStyle;

use super::extent::Chomping;

/// A node's number in its tree.
pub(crate) type Id = usize;

/// What a node is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// A text, with its quotes, escapes and folds resolved.
    Scalar { text: String, style: ScalarStyle },
    /// The nodes of a list's items, in their order.
    Sequence(Vec<Id>),
    /// The nodes of a mapping's keys and values, in their order.
    Mapping(Vec<(Id, Id)>),
    /// The node that it stands for.
    Alias(Id),
}

/// A node of a text: what it is, and which bytes it has.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// Its bytes; for a block scalar those of its lines, for a value that is left out none.
    pub(crate) range: Range<usize>,
    /// Where its bracket opens, for a collection in flow style.
    pub(crate) bracket: Option<usize>,
    /// What a block scalar does with the line endings below it.
    pub(crate) chomping: Option<Chomping>,
    /// Whether aliases may stand for it.
    pub(crate) anchored: bool,
    /// Its tag, such as `!reset`.
    pub(crate) tag: Option<String>,
}
