//! How a compose file is laid out.

use saphyr_parser::ScalarStyle;

use crate::text::newline;
use crate::yaml::{Id, Kind, Quotes, Tree, column, is_set_off};

/// What a compose file's lines look like; columns and steps are spaces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// The line ending that the file has.
    pub(super) newline: &'static str,
    /// The column of the services' names, and of the names in a new section.
    pub(super) names: usize,
    /// How much deeper each level is.
    pub(super) step: usize,
    /// How much deeper than its key a list's dashes stand.
    pub(super) dashes: usize,
    /// Whether an empty line stands between two services.
    pub(super) services_apart: bool,
    /// Whether an empty line stands between two sections.
    pub(super) sections_apart: bool,
}

/// What a file looks like that has nothing to learn from.
const STEP: usize = 2;

impl Style {
    /// Reads it from the file's services.
    pub(super) fn of(tree: &Tree, root: Id, services: Id) -> Self {
        let pairs = tree.pairs(services);
        let top = column(tree, root).unwrap_or(0);
        let own = column(tree, services);
        let inner = pairs.iter().rev().find_map(|(_, value)| {
            let block = tree.node(*value).bracket.is_none();
            let inner = column(tree, *value).filter(|_| block)?;
            inner.checked_sub(own?).filter(|step| *step > 0)
        });
        let names = own.unwrap_or(top + sections_step(tree, root).unwrap_or(STEP));
        let step = inner.unwrap_or(names - top).max(1);
        let apart = |pairs: &[(Id, Id)]| {
            let set_off =
                |(key, _): &(Id, Id)| is_set_off(tree.source, tree.node(*key).range.start);
            pairs.iter().skip(1).any(set_off)
        };
        let sections = tree.pairs(root);
        Self {
            newline: newline(tree.source),
            names,
            step,
            dashes: dashes(tree, services).unwrap_or(step),
            services_apart: apart(pairs),
            sections_apart: sections.len() < 2 || apart(sections),
        }
    }

    /// As many spaces as a column needs before it.
    pub(super) fn indent(column: usize) -> String {
        " ".repeat(column)
    }
}

/// How far the first section's names are indented.
fn sections_step(tree: &Tree, root: Id) -> Option<usize> {
    let top = column(tree, root)?;
    tree.pairs(root).iter().find_map(|(_, value)| {
        let block = tree.node(*value).bracket.is_none();
        let column = column(tree, *value).filter(|_| block)?;
        column.checked_sub(top).filter(|step| *step > 0)
    })
}

/// How far the dashes of the services' first list are indented below its key.
fn dashes(tree: &Tree, services: Id) -> Option<usize> {
    tree.pairs(services).iter().find_map(|(_, service)| {
        let keys = column(tree, *service)?;
        tree.pairs(*service).iter().find_map(|(_, value)| {
            let node = tree.node(*value);
            let list = matches!(node.kind, Kind::Sequence(_)) && node.bracket.is_none();
            column(tree, *value).filter(|_| list)?.checked_sub(keys)
        })
    })
}

/// The quotes of a scalar that is there already.
pub(super) fn quotes(tree: &Tree, id: Id) -> Quotes {
    match tree.node(id).kind {
        Kind::Scalar {
            style: ScalarStyle::SingleQuoted,
            ..
        } => Quotes::Single,
        Kind::Scalar {
            style: ScalarStyle::DoubleQuoted,
            ..
        } => Quotes::Double,
        _ => Quotes::Needed,
    }
}
