//! What expressions read and bind as they are evaluated.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, ExprContext, Parameters, Stmt};
use ruff_text_size::Ranged;

use super::names::Form;

/// Collects from the expressions that it visits.
#[derive(Default)]
pub(super) struct Expressions {
    /// The names that are read, and where.
    pub(super) reads: Vec<(String, usize)>,
    /// The names that `:=` binds.
    pub(super) named: Vec<String>,
    /// Whether a call may bind names that it does not show.
    pub(super) opaque: bool,
}

impl<'a> Visitor<'a> for Expressions {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.defaults(&function.parameters);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) if name.ctx == ExprContext::Load => {
                self.reads
                    .push((name.id.to_string(), name.range.start().to_usize()));
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
            }
            _ => {
                if let Expr::Named(named) = expression
                    && let Expr::Name(name) = &*named.target
                {
                    self.named.push(name.id.to_string());
                }
                if let Expr::Call(call) = expression {
                    self.opaque |= rebinds(call);
                }
                walk_expr(self, expression);
            }
        }
    }
}

impl Expressions {
    /// Defaults are evaluated with the definition, its body is not.
    fn defaults(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.visit_expr(default);
            }
        }
    }
}

/// Whether a call may assign names of the module: `exec(…)`, `include(…)`, `f(locals())`, `globals().update(…)`.
fn rebinds(call: &ExprCall) -> bool {
    match &*call.func {
        Expr::Name(name) if matches!(name.id.as_str(), "exec" | "execfile" | "include") => true,
        Expr::Attribute(method) if is_namespace(&method.value) => {
            matches!(
                method.attr.as_str(),
                "update" | "setdefault" | "__setitem__" | "pop"
            )
        }
        _ => {
            call.arguments.args.iter().any(is_namespace)
                || call
                    .arguments
                    .keywords
                    .iter()
                    .any(|keyword| is_namespace(&keyword.value))
        }
    }
}

/// Whether an expression is the module's own namespace.
pub(super) fn is_namespace(expression: &Expr) -> bool {
    let Expr::Call(call) = expression else {
        return false;
    };
    let Expr::Name(name) = &*call.func else {
        return false;
    };
    call.arguments.is_empty() && matches!(name.id.as_str(), "globals" | "locals" | "vars")
}

/// The expression that a chain of attributes and subscripts starts from.
pub(super) fn root(expression: &Expr) -> &Expr {
    match expression {
        Expr::Attribute(attribute) => root(&attribute.value),
        Expr::Subscript(subscript) => root(&subscript.value),
        _ => expression,
    }
}

/// How tightly an expression without its parentheses holds together.
pub(super) fn form(expression: &Expr) -> Form {
    match expression {
        Expr::Tuple(tuple) if !tuple.parenthesized => Form::Bare,
        Expr::Starred(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Named(_) => Form::Bare,
        Expr::Lambda(_) | Expr::If(_) => Form::Loose,
        Expr::BoolOp(_)
        | Expr::BinOp(_)
        | Expr::UnaryOp(_)
        | Expr::Compare(_)
        | Expr::Await(_)
        | Expr::NumberLiteral(_) => Form::Operation,
        _ => Form::Atom,
    }
}

/// The range of an expression as offsets.
pub(super) fn span(node: &impl Ranged) -> std::ops::Range<usize> {
    node.start().to_usize()..node.end().to_usize()
}
