//! A Python module as patches see it. Only the files below this one know the parser.

mod binding;
mod calls;
mod expression;
mod globals;
mod imports;
mod known;
mod layout;
mod names;
mod snippet;
mod statement;
mod style;
mod sure;
mod template;

use std::ops::Range;
use std::rc::Rc;

use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{ModModule, Stmt};
use ruff_python_parser::Parsed;
use ruff_text_size::Ranged;

use crate::python::SyntaxError;
use crate::python::source::tree;
use crate::text::{columns, line_start, lines, position};

pub(crate) use self::imports::{imports, mentioned};
pub(crate) use self::known::Whereabouts;
pub(crate) use self::layout::Room;
pub(crate) use self::names::{Binding, Form, How, Kind, Statement, Value};
pub(crate) use self::snippet::Snippet;
pub use self::style::CodeLayout;
pub(crate) use self::style::Style;
pub(crate) use self::template::{Frame, Template};

/// Whether a comment is for a checker: ruff's formatter does not count it for the length of its line, black does.
fn is_pragma(comment: &str) -> bool {
    let words = comment.trim_start_matches(['#', ' ']);
    let mut kinds = ["noqa", "nosec", "type:", "pragma:", "pylint:", "pyright:"].iter();
    kinds.any(|kind| words.starts_with(kind))
}

/// Whether a text is Python; the error where it is not, is too long or nested too deeply.
pub(crate) fn is_python(text: &str) -> Result<(), SyntaxError> {
    tree(text).map(|_| ())
}

/// A parsed module with what its statements bind and read.
pub(crate) struct Module<'a> {
    source: &'a str,
    parsed: Rc<Parsed<ModModule>>,
    statements: Vec<Statement>,
}

impl<'a> Module<'a> {
    /// Parses a module; an error where it is no Python, too long or nested too deeply.
    pub(crate) fn parse(source: &'a str) -> Result<Self, SyntaxError> {
        let parsed = tree(source)?;
        let mut module = Self {
            source,
            parsed,
            statements: Vec::new(),
        };
        module.statements = statement::collect(&module);
        Ok(module)
    }

    /// The statements at top level.
    pub(crate) fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The text of a value, without the blanks around it.
    pub(crate) fn text_of(&self, value: &Value) -> &'a str {
        self.source[value.span.clone()].trim()
    }

    /// The room of a value on its lines: the whole one of a statement that starts at an offset, or an entry of one.
    /// `None` where more than a comment stands beside it.
    pub(crate) fn room<'s>(
        &'s self,
        span: &Range<usize>,
        statement: Option<usize>,
        style: &'s Style,
    ) -> Option<Room<'s>> {
        let line = line_start(self.source, statement.unwrap_or(span.start));
        let text = &self.source[line..];
        let indent = &text[..text.len() - text.trim_start_matches([' ', '\t', '\u{c}']).len()];
        if statement.is_some_and(|statement| line + indent.len() != statement) {
            return None;
        }
        let rest = lines(&self.source[span.end..]).next().unwrap_or_default();
        let is_entry = statement.is_none();
        let beside = match rest.strip_prefix(',') {
            Some(beside) if is_entry => beside,
            _ => rest,
        };
        let beside = beside.trim();
        let first = line_start(self.source, span.start);
        (beside.is_empty() || beside.starts_with('#')).then(|| Room {
            width: style.width,
            indent,
            unit: &style.indent,
            before: columns(&self.source[first..span.start]),
            after: if is_pragma(beside) {
                0
            } else {
                columns(rest.trim_end())
            },
            pragma: columns(rest.trim_end()),
            is_entry,
        })
    }

    /// The source of a range.
    pub(crate) fn source(&self, span: &Range<usize>) -> &'a str {
        &self.source[span.clone()]
    }

    /// How the module is written, as far as the project does not say how.
    pub(crate) fn style(&self, layout: &CodeLayout) -> Style {
        Style::of(self.source, self.parsed.tokens(), layout)
    }

    /// The line of an offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        position(self.source, offset).0
    }

    /// Everything that binds or changes a name, with the statement at top level that it stands in.
    pub(crate) fn bindings<'b>(
        &'b self,
        name: &'b str,
    ) -> impl Iterator<Item = (usize, &'b Binding)> {
        self.statements
            .iter()
            .enumerate()
            .flat_map(|(index, statement)| {
                statement
                    .bindings
                    .iter()
                    .map(move |binding| (index, binding))
            })
            .filter(move |(_, binding)| binding.name == name)
    }

    /// The first statement that reads a name as it runs.
    pub(crate) fn reads(&self, name: &str) -> Option<&Statement> {
        let reads = |part: &&Statement| part.reads.iter().any(|(read, _)| read == name);
        self.statements.iter().find(reads)
    }

    /// The modules that statements at top level import with `*`, and which statements do.
    pub(crate) fn stars(&self) -> Vec<(String, usize)> {
        let all = self.body().iter().enumerate();
        let stars = all.filter_map(|(index, statement)| match statement {
            Stmt::ImportFrom(import) if import.names.iter().any(|it| it.name.as_str() == "*") => {
                let dots = ".".repeat(import.level as usize);
                let module = import.module.as_ref().map_or("", |module| module.as_str());
                Some((format!("{dots}{module}"), index))
            }
            _ => None,
        });
        stars.collect()
    }

    /// The last statement that may bind names that it does not show.
    pub(crate) fn last_opaque(&self) -> Option<usize> {
        self.statements.iter().rposition(|part| part.opaque)
    }

    /// Whether some statement may bind such names otherwise than by a plain `from MODULE import *`. In a `try`, the
    /// module may stand on one machine and be absent from another.
    pub(crate) fn is_veiled(&self) -> bool {
        let is_import = |index: usize| matches!(self.body().get(index), Some(Stmt::ImportFrom(_)));
        let mut statements = self.statements.iter().enumerate();
        statements.any(|(index, part)| part.opaque && !is_import(index))
    }

    /// Whether there is such a statement.
    pub(crate) fn is_opaque(&self) -> bool {
        self.last_opaque().is_some()
    }

    /// The statements at top level that say the same as those of a snippet; none unless all are there.
    pub(crate) fn find_all(&self, snippet: &Snippet) -> Vec<usize> {
        let body: Vec<ComparableStmt> = self.body().iter().map(Into::into).collect();
        let find = |statement: &Stmt| {
            let wanted = ComparableStmt::from(statement);
            body.iter().position(|statement| *statement == wanted)
        };
        let found: Option<Vec<usize>> = snippet.body().iter().map(find).collect();
        found.unwrap_or_default()
    }

    /// Whether a name is surely bound after a statement.
    pub(crate) fn surely_binds(&self, name: &str, index: usize) -> bool {
        self.statements[..=index]
            .iter()
            .fold(false, |bound, statement| {
                let deleted = statement
                    .bindings
                    .iter()
                    .any(|binding| binding.name == name && matches!(binding.how, How::Deleted));
                !deleted && (bound || statement.sure.contains(name))
            })
    }

    fn body(&self) -> &[Stmt] {
        &self.parsed.syntax().body
    }

    /// Just after the line in which a statement ends, and after comments that are still indented like its body.
    fn end_of(&self, statement: &Stmt) -> usize {
        let end = self
            .parsed
            .tokens()
            .after(statement.end())
            .iter()
            .find(|token| token.kind() == TokenKind::Newline)
            .map_or(self.source.len(), |token| token.end().to_usize());
        let mut position = end;
        let mut covered = end;
        for line in lines(&self.source[end..]) {
            position += line.len();
            let text = line.trim_start();
            if text.starts_with('#') && line.starts_with([' ', '\t']) {
                covered = position;
            } else if !text.is_empty() {
                break;
            }
        }
        covered
    }

    /// The start of the line in which a statement starts.
    fn start_of(&self, statement: &Stmt) -> usize {
        line_start(self.source, statement.start().to_usize())
    }
}
