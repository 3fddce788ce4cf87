//! The nodes of a YAML text and where they stand in it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::error::ComposeError;
use super::extent::{Chomping, block_end, chomping, closing, opening, plain_end, quoted_end};
use crate::patch::text::position;

/// Deeper than any compose file; bounds the recursions.
const DEPTH: usize = 64;

/// A node's number in its tree.
pub(super) type Id = usize;

/// What a node is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// Its resolved text.
    Scalar { text: String, style: ScalarStyle },
    /// Its items.
    Sequence(Vec<Id>),
    /// Keys and values.
    Mapping(Vec<(Id, Id)>),
    /// The node that it stands for.
    Alias(Id),
}

/// A node.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Its bytes; for a block scalar those of its lines, for a value that is left out none.
    pub(super) range: Range<usize>,
    /// Where its bracket opens, for a collection in flow style.
    pub(super) bracket: Option<usize>,
    /// What a block scalar does with the line endings below it.
    pub(super) chomping: Option<Chomping>,
    /// Whether aliases may stand for it.
    pub(super) anchored: bool,
    /// Whether it has a tag, such as `!reset`.
    pub(super) tagged: bool,
}

/// A YAML document.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) source: &'a str,
    nodes: Vec<Node>,
    root: Option<Id>,
}

impl<'a> Tree<'a> {
    /// Parses a text of one document at most; nothing but comments has no root.
    pub(super) fn parse(source: &'a str) -> Result<Self, ComposeError> {
        let mut growth = Growth::new(source);
        let mut parser = Parser::<StrInput>::new_from_str(source);
        let mut documents = 0;
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| ComposeError::Syntax {
                line: error.marker().line(),
                column: error.marker().col() + 1,
                message: error.info().to_owned(),
            })?;
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(_) if documents == 1 => {
                    let line = span.start.line();
                    return Err(ComposeError::MultipleDocuments { line });
                }
                Event::DocumentStart(_) => documents += 1,
                event => growth.take(event, span)?,
            }
        }
        let tree = Self {
            source,
            nodes: growth.nodes,
            root: growth.root,
        };
        tree.without_duplicates()?;
        Ok(tree)
    }

    pub(super) fn root(&self) -> Option<Id> {
        self.root
    }

    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    /// The node that an alias stands for, or the node itself.
    pub(super) fn resolved(&self, id: Id) -> Id {
        match self.nodes[id].kind {
            Kind::Alias(target) => self.resolved(target),
            _ => id,
        }
    }

    /// The text of a scalar.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[self.resolved(id)].kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The pairs of a mapping; none for anything else.
    pub(super) fn pairs(&self, id: Id) -> &[(Id, Id)] {
        match &self.nodes[id].kind {
            Kind::Mapping(pairs) => pairs,
            _ => &[],
        }
    }

    /// The pair of a key that stands in a mapping itself.
    pub(super) fn pair(&self, mapping: Id, key: &str) -> Option<(Id, Id)> {
        let mut pairs = self.pairs(mapping).iter();
        pairs
            .find(|(name, _)| self.text(*name) == Some(key))
            .copied()
    }

    /// The line of a node, from 1.
    pub(super) fn line(&self, id: Id) -> usize {
        position(self.source, self.nodes[id].range.start).0
    }

    /// What the last thing in a node does with the line endings below it, if that is a block scalar.
    pub(super) fn chomping(&self, id: Id) -> Option<Chomping> {
        match &self.nodes[id].kind {
            Kind::Scalar { .. } => self.nodes[id].chomping,
            Kind::Sequence(items) => self.chomping(*items.last()?),
            Kind::Mapping(pairs) => self.chomping(pairs.last()?.1),
            Kind::Alias(_) => None,
        }
    }

    /// Whether nothing is written there: a value that is left out.
    pub(super) fn is_absent(&self, id: Id) -> bool {
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
    pub(super) fn shared(&self) -> HashSet<Id> {
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

    fn without_duplicates(&self) -> Result<(), ComposeError> {
        for id in 0..self.nodes.len() {
            let mut seen = HashSet::new();
            for (key, _) in self.pairs(id) {
                let Some(text) = self.text(*key) else {
                    continue;
                };
                if !seen.insert(text) {
                    return Err(ComposeError::DuplicateKey {
                        line: self.line(*key),
                        key: text.to_owned(),
                    });
                }
            }
        }
        Ok(())
    }
}

/// A collection whose end has not come yet.
struct Open {
    children: Vec<Id>,
    start: usize,
    bracket: Option<usize>,
    anchor: usize,
    tagged: bool,
}

/// A tree while it is read.
struct Growth<'a> {
    source: &'a str,
    /// The byte of each character: the parser counts characters.
    bytes: Vec<usize>,
    nodes: Vec<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Id>,
    root: Option<Id>,
}

impl<'a> Growth<'a> {
    fn new(source: &'a str) -> Self {
        let ends = std::iter::once(source.len());
        Self {
            source,
            bytes: source
                .char_indices()
                .map(|(at, _)| at)
                .chain(ends)
                .collect(),
            nodes: Vec::new(),
            open: Vec::new(),
            anchors: HashMap::new(),
            root: None,
        }
    }

    fn byte(&self, character: usize) -> usize {
        let byte = self.bytes.get(character);
        byte.copied().unwrap_or(self.source.len())
    }

    fn take(&mut self, event: Event, span: Span) -> Result<(), ComposeError> {
        let start = self.byte(span.start.index());
        let range = start..self.byte(span.end.index()).max(start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let end = match style {
                    ScalarStyle::Plain if text.is_empty() && anchor == 0 && tag.is_none() => start,
                    ScalarStyle::Plain => plain_end(self.source, &range),
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                        quoted_end(self.source, &range)
                    }
                    ScalarStyle::Literal | ScalarStyle::Folded => {
                        block_end(self.source, &range, &text)
                    }
                };
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let text = text.into_owned();
                let node = Node {
                    kind: Kind::Scalar { text, style },
                    range: start..end,
                    chomping: block.then(|| chomping(self.source, start)),
                    bracket: None,
                    anchored: anchor != 0,
                    tagged: tag.is_some(),
                };
                self.add(node, anchor);
            }
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => {
                if self.open.len() == DEPTH {
                    return Err(refused(span, "nested too deeply"));
                }
                self.open.push(Open {
                    children: Vec::new(),
                    start,
                    bracket: opening(self.source, &range),
                    anchor,
                    tagged: tag.is_some(),
                });
            }
            Event::SequenceEnd => self.close(|children| Kind::Sequence(children.to_vec())),
            Event::MappingEnd => self.close(|children| {
                let pairs = children.chunks_exact(2);
                Kind::Mapping(pairs.map(|pair| (pair[0], pair[1])).collect())
            }),
            Event::Alias(anchor) => {
                let Some(target) = self.anchors.get(&anchor).copied() else {
                    return Err(refused(span, "an alias for what holds it"));
                };
                let node = Node {
                    kind: Kind::Alias(target),
                    range: start..plain_end(self.source, &range),
                    bracket: None,
                    chomping: None,
                    anchored: false,
                    tagged: false,
                };
                self.add(node, 0);
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, kind: fn(&[Id]) -> Kind) {
        let Some(open) = self.open.pop() else { return };
        let last = open.children.last().map(|last| self.nodes[*last].range.end);
        let end = match open.bracket {
            Some(bracket) => closing(self.source, last.unwrap_or(bracket + 1)),
            None => last.unwrap_or(open.start),
        };
        let node = Node {
            kind: kind(&open.children),
            range: open.start..end.max(open.start),
            bracket: open.bracket,
            chomping: None,
            anchored: open.anchor != 0,
            tagged: open.tagged,
        };
        self.add(node, open.anchor);
    }

    fn add(&mut self, node: Node, anchor: usize) {
        let id = self.nodes.len();
        self.nodes.push(node);
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        match self.open.last_mut() {
            Some(open) => open.children.push(id),
            None => self.root = self.root.or(Some(id)),
        }
    }
}

fn refused(span: Span, message: &str) -> ComposeError {
    ComposeError::Syntax {
        line: span.start.line(),
        column: span.start.col() + 1,
        message: message.to_owned(),
    }
}
