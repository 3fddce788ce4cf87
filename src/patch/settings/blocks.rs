//! From decisions to edits: where inserted code stands, and the blank lines around it.

use std::collections::{BTreeMap, BTreeSet};

use super::PatchError;
use super::decide::{Decided, Position, Shape, Wrap};
use super::header::Header;
use super::prepare::{Code, Prepared};
use crate::python::syntax::{Kind, Module};
use crate::text::Edit;
use crate::text::{is_open, lines};

/// What stands beside inserted code, for the blank lines between.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Edge {
    Nothing,
    Import,
    Definition,
    /// A statement of one line, directly above.
    Simple,
    Other,
    Line,
    /// A line below a comment of its own.
    Commented,
    Block,
}

/// Code to insert at an offset.
type Chunks = BTreeMap<usize, Vec<(Shape, String)>>;

/// The edits of everything that was decided.
pub(super) fn edits(
    source: &str,
    module: &Module,
    prepared: &Prepared,
    decided: &Decided,
) -> Result<(Vec<Edit>, Vec<String>), PatchError> {
    let is_idle = decided.wraps.is_empty() && decided.placed.is_empty() && decided.first.is_none();
    if is_idle && prepared.provides.is_empty() {
        return Ok(Default::default());
    }
    let mut edits = wraps(decided);
    let header = Header::of(source, module)?;
    let mut chunks = placed(source, module, &header, decided);
    let used = decided.wraps.keys().chain(chunks.keys());
    let first = used.chain(&decided.first).min().copied();
    let needed = needed(module, prepared, decided, first.unwrap_or_default());
    let is_function = |(shape, _): &&(Shape, &Code)| *shape == Shape::Function;
    let functions = needed.iter().filter(is_function);
    let functions: Vec<String> = functions.map(|(_, code)| code.name.clone()).collect();
    for (shape, code) in needed {
        let (offset, text) = match shape {
            Shape::Import => header.import(&code.name, &code.text, prepared.style.newline),
            _ if prepared.brought.is_some() => continue,
            _ => (header.end, code.text.clone()),
        };
        chunks.entry(offset).or_default().push((shape, text));
    }
    if let Some(brought) = prepared.brought.filter(|_| !functions.is_empty()) {
        let text = format!("from {} import {}", brought.module, functions.join(", "));
        let chunks = chunks.entry(brought.end).or_default();
        chunks.push((Shape::Import, text));
    }
    for (offset, chunks) in &mut chunks {
        chunks.sort_by_key(|(shape, _)| *shape);
        let composer = Composer {
            source,
            module,
            offset: *offset,
            newline: prepared.style.newline,
        };
        edits.extend(composer.edits(chunks));
    }
    Ok((edits, functions))
}

/// The expressions around values. What closes one is undone only with what opens it.
fn wraps(decided: &Decided) -> Vec<Edit> {
    let edits = |wrap: &Wrap| {
        if let Some(broken) = &wrap.broken {
            return vec![Edit::replace(wrap.span.clone(), broken)];
        }
        let after = Edit {
            joined: true,
            ..Edit::insert(wrap.span.end, &*wrap.frame.after)
        };
        vec![Edit::insert(wrap.span.start, &*wrap.frame.before), after]
    };
    decided.wraps.values().flat_map(edits).collect()
}

/// The offsets of what is placed by a statement or at the end. The end of the last statement is the file's end.
fn placed(source: &str, module: &Module, header: &Header, decided: &Decided) -> Chunks {
    let statements = module.statements();
    let mut chunks = Chunks::new();
    for placed in &decided.placed {
        let offset = match placed.place {
            Position::After(index) if index + 1 < statements.len() => {
                statements[index].end.max(header.end)
            }
            _ => source.len(),
        };
        let chunk = (placed.shape, placed.text.clone());
        chunks.entry(offset).or_default().push(chunk);
    }
    chunks
}

/// The imports and functions that the code needs and the module lacks before an offset.
fn needed<'a>(
    module: &Module,
    prepared: &'a Prepared,
    decided: &Decided,
    first: usize,
) -> Vec<(Shape, &'a Code)> {
    let mut uses: BTreeSet<String> = decided.uses.clone();
    uses.extend(prepared.provides.iter().cloned());
    let mut functions = Vec::new();
    for function in prepared.functions.iter().rev() {
        if uses.contains(&function.name) && function.present.is_none() {
            if prepared.brought.is_none() {
                uses.extend(function.snippet.names());
            }
            functions.push((Shape::Function, function));
        }
    }
    let lacks = |import: &&Code| {
        let present = import.present.map(|index| module.statements()[index].end);
        uses.contains(&import.name) && present.is_none_or(|end| end > first)
    };
    let imports = prepared.imports.iter().filter(lacks);
    imports
        .map(|import| (Shape::Import, import))
        .chain(functions.into_iter().rev())
        .collect()
}

/// Inserts code at one offset.
struct Composer<'a> {
    source: &'a str,
    module: &'a Module<'a>,
    offset: usize,
    newline: &'a str,
}

impl Composer<'_> {
    /// One insertion for each piece of code, so that each is undone by itself.
    fn edits(&self, chunks: &[(Shape, String)]) -> Vec<Edit> {
        let above: Vec<&str> = lines(&self.source[..self.offset]).collect();
        let below: Vec<&str> = lines(&self.source[self.offset..]).collect();
        let mut blank = above.iter().rev().take_while(|line| is_blank(line)).count();
        let blank_below = below.iter().take_while(|line| is_blank(line)).count();
        let next = self.edge_below(below.get(blank_below).copied());
        let mut previous = self.edge_above(next);
        if next == Edge::Import && blank_below == 0 {
            // An import joins those below it, whatever stands above them.
            previous = Edge::Nothing;
        }
        let open = is_open(&self.source[..self.offset]);
        let mut lead = if open { self.newline } else { "" };
        let mut edits: Vec<Edit> = Vec::new();
        for (shape, text) in chunks {
            let edge = Edge::of(*shape, text);
            let gap = self
                .newline
                .repeat(gap(previous, edge).saturating_sub(blank));
            let text = format!("{lead}{gap}{text}{}", self.newline);
            edits.push(Edit::insert(self.offset, text));
            let below = if edge == Edge::Commented {
                Edge::Line
            } else {
                edge
            };
            (previous, blank, lead) = (below, 0, "");
        }
        if let Some(last) = edits.last_mut() {
            let gap = gap(previous, next).saturating_sub(blank_below);
            last.text.push_str(&self.newline.repeat(gap));
        }
        edits
    }

    fn edge_above(&self, next: Edge) -> Edge {
        if self.source[..self.offset].trim().is_empty() {
            return Edge::Nothing;
        }
        let mut statements = self.module.statements().iter().rev();
        match statements.find(|part| part.end <= self.offset) {
            Some(last) if self.source[last.end..self.offset].trim().is_empty() => match last.kind {
                Kind::Import(_) | Kind::OtherImport => Edge::Import,
                Kind::Definition => Edge::Definition,
                Kind::Simple if next != Edge::Nothing => Edge::Simple,
                _ => Edge::Other,
            },
            _ => Edge::Other,
        }
    }

    fn edge_below(&self, line: Option<&str>) -> Edge {
        let Some(line) = line else {
            return Edge::Nothing;
        };
        let mut statements = self.module.statements().iter();
        match statements.find(|part| part.start >= self.offset) {
            _ if line.trim_start().starts_with('#') => Edge::Other,
            Some(next) if next.kind.is_import() => Edge::Import,
            Some(next) if next.kind == Kind::Definition => Edge::Definition,
            _ => Edge::Other,
        }
    }
}

impl Edge {
    fn of(shape: Shape, text: &str) -> Self {
        match shape {
            Shape::Line if text.starts_with('#') => Self::Commented,
            Shape::Import => Self::Import,
            Shape::Function | Shape::Definitions => Self::Definition,
            Shape::Line => Self::Line,
            Shape::Block => Self::Block,
        }
    }
}

/// The blank lines between two things.
fn gap(above: Edge, below: Edge) -> usize {
    match (above, below) {
        (Edge::Nothing, _)
        | (_, Edge::Nothing)
        | (Edge::Import, Edge::Import)
        | (Edge::Simple | Edge::Line, Edge::Line)
        | (Edge::Line, Edge::Other) => 0,
        (Edge::Definition, _) | (_, Edge::Definition) => 2,
        _ => 1,
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}
