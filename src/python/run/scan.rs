//! The names that statements touch, for those that are not followed.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, ExprContext, Stmt};

use crate::python::source::Source;
use crate::python::values::value::{At, Text};

/// A name that statements mention.
pub(crate) struct Touched {
    pub(crate) name: Text,
    /// Whether they bind it, rather than only use it.
    pub(crate) stored: bool,
    pub(crate) at: At,
}

/// Every name in the statements: one that is only used may still be changed in place.
pub(crate) fn touched(body: &[Stmt], source: &Source) -> Vec<Touched> {
    let mut names = Names {
        source,
        found: Vec::new(),
    };
    visitor::walk_body(&mut names, body);
    names.found
}

/// The first `return` in the statements.
pub(crate) fn first_return(body: &[Stmt], source: &Source) -> Option<At> {
    struct Search<'a>(&'a Source, Option<At>);
    impl<'a> Visitor<'a> for Search<'_> {
        fn visit_stmt(&mut self, statement: &'a Stmt) {
            if let (Stmt::Return(node), None) = (statement, &self.1) {
                self.1 = Some(self.0.at(node));
            }
            visitor::walk_stmt(self, statement);
        }
    }
    let mut search = Search(source, None);
    visitor::walk_body(&mut search, body);
    search.1
}

/// The names that an expression touches as it is evaluated.
pub(crate) fn touched_by(expression: &Expr, source: &Source) -> Vec<Touched> {
    let mut names = Names {
        source,
        found: Vec::new(),
    };
    names.visit_expr(expression);
    names.found
}

/// Whether the function is a generator.
pub(crate) fn yields(body: &[Stmt]) -> bool {
    use visitor::{walk_body, walk_expr, walk_stmt};
    struct Search(bool);
    impl<'a> Visitor<'a> for Search {
        fn visit_stmt(&mut self, statement: &'a Stmt) {
            if !matches!(statement, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
                walk_stmt(self, statement);
            }
        }
        fn visit_expr(&mut self, expression: &'a Expr) {
            self.0 |= matches!(
                expression,
                Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_)
            );
            walk_expr(self, expression);
        }
    }
    let mut search = Search(false);
    walk_body(&mut search, body);
    search.0
}

/// The names that a pattern of `match` binds.
pub(crate) fn bound_by(pattern: &ruff_python_ast::Pattern, source: &Source) -> Vec<Touched> {
    let mut names = Names {
        source,
        found: Vec::new(),
    };
    names.visit_pattern(pattern);
    names.found.retain(|name| name.stored);
    names.found
}

struct Names<'a> {
    source: &'a Source,
    found: Vec<Touched>,
}

impl Names<'_> {
    fn push(&mut self, name: &str, stored: bool, at: At) {
        self.found.push(Touched {
            name: name.into(),
            stored,
            at,
        });
    }
}

impl<'a> Visitor<'a> for Names<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let at = self.source.at(statement);
        match statement {
            Stmt::FunctionDef(node) => self.push(&node.name, true, at),
            Stmt::ClassDef(node) => self.push(&node.name, true, at),
            Stmt::Global(node) => {
                for name in &node.names {
                    self.push(name, true, at.clone());
                }
            }
            Stmt::Import(node) => {
                for alias in &node.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    let first = name.split('.').next().unwrap_or(name);
                    self.push(first, true, at.clone());
                }
            }
            Stmt::ImportFrom(node) => {
                for alias in &node.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.push(name, true, at.clone());
                }
            }
            _ => {}
        }
        visitor::walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression {
            let stored = name.ctx != ExprContext::Load;
            self.push(&name.id, stored, self.source.at(name));
        }
        visitor::walk_expr(self, expression);
    }

    fn visit_pattern(&mut self, pattern: &'a ruff_python_ast::Pattern) {
        use ruff_python_ast::Pattern;
        let name = match pattern {
            Pattern::MatchAs(node) => node.name.as_ref(),
            Pattern::MatchStar(node) => node.name.as_ref(),
            Pattern::MatchMapping(node) => node.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.push(name, true, self.source.at(name));
        }
        visitor::walk_pattern(self, pattern);
    }
}
