//! The calls in an expression that name something: by them, djdock knows its own code again.

use ruff_python_ast::Expr;
use ruff_python_ast::helpers::any_over_expr;

/// What is called or looked into, and the text that it is given first: `env_bool` and `DEBUG`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct NamedCall {
    /// The first name of what is called: `os`.
    pub(super) root: String,
    /// What follows it: `.environ.get()`, or `.environ[]` of a subscript.
    pub(super) rest: String,
    /// The text of the call's first argument.
    pub(super) key: String,
}

/// The calls and subscripts of an expression whose callee is a dotted name, and whose first argument a text.
pub(super) fn named_calls(expression: &Expr) -> Vec<NamedCall> {
    let mut calls = Vec::new();
    any_over_expr(expression, |part| {
        calls.extend(named_call(part));
        false
    });
    calls
}

fn named_call(expression: &Expr) -> Option<NamedCall> {
    let (callee, key, close) = match expression {
        Expr::Call(call) => (&*call.func, call.arguments.args.first()?, "()"),
        Expr::Subscript(subscript) => (&*subscript.value, &*subscript.slice, "[]"),
        _ => return None,
    };
    let key = key.as_string_literal_expr()?.value.to_string();
    let mut names = Vec::new();
    let mut callee = callee;
    while let Expr::Attribute(attribute) = callee {
        names.push(attribute.attr.as_str());
        callee = &attribute.value;
    }
    let root = callee.as_name_expr()?.id.to_string();
    let mut rest: String = names.iter().rev().flat_map(|name| [".", name]).collect();
    rest.push_str(close);
    Some(NamedCall { root, rest, key })
}

/// Whether evaluating an expression does nothing but look up names: it neither runs the project's code nor fails where
/// something is missing.
pub(super) fn is_plain(expression: &Expr) -> bool {
    !any_over_expr(expression, |part| {
        matches!(part, Expr::Call(_) | Expr::Subscript(_) | Expr::Await(_))
    })
}
