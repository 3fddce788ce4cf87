//! From the parser's statements to what they bind and read.

use std::collections::BTreeMap;
use std::ops::Range;

use ruff_python_ast::helpers::is_docstring_stmt;
use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{ExceptHandler, Stmt, StmtClassDef, StmtFunctionDef, StmtImport};
use ruff_text_size::Ranged;

use super::Module;
use super::expression::span;
use super::globals::Globals;
use super::names::{How, Kind, Statement};
use super::sure::sure;

/// Collects the statements of a module.
pub(super) fn collect(module: &Module) -> Vec<Statement> {
    let mut functions = BTreeMap::new();
    let statements = module.body().iter().enumerate();
    statements
        .map(|(index, statement)| {
            let mut collector = Collector {
                module,
                found: Statement {
                    start: module.start_of(statement),
                    end: module.end_of(statement),
                    kind: kind(statement, index == 0),
                    bindings: Vec::new(),
                    reads: Vec::new(),
                    opaque: false,
                    sure: sure(std::slice::from_ref(statement)),
                    attributes: Vec::new(),
                },
            };
            collector.statement(statement, false);
            collector.called(&mut functions, statement);
            collector.found
        })
        .collect()
}

fn kind(statement: &Stmt, first: bool) -> Kind {
    match statement {
        Stmt::Expr(_) if first && is_docstring_stmt(statement) => Kind::Docstring,
        Stmt::ImportFrom(import) if import.module.as_deref() == Some("__future__") => Kind::Future,
        Stmt::Import(StmtImport { names, .. }) => match &names[..] {
            [alias] if alias.asname.is_none() => Kind::Import(alias.name.to_string()),
            _ => Kind::OtherImport,
        },
        Stmt::ImportFrom(_) => Kind::OtherImport,
        Stmt::FunctionDef(_) | Stmt::ClassDef(_) => Kind::Definition,
        Stmt::For(_)
        | Stmt::While(_)
        | Stmt::If(_)
        | Stmt::With(_)
        | Stmt::Match(_)
        | Stmt::Try(_) => Kind::Compound,
        _ => Kind::Simple,
    }
}

/// Collects from one statement at top level.
pub(super) struct Collector<'a> {
    pub(super) module: &'a Module<'a>,
    pub(super) found: Statement,
}

impl Collector<'_> {
    fn statement(&mut self, statement: &Stmt, nested: bool) {
        let range = span(statement);
        match statement {
            Stmt::Assign(assignment) => self.assign(assignment, nested),
            Stmt::AnnAssign(assignment) => {
                if let Some(value) = &assignment.value {
                    self.expression(value);
                    let how = self.value(&range, assignment.annotation.end(), value);
                    self.target(&assignment.target, &range, nested, how);
                }
            }
            Stmt::AugAssign(assignment) => {
                self.expression(&assignment.value);
                self.target(&assignment.target, &range, nested, How::Changed);
            }
            Stmt::Delete(deletion) => {
                for target in &deletion.targets {
                    self.target(target, &range, nested, How::Deleted);
                }
            }
            Stmt::Import(import) => self.import(import, &range, nested),
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.found.opaque |= bound.as_str() == "*";
                    self.bind(bound, &range, nested, How::Other);
                }
            }
            Stmt::Expr(expression) => self.call(&expression.value, &range, nested),
            Stmt::FunctionDef(function) => self.function(statement, function, nested),
            Stmt::ClassDef(class) => self.class(statement, class, nested),
            _ => self.compound(statement),
        }
    }

    fn import(&mut self, import: &StmtImport, range: &Range<usize>, nested: bool) {
        for alias in &import.names {
            let first = alias.name.split('.').next().unwrap_or_default();
            let (name, module) = match &alias.asname {
                Some(name) => (name.as_str(), alias.name.as_str()),
                None => (first, first),
            };
            self.bind(name, range, nested, How::Module(module.to_owned()));
        }
    }

    fn function(&mut self, statement: &Stmt, function: &StmtFunctionDef, nested: bool) {
        let range = span(function);
        self.visit(range.clone(), |visitor| visitor.visit_stmt(statement));
        self.bind(&function.name, &range, nested, How::Other);
    }

    /// Binds what functions that the statement may call declare as the module's, and remembers such functions.
    fn called(&mut self, functions: &mut BTreeMap<String, Vec<String>>, statement: &Stmt) {
        let reads = self.found.reads.iter();
        let called = reads.filter_map(|(name, _)| functions.get(name)).flatten();
        for name in called.cloned().collect::<Vec<_>>() {
            self.bind(&name, &span(statement), true, How::Other);
        }
        if let Stmt::FunctionDef(function) = statement {
            let mut globals = Globals::default();
            globals.visit_body(&function.body);
            functions.insert(function.name.to_string(), globals.names);
        }
    }

    fn class(&mut self, statement: &Stmt, class: &StmtClassDef, nested: bool) {
        let range = span(class);
        self.visit(range.clone(), |visitor| walk_stmt(visitor, statement));
        self.bind(&class.name, &range, nested, How::Other);
        for part in &class.body {
            self.attributes(part);
        }
    }

    fn compound(&mut self, statement: &Stmt) {
        match statement {
            Stmt::If(choice) => {
                self.expression(&choice.test);
                self.body(&choice.body);
                for clause in &choice.elif_else_clauses {
                    clause.test.iter().for_each(|test| self.expression(test));
                    self.body(&clause.body);
                }
            }
            Stmt::Match(choice) => {
                self.expression(&choice.subject);
                for case in &choice.cases {
                    case.guard.iter().for_each(|guard| self.expression(guard));
                    self.body(&case.body);
                }
            }
            Stmt::Try(attempt) => {
                self.body(&attempt.body);
                for ExceptHandler::ExceptHandler(handler) in &attempt.handlers {
                    self.body(&handler.body);
                }
                self.body(&attempt.orelse);
                self.body(&attempt.finalbody);
            }
            _ => self.repeated(statement),
        }
    }

    fn repeated(&mut self, statement: &Stmt) {
        match statement {
            Stmt::For(repeat) => {
                self.expression(&repeat.iter);
                self.target(&repeat.target, &span(&*repeat.target), true, How::Other);
                self.body(&repeat.body);
                self.body(&repeat.orelse);
            }
            Stmt::While(repeat) => {
                self.expression(&repeat.test);
                self.body(&repeat.body);
                self.body(&repeat.orelse);
            }
            Stmt::With(with) => {
                for item in &with.items {
                    self.expression(&item.context_expr);
                    if let Some(target) = &item.optional_vars {
                        self.target(target, &span(&**target), true, How::Other);
                    }
                }
                self.body(&with.body);
            }
            _ => self.visit(span(statement), |visitor| walk_stmt(visitor, statement)),
        }
    }

    fn body(&mut self, body: &[Stmt]) {
        for statement in body {
            self.statement(statement, true);
        }
    }
}
