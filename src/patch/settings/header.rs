//! Where imports and functions go: at the module's head, before everything that uses them.

use super::PatchError;
use crate::python::is_standard;
use crate::python::syntax::{Kind, Module, Statement};
use crate::text::{line_start, lines};

/// The docstring and imports that a module starts with.
pub(super) struct Header<'m> {
    source: &'m str,
    statements: &'m [Statement],
    /// The byte behind the module's header, where functions go.
    pub(super) end: usize,
}

impl<'m> Header<'m> {
    /// Finds a module's head.
    pub(super) fn of(source: &'m str, module: &'m Module) -> Result<Self, PatchError> {
        let all = module.statements();
        let mut count = all
            .iter()
            .take_while(|part| part.kind.is_import() || part.kind.is_first())
            .count();
        // A line with more than imports is no part of it.
        while count > 0
            && all
                .get(count)
                .is_some_and(|next| next.start < all[count - 1].end)
        {
            count -= 1;
            if all[count].kind.is_first() {
                let line = module.line(all[count].start);
                return Err(PatchError::SharedLine { line });
            }
        }
        let statements = &all[..count];
        let end = match (statements.last(), all.first()) {
            (Some(last), _) => last.end,
            (None, Some(first)) => above(source, first.start),
            (None, None) => source.len(),
        };
        Ok(Self {
            source,
            statements,
            end,
        })
    }

    /// Where an import of the standard library's goes, and its text: among the plain imports of the first block of
    /// imports, in order if they are; above it, with a blank line between, if none of those is the standard library's.
    pub(super) fn import(&self, module: &str, text: &str, newline: &str) -> (usize, String) {
        let block = self.first_block();
        let is_plain = |part: &Statement| self.is_standard(part) || part.kind.is_first();
        match block.first() {
            Some(first) if !block.iter().any(is_plain) => {
                let offset = above(self.source, first.start).max(self.earliest());
                (offset, format!("{text}{newline}"))
            }
            _ => (self.among(block, module), text.to_owned()),
        }
    }

    /// Where an import goes among those of a block.
    fn among(&self, block: &[Statement], module: &str) -> usize {
        let plain: Vec<(&Statement, &str)> = block
            .iter()
            .filter_map(|part| match &part.kind {
                Kind::Import(name) => Some((part, name.as_str())),
                _ => None,
            })
            .collect();
        let offset = match (plain.last(), block.first()) {
            (None, None) => return self.end,
            (None, Some(first)) => first.start,
            (Some((last, _)), _) => {
                let sorted = plain.is_sorted_by_key(|(_, name)| name.to_lowercase());
                let next = plain.iter().find(|(_, name)| *name > module);
                next.filter(|_| sorted)
                    .map_or(last.end, |(next, _)| next.start)
            }
        };
        if offset < self.earliest() {
            self.end
        } else {
            offset
        }
    }

    /// The end of what has to stand first.
    fn earliest(&self) -> usize {
        let fixed = self.statements.iter().filter(|part| part.kind.is_first());
        fixed.map(|part| part.end).max().unwrap_or_default()
    }

    /// Whether a statement imports what is Python's own.
    fn is_standard(&self, statement: &Statement) -> bool {
        let text = &self.source[statement.start..statement.end];
        let mut words = text.split([' ', '\t', ',', ';', '\n', '\r', '\\']);
        let module = words.by_ref().filter(|word| !word.is_empty()).nth(1);
        let top = module.and_then(|module| module.split('.').next());
        top.is_some_and(is_standard)
    }

    /// The imports up to the first blank line between them.
    fn first_block(&self) -> &'m [Statement] {
        let start = self
            .statements
            .iter()
            .position(|part| part.kind.is_import());
        let imports = &self.statements[start.unwrap_or(self.statements.len())..];
        let adjacent = |pair: &[Statement]| {
            let between = &self.source[pair[0].end.min(pair[1].start)..pair[1].start];
            pair[1].kind.is_import() && lines(between).all(|line| !line.trim().is_empty())
        };
        let count = imports.windows(2).take_while(|pair| adjacent(pair)).count();
        &imports[..imports.len().min(count + 1)]
    }
}

/// Above the comment that belongs to a line; a comment at the file's start belongs to the file.
fn above(source: &str, offset: usize) -> usize {
    let mut start = offset;
    while start > 0 {
        let previous = line_start(source, trimmed(&source[..start]));
        if !source[previous..start].trim_start().starts_with('#') {
            return start;
        }
        start = previous;
    }
    offset
}

/// The length of a text without its last line ending.
fn trimmed(text: &str) -> usize {
    text.len() - crate::text::ending(text).len()
}
