//! A tree of YAML nodes while the parser reads it.

use std::collections::HashMap;

use saphyr_parser::{Event, ScalarStyle, Span, Tag};

use super::error::YamlError;
use super::extent::{block_end, chomping, closing, opening, plain_end, quoted_end};
use super::node::{Id, Kind, Node};

/// Deeper than any compose file; bounds the recursions.
const DEPTH: usize = 64;

/// A collection whose end has not come yet.
struct Open {
    children: Vec<Id>,
    start: usize,
    bracket: Option<usize>,
    anchor: usize,
    tag: Option<String>,
}

/// A tree while it is read.
pub(crate) struct Growth<'a> {
    source: &'a str,
    /// The byte of each character: the parser counts characters.
    bytes: Vec<usize>,
    pub(crate) nodes: Vec<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Id>,
    pub(crate) root: Option<Id>,
}

impl<'a> Growth<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
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

    pub(crate) fn take(&mut self, event: Event, span: Span) -> Result<(), YamlError> {
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
                    tag: tag.as_deref().map(written),
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
                    tag: tag.as_deref().map(written),
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
                    tag: None,
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
            tag: open.tag,
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

/// A tag as it is written.
fn written(tag: &Tag) -> String {
    match tag.handle.as_str() {
        "!" => format!("!{}", tag.suffix),
        "tag:yaml.org,2002:" => format!("!!{}", tag.suffix),
        handle => format!("!<{handle}{}>", tag.suffix),
    }
}

fn refused(span: Span, message: &str) -> YamlError {
    YamlError::Syntax {
        line: span.start.line(),
        column: span.start.col() + 1,
        message: message.to_owned(),
    }
}
