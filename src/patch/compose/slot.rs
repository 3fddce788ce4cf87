//! Where a section of a mapping stands, and how it is extended there.

use std::collections::BTreeSet;

use super::entry::Entry;
use super::error::Obstacle;
use super::style::{Style, quotes};
use crate::text::Edit;
use crate::text::line_start;
use crate::yaml::{
    Chomping, Id, Kind, Quotes, Tree, after_comments, after_disabled, after_line, column, is_merge,
    pair_end,
};

/// An edit, and how deep what it adds stands: of two at one place, the deeper one comes first.
#[derive(Clone, Debug)]
pub(super) struct Addition {
    pub(super) edit: Edit,
    /// Twice the column; one more for entries of a section that is there, which may stand at its key's column.
    pub(super) depth: usize,
    /// Whether it adds whole lines.
    pub(super) lines: bool,
}

impl Addition {
    /// Lines with keys at a column.
    pub(super) fn lines(offset: usize, column: usize, text: String) -> Self {
        Self {
            edit: Edit::insert(offset, text),
            depth: 2 * column,
            lines: true,
        }
    }

    fn within(offset: usize, text: String) -> Self {
        Self {
            edit: Edit::insert(offset, text),
            depth: usize::MAX,
            lines: false,
        }
    }
}

/// The place of a section, such as `environment:`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Slot {
    /// The mapping that should get it.
    Absent(Id),
    /// Its key and what stands there, wherever that was merged from.
    Present { key: Id, value: Id },
}

impl Slot {
    /// Finds a section: in the mapping itself, in what it merges, or, where some is planned, in what will be there.
    pub(super) fn find(
        tree: &Tree,
        mapping: Id,
        section: &str,
        planned: &BTreeSet<Slot>,
    ) -> Option<Self> {
        let mapping = tree.resolved(mapping);
        matches!(tree.node(mapping).kind, Kind::Mapping(_)).then_some(())?;
        let found = present(tree, mapping, section, planned);
        Some(found.unwrap_or(Self::Absent(mapping)))
    }

    /// The node that is extended.
    pub(super) fn node(self, tree: &Tree) -> Id {
        match self {
            Self::Absent(mapping) => mapping,
            Self::Present { value, .. } => tree.resolved(value),
        }
    }

    /// Extends the section. `deeper` is how far a new one's entries are indented, `apart` whether an empty line stands
    /// above a new one.
    pub(super) fn extended(
        self,
        tree: &Tree,
        style: &Style,
        section: &str,
        entries: &[Entry],
        (deeper, apart): (usize, bool),
    ) -> Result<Addition, Obstacle> {
        let node = self.node(tree);
        let refused = Obstacle::Style {
            line: tree.line(node),
        };
        let addition = match self {
            Self::Absent(mapping) => new_section(tree, style, mapping, section, entries, deeper)
                .map(|mut addition| {
                    let keeps = tree.chomping(mapping) == Some(Chomping::Keep);
                    if apart && addition.lines && !keeps {
                        addition.edit.text.insert_str(0, style.newline);
                    }
                    addition
                }),
            Self::Present { .. } if tree.node(node).tag.is_some() => None,
            Self::Present { key, value } if tree.is_absent(value) => {
                below_key(tree, style, key, entries, deeper)
            }
            Self::Present { key, .. } => section_end(tree, style, key, node, entries),
        };
        addition.ok_or(refused)
    }
}

fn present(tree: &Tree, mapping: Id, section: &str, planned: &BTreeSet<Slot>) -> Option<Slot> {
    if let Some((key, value)) = tree.pair(mapping, section) {
        return Some(Slot::Present { key, value });
    }
    if planned.contains(&Slot::Absent(mapping)) {
        return Some(Slot::Absent(mapping));
    }
    let merges = tree
        .pairs(mapping)
        .iter()
        .filter(|(key, _)| is_merge(tree, *key));
    let sources = merges.flat_map(|(_, value)| {
        let value = tree.resolved(*value);
        match &tree.node(value).kind {
            Kind::Sequence(items) => items.clone(),
            _ => vec![value],
        }
    });
    sources
        .into_iter()
        .find_map(|source| present(tree, tree.resolved(source), section, planned))
}

/// A section that a mapping does not have.
fn new_section(
    tree: &Tree,
    style: &Style,
    mapping: Id,
    section: &str,
    entries: &[Entry],
    deeper: usize,
) -> Option<Addition> {
    if tree.node(mapping).bracket.is_some() {
        let pairs: Vec<String> = entries
            .iter()
            .map(|entry| entry.flow_pair(Quotes::Needed))
            .collect();
        let text = format!("{section}: {{{}}}", pairs.join(", "));
        return in_brackets(tree, mapping, &text);
    }
    let keys = column(tree, mapping)?;
    let least = if keys == 0 { 1 } else { keys };
    let offset = block_end(tree, mapping, least)?;
    let mut text = format!("{}{section}:{}", Style::indent(keys), style.newline);
    for entry in entries {
        text.push_str(&entry.block_pair(keys + deeper, Quotes::Needed, style));
    }
    Some(Addition::lines(offset, keys, text))
}

/// The entries of a section that has none.
fn below_key(
    tree: &Tree,
    style: &Style,
    key: Id,
    entries: &[Entry],
    deeper: usize,
) -> Option<Addition> {
    let start = tree.node(key).range.start;
    let indent = &tree.source[line_start(tree.source, start)..start];
    let indent = indent.trim_start_matches('\u{feff}');
    indent.trim_matches(' ').is_empty().then_some(())?;
    let keys = indent.len();
    let offset = after_line(tree.source, tree.node(key).range.end);
    let text: String = entries
        .iter()
        .map(|entry| entry.block_pair(keys + deeper, Quotes::Needed, style))
        .collect();
    Some(Addition::lines(offset, keys + deeper, text))
}

/// Entries after those that a section has.
fn section_end(
    tree: &Tree,
    style: &Style,
    key: Id,
    node: Id,
    entries: &[Entry],
) -> Option<Addition> {
    let (listed, last) = match &tree.node(node).kind {
        Kind::Sequence(items) => (true, items.last().copied()),
        Kind::Mapping(pairs) => (false, pairs.last().map(|pair| pair.1)),
        _ => return None,
    };
    let beside = last.map_or(Quotes::Needed, |last| quotes(tree, last));
    if tree.node(node).bracket.is_some() {
        let texts = entries.iter().map(|entry| {
            if listed {
                entry.flow_item(beside)
            } else {
                entry.flow_pair(beside)
            }
        });
        return in_brackets(tree, node, &texts.collect::<Vec<_>>().join(", "));
    }
    let own = column(tree, node)?;
    let start = tree.node(key).range.start;
    // A comment at the dashes' column belongs to the next key where the list is not indented.
    let flush = listed && start - line_start(tree.source, start) == own;
    let offset = block_end(tree, node, own + usize::from(flush))?;
    let text = entries.iter().map(|entry| {
        if listed {
            entry.block_item(own, beside, style)
        } else {
            entry.block_pair(own, beside, style)
        }
    });
    let mut addition = Addition::lines(offset, own, text.collect());
    addition.depth += 1;
    Some(addition)
}

/// Where the lines of a collection in block style end, with the comments that are indented at least so far.
pub(super) fn block_end(tree: &Tree, id: Id, least: usize) -> Option<usize> {
    let end = match &tree.node(id).kind {
        Kind::Mapping(pairs) => pair_end(tree, *pairs.last()?),
        Kind::Sequence(items) => tree.node(*items.last()?).range.end,
        _ => return None,
    };
    let end = after_disabled(tree.source, after_line(tree.source, end));
    Some(after_comments(tree.source, end, least))
}

/// A text after the last item in brackets; before the first one where the last pair has no value.
fn in_brackets(tree: &Tree, id: Id, text: &str) -> Option<Addition> {
    let node = tree.node(id);
    let open = node.bracket? + 1;
    let last = match &node.kind {
        Kind::Mapping(pairs) => pairs.last().map(|pair| pair.1),
        Kind::Sequence(items) => items.last().copied(),
        _ => return None,
    };
    Some(match last {
        None => Addition::within(open, text.to_owned()),
        Some(last) if tree.is_absent(last) => Addition::within(open, format!("{text}, ")),
        Some(last) => Addition::within(tree.node(last).range.end, format!(", {text}")),
    })
}
