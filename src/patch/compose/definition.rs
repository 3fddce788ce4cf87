//! The block of a service to add, in the file's own layout.

use std::collections::BTreeMap;

use super::error::ComposeError;
use super::style::Style;
use crate::compose::Container;
use crate::text::position;
use crate::yaml::{Id, Kind, Quotes, Tree, Value, column, write};

/// A service to add.
#[derive(Debug)]
pub(super) struct Definition<'a> {
    pub(super) name: &'a str,
    text: String,
    /// What it means, without the networks that it joins.
    pub(super) container: Container,
}

impl<'a> Definition<'a> {
    /// Reads a definition: a mapping in block style.
    pub(super) fn parse(name: &'a str, text: &str) -> Result<Self, ComposeError> {
        let refused = |why| ComposeError::Definition {
            service: name.to_owned(),
            why,
        };
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let first = lines.iter().position(|line| !line.is_empty());
        let text = lines[first.unwrap_or(0)..].join("\n");
        let text = format!("{}\n", text.trim_end());
        let tree = Tree::parse(&text).map_err(|error| refused(Some(error)))?;
        match tree.root() {
            Some(root) if column(&tree, root) == Some(0) && !tree.pairs(root).is_empty() => {
                let container = Container::unchecked(name, Value::of(&tree, root)?);
                Ok(Self {
                    name,
                    text,
                    container,
                })
            }
            _ => Err(refused(None)),
        }
    }

    /// Whether it mounts a named volume.
    pub(super) fn mounts(&self, volume: &str) -> bool {
        let mut mounts = self.container.mounts().into_iter();
        mounts.any(|mount| mount.volume() == Some(volume))
    }

    /// What it means on some networks.
    pub(super) fn on(&self, networks: &[String]) -> Value {
        if networks.is_empty() || self.container.get("networks").is_some() {
            return self.container.definition();
        }
        let names = networks.iter().map(Value::text).collect();
        let container = self.container.clone();
        let container = container.with("networks", Value::Sequence(names));
        container.definition()
    }

    /// Its lines, below its name.
    pub(super) fn block(&self, style: &Style, networks: &[String]) -> String {
        let name = write(self.name, Quotes::Needed, false);
        let mut body = self.laid_out(style);
        let has_own = self.container.get("networks").is_some();
        let networks = if has_own { &[] } else { networks };
        if !networks.is_empty() {
            body.push_str("networks:\n");
        }
        for network in networks {
            let network = write(network, Quotes::Needed, false);
            body.extend([&Style::indent(style.dashes), "- ", &network, "\n"]);
        }
        let indent = Style::indent(style.names + style.step);
        let mut block = format!("{}{name}:{}", Style::indent(style.names), style.newline);
        for line in body.lines() {
            if !line.is_empty() {
                block.extend([&indent, line]);
            }
            block.push_str(style.newline);
        }
        block
    }

    /// The definition with the file's steps, where that means the same.
    fn laid_out(&self, style: &Style) -> String {
        let Ok(tree) = Tree::parse(&self.text) else {
            return self.text.clone();
        };
        let mut layout = Layout {
            tree: &tree,
            style,
            columns: BTreeMap::new(),
        };
        if let Some(root) = tree.root() {
            layout.collection(root, 0, 0);
        }
        let text = layout.text();
        match Value::parse(&text) {
            Ok(value) if value == self.container.definition() => text,
            _ => self.text.clone(),
        }
    }
}

/// The new columns of a text's lines.
struct Layout<'a> {
    tree: &'a Tree<'a>,
    style: &'a Style,
    /// By line, from 0: the columns before and after.
    columns: BTreeMap<usize, (usize, usize)>,
}

impl Layout<'_> {
    fn line(&self, offset: usize) -> usize {
        position(self.tree.source, offset).0 - 1
    }

    /// Moves a collection in block style from one column to another, with all that is in it.
    fn collection(&mut self, id: Id, from: usize, to: usize) {
        let tree = self.tree;
        match &tree.node(id).kind {
            Kind::Mapping(pairs) => {
                for (key, value) in pairs {
                    let line = self.line(tree.node(*key).range.start);
                    self.columns.entry(line).or_insert((from, to));
                    self.value(*value, to);
                }
            }
            Kind::Sequence(items) => {
                for item in items {
                    let start = tree.node(*item).range.start;
                    let (line, place) = position(tree.source, start);
                    self.columns.entry(line - 1).or_insert((from, to));
                    let deeper = (place - 1).saturating_sub(from);
                    if tree.node(*item).bracket.is_none() {
                        self.collection(*item, from + deeper, to + deeper);
                    }
                }
            }
            _ => {}
        }
    }

    /// Moves the value of a key that has moved to a column.
    fn value(&mut self, id: Id, keys: usize) {
        let node = self.tree.node(id);
        let deeper = match &node.kind {
            Kind::Mapping(_) => self.style.step,
            Kind::Sequence(_) => self.style.dashes,
            Kind::Scalar { style, .. } => {
                use saphyr_parser::ScalarStyle::{Folded, Literal};
                if matches!(style, Literal | Folded) {
                    self.block_scalar(id, keys + self.style.step);
                }
                return;
            }
            Kind::Alias(_) => return,
        };
        if let (None, Some(from)) = (node.bracket, column(self.tree, id)) {
            self.collection(id, from, keys + deeper);
        }
    }

    fn block_scalar(&mut self, id: Id, to: usize) {
        let range = self.tree.node(id).range.clone();
        let first = self.line(range.start);
        let last = self.line(range.end);
        let lines: Vec<&str> = self.tree.source.lines().collect();
        let from = lines
            .get(first)
            .map_or(0, |line| line.len() - line.trim_start().len());
        for (number, line) in lines.iter().enumerate().take(last + 1).skip(first) {
            let own = line.len() - line.trim_start_matches(' ').len();
            let moved = to + own.saturating_sub(from);
            self.columns.entry(number).or_insert((own, moved));
        }
    }

    /// The text with its lines moved; those that start nothing move with what they belong to.
    fn text(&self) -> String {
        let mut text = String::new();
        for (number, line) in self.tree.source.lines().enumerate() {
            let rest = line.trim_start_matches(' ');
            let own = line.len() - rest.len();
            let comment = rest.starts_with('#');
            let next = self.columns.range(number..).next();
            let before = self.columns.range(..=number).next_back();
            let column = match (next, before) {
                (Some((_, (from, to))), _) if comment && *from == own => *to,
                (_, Some((_, (from, to)))) => (own + to).saturating_sub(*from),
                _ => own,
            };
            if !rest.is_empty() {
                text.extend([&Style::indent(column), rest]);
            }
            text.push('\n');
        }
        text
    }
}
