//! Code that asks its module whether a name is bound, where that is known: the answer stands there instead.
//!
//! A pack writes `"CACHES" in globals()` and `globals().get("CACHES", {})`, which are right in any module.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{BoolOp, CmpOp, Expr, Stmt, StmtIf, UnaryOp};

use super::Snippet;
use super::expression::{is_namespace, span};
use crate::text::{Edit, apply_edits, lines};

/// What is known of where a name is bound.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Whereabouts {
    /// In the module itself, on every path.
    Here,
    /// In a module that it imports with `*`, on every path.
    Elsewhere,
    /// In none of them.
    Nowhere,
    /// That cannot be told.
    Unknown,
}

impl Whereabouts {
    /// Every one of them.
    pub(crate) const ALL: [Self; 4] = [Self::Here, Self::Elsewhere, Self::Nowhere, Self::Unknown];

    /// Whether the name is bound; `None` where that cannot be told.
    fn is_bound(self) -> Option<bool> {
        match self {
            Self::Here | Self::Elsewhere => Some(true),
            Self::Nowhere => Some(false),
            Self::Unknown => None,
        }
    }
}

/// Where each name is bound.
pub(crate) type Known<'a> = dyn Fn(&str) -> Whereabouts + 'a;

impl Snippet {
    /// The code with what is known put in.
    pub(crate) fn knowing(&self, known: &Known) -> String {
        let mut knowing = Knowing {
            source: self.source(),
            known,
            edits: Vec::new(),
        };
        knowing.visit_body(self.body());
        apply_edits(self.source(), &knowing.edits)
    }

    /// The names of which the code asks whether they are bound.
    pub(crate) fn asked(&self) -> Vec<String> {
        let mut asked = Asked::default();
        asked.visit_body(self.body());
        asked.names
    }
}

/// Looks for questions.
#[derive(Default)]
struct Asked {
    names: Vec<String>,
}

impl<'a> Visitor<'a> for Asked {
    fn visit_expr(&mut self, expression: &'a Expr) {
        let name = membership(expression).map(|(name, _)| name);
        if let Some(name) = name.or_else(|| lookup(expression).map(|(name, _)| name))
            && !self.names.contains(&name)
        {
            self.names.push(name);
        }
        walk_expr(self, expression);
    }
}

/// Puts answers in the place of questions.
struct Knowing<'a> {
    source: &'a str,
    known: &'a Known<'a>,
    edits: Vec<Edit>,
}

impl<'a> Visitor<'a> for Knowing<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::If(choice) = statement
            && let Some(holds) = self.truth(&choice.test)
        {
            return self.choose(statement, choice, holds);
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::BoolOp(operation) => {
                let drops = operation.op == BoolOp::And;
                let goes = |part: &Expr| self.truth(part) == Some(drops);
                let parts: Vec<(&Expr, bool)> = operation
                    .values
                    .iter()
                    .map(|part| (part, goes(part)))
                    .collect();
                self.drop(&parts);
                parts
                    .iter()
                    .filter(|(_, goes)| !goes)
                    .for_each(|(part, _)| self.visit_expr(part));
            }
            Expr::List(list) => {
                let goes = |item: &Expr| match item {
                    Expr::Starred(starred) => self.is_unbound(&starred.value),
                    _ => false,
                };
                let items: Vec<(&Expr, bool)> =
                    list.elts.iter().map(|item| (item, goes(item))).collect();
                self.drop(&items);
                items
                    .iter()
                    .filter(|(_, goes)| !goes)
                    .for_each(|(item, _)| self.visit_expr(item));
            }
            Expr::Dict(dict) => {
                for (index, item) in dict.items.iter().enumerate() {
                    if index > 0 && item.key.is_none() && self.is_unbound(&item.value) {
                        let before = span(&dict.items[index - 1].value).end;
                        let range = before..span(&item.value).end;
                        self.edits.push(Edit::replace(range, ""));
                    } else {
                        item.key.iter().for_each(|key| self.visit_expr(key));
                        self.visit_expr(&item.value);
                    }
                }
            }
            _ => {
                if let Some((name, otherwise)) = lookup(expression) {
                    let text = match (self.known)(&name) {
                        Whereabouts::Here => name,
                        Whereabouts::Nowhere => otherwise
                            .map_or("None", |otherwise| &self.source[span(otherwise)])
                            .to_owned(),
                        // A name that no line of the module shows is none that its linter knows.
                        Whereabouts::Elsewhere | Whereabouts::Unknown => return,
                    };
                    self.edits.push(Edit::replace(span(expression), text));
                    return;
                }
                walk_expr(self, expression);
            }
        }
    }
}

impl Knowing<'_> {
    /// The part of a choice that is taken stands instead of it.
    fn choose(&mut self, statement: &Stmt, choice: &StmtIf, holds: bool) {
        let other = choice.elif_else_clauses.first();
        let body = match (holds, other) {
            (true, _) => &choice.body,
            (false, Some(clause)) if clause.test.is_none() => &clause.body,
            _ => return self.edits.push(Edit::replace(span(statement), "pass")),
        };
        let (Some(first), Some(last)) = (body.first(), body.last()) else {
            return;
        };
        let text = &self.source[span(first).start..span(last).end];
        let mut shifted = String::new();
        for (index, line) in lines(text).enumerate() {
            let rest = line.strip_prefix("    ").filter(|_| index > 0);
            shifted.push_str(rest.unwrap_or(line));
        }
        // What is asked in it is asked of the text as it stands then.
        let inner = Snippet::parse(&shifted).map(|inner| inner.knowing(self.known));
        self.edits
            .push(Edit::replace(span(statement), inner.unwrap_or(shifted)));
    }

    /// Takes some parts of a list out, each with what separates it from its neighbour.
    fn drop(&mut self, parts: &[(&Expr, bool)]) {
        let kept: Vec<usize> = (0..parts.len()).filter(|index| !parts[*index].1).collect();
        let Some(last) = kept.last().copied() else {
            return;
        };
        for (index, (part, goes)) in parts.iter().enumerate() {
            if !goes {
                continue;
            }
            let range = if index < last {
                span(*part).start..span(parts[index + 1].0).start
            } else {
                span(parts[index - 1].0).end..span(*part).end
            };
            self.edits.push(Edit::replace(range, ""));
        }
    }

    /// Whether a condition is known to hold, or not to.
    fn truth(&self, expression: &Expr) -> Option<bool> {
        if let Some((name, asked)) = membership(expression) {
            return (self.known)(&name).is_bound().map(|bound| bound == asked);
        }
        match expression {
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
                self.truth(&operation.operand).map(|holds| !holds)
            }
            Expr::BoolOp(operation) => {
                let deciding = operation.op == BoolOp::Or;
                let mut truths = operation.values.iter().map(|part| self.truth(part));
                if truths.clone().any(|truth| truth == Some(deciding)) {
                    return Some(deciding);
                }
                truths.all(|truth| truth.is_some()).then_some(!deciding)
            }
            _ => self.is_unbound(expression).then_some(false),
        }
    }

    /// Whether what a name is bound to is asked for, and it is known to be bound to nothing.
    fn is_unbound(&self, expression: &Expr) -> bool {
        lookup(expression).is_some_and(|(name, _)| (self.known)(&name) == Whereabouts::Nowhere)
    }
}

/// The name in `"NAME" in globals()`, and whether it is not `not in`.
fn membership(expression: &Expr) -> Option<(String, bool)> {
    let Expr::Compare(comparison) = expression else {
        return None;
    };
    let ([operator], [namespace]) = (&*comparison.ops, &*comparison.comparators) else {
        return None;
    };
    let asked = match operator {
        CmpOp::In => true,
        CmpOp::NotIn => false,
        _ => return None,
    };
    let name = comparison.left.as_string_literal_expr()?.value.to_string();
    is_namespace(namespace).then_some((name, asked))
}

/// The name in `globals().get("NAME", otherwise)`, and what stands for it where it is not bound.
fn lookup(expression: &Expr) -> Option<(String, Option<&Expr>)> {
    let call = expression.as_call_expr()?;
    let method = call.func.as_attribute_expr()?;
    if method.attr.as_str() != "get" || !is_namespace(&method.value) {
        return None;
    }
    let name = call.arguments.args.first()?.as_string_literal_expr()?;
    Some((name.value.to_string(), call.arguments.args.get(1)))
}
