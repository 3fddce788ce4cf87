//! What a function declares as its module's.

use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{Expr, Stmt};

/// The names that a function declares as the module's.
#[derive(Default)]
pub(super) struct Globals {
    pub(super) names: Vec<String>,
}

impl<'a> Visitor<'a> for Globals {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Global(declaration) = statement {
            self.names
                .extend(declaration.names.iter().map(ToString::to_string));
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}
