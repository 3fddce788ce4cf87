//! What a statement does to names.

use std::collections::BTreeSet;
use std::ops::Range;

use super::calls::NamedCall;

/// A statement at top level.
pub(crate) struct Statement {
    /// The start of its first line.
    pub(crate) start: usize,
    /// The end of its last line.
    pub(crate) end: usize,
    /// What kind of statement it is.
    pub(crate) kind: Kind,
    /// What it binds or changes, also in its branches, in the order of the text.
    pub(crate) bindings: Vec<Binding>,
    /// The names that it reads as it runs, and where. The bodies of functions run later.
    pub(crate) reads: Vec<(String, usize)>,
    /// Whether it may bind names that it does not show, as `from local import *` does.
    pub(crate) opaque: bool,
    /// The names that it binds on every path.
    pub(crate) sure: BTreeSet<String>,
    /// The names that are assigned in the body of a class, and where.
    pub(crate) attributes: Vec<(String, usize)>,
}

/// What matters of a statement where something is put beside it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// The docstring of the module, its first statement.
    Docstring,
    /// `from __future__ import …`
    Future,
    /// `import module`, alone and under its own name.
    Import(String),
    /// An import of several modules, under another name, or of a module's names.
    OtherImport,
    /// A function or class.
    Definition,
    /// Another statement with a body.
    Compound,
    /// A statement that is none of these.
    Simple,
}

impl Kind {
    /// Whether it has to stand before everything else.
    pub(crate) fn is_first(&self) -> bool {
        matches!(self, Self::Docstring | Self::Future)
    }

    /// Whether it is an import, but none from `__future__`.
    pub(crate) fn is_import(&self) -> bool {
        matches!(self, Self::Import(_) | Self::OtherImport)
    }
}

/// One place that binds or changes a name.
pub(crate) struct Binding {
    /// The name that is bound.
    pub(crate) name: String,
    /// The whole of the simple statement that does it.
    pub(crate) range: Range<usize>,
    /// Whether that stands in the body of another statement.
    pub(crate) nested: bool,
    /// How it does it.
    pub(crate) how: How,
}

/// How a name is bound.
pub(crate) enum How {
    /// By an assignment, `NAME = value`.
    Value(Value),
    /// By an import, `import module`; the module's dotted name.
    Module(String),
    /// `NAME += …`, `NAME[…] = …`, `NAME.append(…)`
    Changed,
    /// Not any more, by `del NAME`.
    Deleted,
    /// In any other way.
    Other,
}

/// The value that is assigned to a name, and what it is made of.
pub(crate) struct Value {
    /// From after the `=` to the end, with the value's own parentheses.
    pub(crate) span: Range<usize>,
    /// What it needs to become part of another expression.
    pub(crate) form: Form,
    /// The byte at which its statement starts.
    pub(crate) statement: usize,
    /// The calls in it that name something.
    pub(crate) calls: Vec<NamedCall>,
    /// Whether evaluating it does nothing but look up names.
    pub(crate) plain: bool,
    /// What stands under keys in it, where it is written as a dict, a dict before its own entries.
    pub(crate) entries: Vec<Entry>,
}

/// A value within a dict, or within a dict in one.
pub(crate) struct Entry {
    /// The keys under which it stands, the outermost first.
    pub(crate) keys: Vec<String>,
    /// The value, without parentheses around it.
    pub(crate) span: Range<usize>,
    /// What it needs to become part of another expression.
    pub(crate) form: Form,
}

/// How tightly an expression holds together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    /// It can stand anywhere.
    Atom,
    /// An operation on other values, such as a sum.
    Operation,
    /// A lambda or a conditional expression.
    Loose,
    /// It cannot even be an argument: a tuple without parentheses.
    Bare,
}
