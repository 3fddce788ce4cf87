//! The nodes of a YAML text and where they stand in it.

use std::collections::HashSet;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};

use super::error::YamlError;
use super::extent::Chomping;
use super::growth::Growth;
use super::node::{Id, Kind, Node};
use crate::text::{is_open, lines};

/// A YAML document as nodes that keep their places in its text.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) source: &'a str,
    /// Where each line starts.
    lines: Vec<usize>,
    nodes: Vec<Node>,
    root: Option<Id>,
    /// The anchors that a line above the text declares.
    outer: Vec<&'a str>,
}

impl<'a> Tree<'a> {
    /// Parses a text of one document at most; nothing but comments has no root.
    pub(crate) fn parse(source: &'a str) -> Result<Self, YamlError> {
        let mut growth = Growth::new(source);
        let mut parser = Parser::<StrInput>::new_from_str(source);
        let mut documents = 0;
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| YamlError::Syntax {
                line: error.marker().line(),
                column: error.marker().col() + 1,
                message: error.info().to_owned(),
            })?;
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(_) if documents == 1 => {
                    let line = span.start.line();
                    return Err(YamlError::MultipleDocuments { line });
                }
                Event::DocumentStart(_) => documents += 1,
                event => growth.take(event, span)?,
            }
        }
        let tree = Self {
            source,
            lines: line_starts(source),
            nodes: growth.nodes,
            root: growth.root,
            outer: Vec::new(),
        };
        tree.without_duplicates()?;
        Ok(tree)
    }

    /// Parses a text below a line that declares anchors of other parts of its document; see [`super::Part`].
    pub(super) fn parse_below(source: &'a str, outer: Vec<&'a str>) -> Result<Self, YamlError> {
        if outer.is_empty() {
            return Self::parse(source);
        }
        let mut tree = Self::parse(source).map_err(YamlError::without_first_line)?;
        if let Some(root) = tree.root
            && let Kind::Mapping(pairs) = &mut tree.nodes[root].kind
        {
            pairs.remove(0);
            tree.root = tree.root.filter(|_| !pairs.is_empty());
        }
        tree.outer = outer;
        Ok(tree)
    }

    /// How many bytes stand before the text itself.
    pub(crate) fn shift(&self) -> usize {
        let starts = self.lines.get(1).filter(|_| !self.outer.is_empty());
        starts.copied().unwrap_or_default()
    }

    /// The anchor of another part of the document for which a node stands.
    pub(super) fn outer(&self, target: Id) -> Option<&'a str> {
        // They were read first, behind the key of their list.
        self.outer.get(target.checked_sub(1)?).copied()
    }

    pub(crate) fn root(&self) -> Option<Id> {
        self.root
    }

    pub(crate) fn node(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    /// The node that an alias stands for, or the node itself.
    pub(crate) fn resolved(&self, id: Id) -> Id {
        match self.nodes[id].kind {
            Kind::Alias(target) => self.resolved(target),
            _ => id,
        }
    }

    /// The text of a scalar.
    pub(crate) fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[self.resolved(id)].kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The pairs of a mapping; none for anything else.
    pub(crate) fn pairs(&self, id: Id) -> &[(Id, Id)] {
        match &self.nodes[id].kind {
            Kind::Mapping(pairs) => pairs,
            _ => &[],
        }
    }

    /// The pair of a key that stands in a mapping itself.
    pub(crate) fn pair(&self, mapping: Id, key: &str) -> Option<(Id, Id)> {
        let mut pairs = self.pairs(mapping).iter();
        pairs
            .find(|(name, _)| self.text(*name) == Some(key))
            .copied()
    }

    /// The line of a node, from 1.
    pub(crate) fn line(&self, id: Id) -> usize {
        let start = self.nodes[id].range.start;
        let above = usize::from(!self.outer.is_empty());
        self.lines.partition_point(|line| *line <= start) - above
    }

    /// What the last thing in a node does with the line endings below it, if that is a block scalar.
    pub(crate) fn chomping(&self, id: Id) -> Option<Chomping> {
        match &self.nodes[id].kind {
            Kind::Scalar { .. } => self.nodes[id].chomping,
            Kind::Sequence(items) => self.chomping(*items.last()?),
            Kind::Mapping(pairs) => self.chomping(pairs.last()?.1),
            Kind::Alias(_) => None,
        }
    }

    /// Whether nothing is written there: a value that is left out.
    pub(crate) fn is_absent(&self, id: Id) -> bool {
        let node = &self.nodes[id];
        let plain = matches!(
            node.kind,
            Kind::Scalar {
                style: ScalarStyle::Plain,
                ..
            }
        );
        plain && node.range.is_empty()
    }

    /// The nodes that an alias reaches: to change one changes more than the place where it stands.
    pub(crate) fn shared(&self) -> HashSet<Id> {
        let mut reached = HashSet::new();
        let mut open: Vec<Id> = self
            .nodes
            .iter()
            .filter_map(|node| match node.kind {
                Kind::Alias(target) => Some(target),
                _ => None,
            })
            .collect();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                match &self.nodes[id].kind {
                    Kind::Sequence(items) => open.extend(items),
                    Kind::Mapping(pairs) => {
                        open.extend(pairs.iter().flat_map(|(key, value)| [key, value]));
                    }
                    Kind::Scalar { .. } | Kind::Alias(_) => {}
                }
            }
        }
        reached
    }

    fn without_duplicates(&self) -> Result<(), YamlError> {
        for id in 0..self.nodes.len() {
            let mut seen = HashSet::new();
            for (key, _) in self.pairs(id) {
                let Some(text) = self.text(*key) else {
                    continue;
                };
                if !seen.insert(text) {
                    return Err(YamlError::DuplicateKey {
                        line: self.line(*key),
                        key: text.to_owned(),
                    });
                }
            }
        }
        Ok(())
    }
}

fn line_starts(source: &str) -> Vec<usize> {
    let mut end = 0;
    let ends = lines(source).filter(|line| !is_open(line)).map(|line| {
        end += line.len();
        end
    });
    std::iter::once(0).chain(ends).collect()
}
