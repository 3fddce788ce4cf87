//! Code that a pack brings: parsed, renamed, and restyled like the module that it goes into.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ruff_python_ast::token::{TokenKind, Tokens, parenthesized_range};
use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{AnyNodeRef, Expr, Identifier, ModModule, Stmt};
use ruff_python_parser::Parsed;
use ruff_text_size::Ranged;

use super::Style;
use super::expression::{Expressions, span};
use super::layout::{Layout, Room};
use crate::python::SyntaxError;
use crate::python::source::tree;
use crate::text::{Edit, apply_edits, columns, line_start, lines};

/// Statements of Python beside any module, as a pack writes them.
pub(crate) struct Snippet {
    source: String,
    parsed: Rc<Parsed<ModModule>>,
}

impl Snippet {
    /// Parses statements; an error where they are no Python.
    pub(crate) fn parse(source: &str) -> Result<Self, SyntaxError> {
        let source = source.trim_matches(['\n', '\r']).to_owned();
        let parsed = tree(&source)?;
        Ok(Self { source, parsed })
    }

    /// The code as the pack has it.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    pub(super) fn body(&self) -> &[Stmt] {
        &self.parsed.syntax().body
    }

    /// Whether there is no statement.
    pub(crate) fn is_empty(&self) -> bool {
        self.body().is_empty()
    }

    /// Whether it does nothing.
    pub(crate) fn is_idle(&self) -> bool {
        let mut body = self.body().iter();
        body.all(|statement| matches!(statement, Stmt::Pass(_)))
    }

    /// Whether it defines a function or class at its start or end.
    pub(crate) fn is_definition(&self) -> bool {
        [self.body().first(), self.body().last()]
            .iter()
            .any(|edge| matches!(edge, Some(Stmt::FunctionDef(_) | Stmt::ClassDef(_))))
    }

    /// The name of the function that it is, if it is just one.
    pub(crate) fn definition(&self) -> Option<&str> {
        match self.body() {
            [Stmt::FunctionDef(function)] => Some(function.name.as_str()),
            _ => None,
        }
    }

    /// Every name that the code mentions.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        let mut names = Names::default();
        names.visit_body(self.body());
        names.found.into_iter().map(|(name, _)| name).collect()
    }

    /// Whether it reads a name before it assigns it.
    pub(crate) fn needs(&self, name: &str) -> bool {
        for statement in self.body() {
            let mut visitor = Expressions::default();
            visitor.visit_stmt(statement);
            if visitor.reads.iter().any(|(read, _)| read == name) {
                return true;
            }
            if super::sure::sure(std::slice::from_ref(statement)).contains(name) {
                return false;
            }
        }
        false
    }

    /// The code with other names, quotes, indentation and line endings.
    pub(crate) fn render(&self, renames: &BTreeMap<String, String>, style: &Style) -> String {
        let mut edits = self.renamed(renames);
        edits.extend(self.requoted(style.quote));
        edits.extend(self.indented(&style.indent));
        let text = apply_edits(&self.source, &edits).replace("\r\n", "\n");
        let text = Self::parse(&text).map_or(text, |snippet| snippet.fitted(style));
        style.ended(&text)
    }

    /// The code with each of its statements broken over lines, or not, as the module's width asks for.
    fn fitted(&self, style: &Style) -> String {
        let mut fitting = Fitting {
            snippet: self,
            style,
            edits: Vec::new(),
        };
        fitting.body(self.body());
        apply_edits(&self.source, &fitting.edits)
    }

    pub(super) fn tokens(&self) -> &Tokens {
        self.parsed.tokens()
    }

    fn renamed(&self, renames: &BTreeMap<String, String>) -> Vec<Edit> {
        let mut names = Names::default();
        names.visit_body(self.body());
        names
            .found
            .into_iter()
            .filter_map(|(name, range)| {
                let text = renames.get(&name)?.clone();
                Some(Edit::replace(range, text))
            })
            .collect()
    }

    /// Simple strings outside f-strings change their quotes, unless they hold a quote or a backslash.
    fn requoted(&self, quote: char) -> Vec<Edit> {
        let mut depth = 0_usize;
        let mut edits = Vec::new();
        for token in self.parsed.tokens() {
            match token.kind() {
                TokenKind::FStringStart | TokenKind::TStringStart => depth += 1,
                TokenKind::FStringEnd | TokenKind::TStringEnd => depth -= 1,
                TokenKind::String if depth == 0 && !token.is_triple_quoted_string() => {
                    let range = span(token);
                    let text = &self.source[range.clone()];
                    let Some(start) = text.find(['\'', '"']) else {
                        continue;
                    };
                    let inner = &text[start + 1..text.len() - 1];
                    if !inner.contains(['\'', '"', '\\']) {
                        let text = format!("{}{quote}{inner}{quote}", &text[..start]);
                        edits.push(Edit::replace(range, text));
                    }
                }
                _ => {}
            }
        }
        edits
    }

    /// Lines outside strings are indented by the module's unit, four spaces being one.
    fn indented(&self, unit: &str) -> Vec<Edit> {
        let strings: Vec<_> = self
            .parsed
            .tokens()
            .iter()
            .filter(|token| token.string_flags().is_some())
            .map(span)
            .collect();
        let mut edits = Vec::new();
        let mut offset = 0;
        for line in lines(&self.source) {
            let levels = (line.len() - line.trim_start_matches(' ').len()) / 4;
            let inside = strings
                .iter()
                .any(|range| range.start < offset && offset < range.end);
            if levels > 0 && !inside {
                let range = offset..offset + levels * 4;
                edits.push(Edit::replace(range, unit.repeat(levels)));
            }
            offset += line.len();
        }
        edits
    }
}

/// Fits statements into lines.
struct Fitting<'a> {
    snippet: &'a Snippet,
    style: &'a Style,
    edits: Vec<Edit>,
}

impl Fitting<'_> {
    fn body(&mut self, body: &[Stmt]) {
        for statement in body {
            match statement {
                Stmt::Assign(assignment) => {
                    let parent = AnyNodeRef::from(assignment);
                    self.value(statement, &assignment.value, parent, 0);
                }
                Stmt::Expr(call) => self.value(statement, &call.value, call.into(), 0),
                Stmt::If(choice) => {
                    self.value(statement, &choice.test, choice.into(), 1);
                    self.body(&choice.body);
                    for clause in &choice.elif_else_clauses {
                        self.body(&clause.body);
                    }
                }
                _ => {}
            }
        }
    }

    /// One value, which `after` columns follow on its line.
    fn value(&mut self, statement: &Stmt, value: &Expr, whole: AnyNodeRef, after: usize) {
        let Snippet { source, .. } = self.snippet;
        let tokens = self.snippet.tokens();
        let range = parenthesized_range(value.into(), whole, tokens).unwrap_or(value.range());
        let mut within = tokens.in_range(range).iter();
        if within.any(|token| token.kind() == TokenKind::Comment) {
            return;
        }
        let start = line_start(source, span(statement).start);
        let line = &source[start..span(statement).start];
        let layout = Layout {
            source,
            tokens,
            own: 0..0,
        };
        let room = Room {
            width: self.style.width,
            indent: line,
            unit: &self.style.indent,
            before: columns(&source[start..range.start().to_usize()]),
            after,
            pragma: after,
            is_entry: false,
        };
        self.edits.push(Edit::replace(
            range.start().to_usize()..range.end().to_usize(),
            layout.value(value, &room),
        ));
    }
}

/// Every name, and where it stands.
#[derive(Default)]
struct Names {
    found: Vec<(String, std::ops::Range<usize>)>,
}

impl Names {
    fn add(&mut self, identifier: &Identifier) {
        self.found.push((identifier.to_string(), span(identifier)));
    }
}

impl<'a> Visitor<'a> for Names {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => self.add(&function.name),
            Stmt::ClassDef(class) => self.add(&class.name),
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression {
            self.found.push((name.id.to_string(), span(name)));
        }
        walk_expr(self, expression);
    }
}
