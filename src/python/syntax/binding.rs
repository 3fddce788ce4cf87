//! Single bindings: assignments with their values, targets, calls that change.

use std::ops::Range;

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{Expr, Stmt, StmtAssign};
use ruff_text_size::{Ranged, TextSize};

use super::calls::{is_plain, named_calls};
use super::expression::{Expressions, form, is_namespace, root, span};
use super::names::{Binding, Entry, Form, How, Value};
use super::statement::Collector;

impl Collector<'_> {
    /// `a = b = value`: only a single name can be edited at its value.
    pub(super) fn assign(&mut self, assignment: &StmtAssign, nested: bool) {
        self.expression(&assignment.value);
        let range = span(assignment);
        if let [target] = &assignment.targets[..] {
            let how = self.value(&range, target.end(), &assignment.value);
            self.target(target, &range, nested, how);
        } else {
            for target in &assignment.targets {
                self.target(target, &range, nested, How::Other);
            }
        }
    }

    /// The value of a statement that starts after the first `=` from an offset.
    pub(super) fn value(&self, statement: &Range<usize>, from: TextSize, value: &Expr) -> How {
        let tokens = self.module.parsed.tokens().after(from);
        let start = tokens
            .iter()
            .skip_while(|token| token.kind() != TokenKind::Equal)
            .nth(1)
            .map_or(value.start(), Ranged::start);
        let form = if start < value.start() {
            Form::Atom
        } else {
            form(value)
        };
        How::Value(Value {
            span: start.to_usize()..statement.end,
            form,
            statement: statement.start,
            calls: named_calls(value),
            plain: is_plain(value),
            entries: entries(value, &[]),
        })
    }

    /// Binds what an assignment's target names.
    pub(super) fn target(&mut self, target: &Expr, range: &Range<usize>, nested: bool, how: How) {
        match target {
            Expr::Name(name) => self.bind(&name.id, range, nested, how),
            Expr::Tuple(tuple) => self.targets(&tuple.elts, range, nested),
            Expr::List(list) => self.targets(&list.elts, range, nested),
            Expr::Starred(starred) => self.target(&starred.value, range, nested, How::Other),
            _ => {
                self.expression(target);
                self.change(target, range, nested);
            }
        }
    }

    fn targets(&mut self, targets: &[Expr], range: &Range<usize>, nested: bool) {
        for target in targets {
            self.target(target, range, nested, How::Other);
        }
    }

    /// A statement that is one expression: a call of a method may change what it is called on.
    pub(super) fn call(&mut self, expression: &Expr, range: &Range<usize>, nested: bool) {
        self.expression(expression);
        if let Expr::Call(call) = expression
            && let Expr::Attribute(method) = &*call.func
        {
            self.change(&method.value, range, nested);
        }
    }

    fn change(&mut self, expression: &Expr, range: &Range<usize>, nested: bool) {
        match root(expression) {
            Expr::Name(name) => self.bind(&name.id, range, nested, How::Changed),
            other => self.found.opaque |= is_namespace(other),
        }
    }

    pub(super) fn bind(&mut self, name: &str, range: &Range<usize>, nested: bool, how: How) {
        self.found.bindings.push(Binding {
            name: name.to_owned(),
            range: range.clone(),
            nested,
            how,
        });
    }

    pub(super) fn expression(&mut self, expression: &Expr) {
        self.visit(span(expression), |visitor| visitor.visit_expr(expression));
    }

    /// Takes over what expressions read and bind.
    pub(super) fn visit(&mut self, range: Range<usize>, visit: impl FnOnce(&mut Expressions)) {
        let mut visitor = Expressions::default();
        visit(&mut visitor);
        self.found.reads.extend(visitor.reads);
        self.found.opaque |= visitor.opaque;
        for name in visitor.named {
            self.bind(&name, &range, true, How::Other);
        }
    }

    /// The names that a class body assigns.
    pub(super) fn attributes(&mut self, statement: &Stmt) {
        let targets = match statement {
            Stmt::Assign(assignment) => &assignment.targets[..],
            Stmt::AnnAssign(assignment) => std::slice::from_ref(&*assignment.target),
            _ => return,
        };
        for target in targets {
            if let Expr::Name(name) = target {
                let offset = name.range.start().to_usize();
                self.found.attributes.push((name.id.to_string(), offset));
            }
        }
    }
}

/// The values under keys that are texts, in a dict and in the dicts that it holds.
fn entries(value: &Expr, above: &[String]) -> Vec<Entry> {
    let mut all = Vec::new();
    let items = value.as_dict_expr().map_or(&[][..], |dict| &dict.items);
    for item in items {
        let Some(Expr::StringLiteral(key)) = &item.key else {
            continue;
        };
        let keys = [above, &[key.value.to_string()]].concat();
        // Of settings nothing is asked that lies deeper.
        let within = if above.is_empty() {
            entries(&item.value, &keys)
        } else {
            Vec::new()
        };
        all.push(Entry {
            keys,
            span: span(&item.value),
            form: form(&item.value),
        });
        all.extend(within);
    }
    all
}
