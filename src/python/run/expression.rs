//! Expressions.

use std::rc::Rc;

use ruff_python_ast::{BoolOp, Expr, ExprBoolOp, ExprDictComp, ExprIf, Number, UnaryOp};

use crate::python::run::comprehension::Element;
use crate::python::run::machine::Machine;
use crate::python::values::alternatives::{join, read_by, truth};
use crate::python::values::container::MAX_ITEMS;
use crate::python::values::value::{At, Shape, Term, Text, Value};

impl Machine<'_> {
    pub(crate) fn expression(&mut self, expression: &Expr, at: At) -> Term {
        let value = match expression {
            Expr::Name(node) => return self.name(&node.id, expression, at),
            Expr::Attribute(node) => {
                let receiver = self.term(&node.value);
                return self.attribute(&receiver, &node.attr, expression, at);
            }
            Expr::BoolOp(node) => return self.bool_op(node),
            Expr::If(node) => return self.ternary(node),
            Expr::Subscript(node) => return self.subscript(node, at),
            Expr::Named(node) => {
                self.prepare();
                let term = self.term(&node.value);
                self.assign(&node.target, &term);
                return term;
            }
            Expr::BinOp(node) => {
                let left = self.term(&node.left);
                let right = self.term(&node.right);
                self.binary(&left, node.op, &right, &at)
            }
            Expr::UnaryOp(node) => {
                let operand = self.term(&node.operand);
                self.unary(node.op, &operand, &at)
            }
            Expr::Compare(node) => self.compare(node, &at),
            Expr::Call(node) => self.call(node, &at),
            Expr::Lambda(node) => self.lambda(node),
            _ => self.display_value(expression, &at),
        };
        let value = match value {
            // An unknown result says which expression it is.
            Value::Unknown(_) => self.unknown(expression),
            value => value,
        };
        Term::new(value, at)
    }

    /// Literals, lists, dicts, f-strings, comprehensions.
    fn display_value(&mut self, expression: &Expr, at: &At) -> Value {
        match expression {
            Expr::StringLiteral(node) => Value::str(node.value.to_str()),
            Expr::NumberLiteral(node) => match &node.value {
                Number::Int(int) => int.as_i64().map_or_else(|| Value::unknown("…"), Value::Int),
                _ => Value::unknown("…"),
            },
            Expr::BooleanLiteral(node) => Value::Bool(node.value),
            Expr::NoneLiteral(_) => Value::None,
            Expr::List(node) => self.display(Shape::List, &node.elts),
            Expr::Tuple(node) => self.display(Shape::Tuple, &node.elts),
            Expr::Set(node) => self.display(Shape::Set, &node.elts),
            // A longer one would be too large to follow when it is whole.
            Expr::Dict(node) if node.items.len() <= MAX_ITEMS as usize => self.dict_display(node),
            Expr::FString(node) => self.f_string(node, at),
            Expr::ListComp(node) => {
                self.comprehension(Element::Item(Shape::List, &node.elt), &node.generators)
            }
            Expr::Generator(node) => {
                self.comprehension(Element::Item(Shape::List, &node.elt), &node.generators)
            }
            Expr::SetComp(node) => {
                self.comprehension(Element::Item(Shape::Set, &node.elt), &node.generators)
            }
            Expr::DictComp(ExprDictComp {
                key: Some(key),
                value,
                generators,
                ..
            }) => self.comprehension(Element::Entry(key, value), generators),
            _ => {
                self.forget_expression(expression);
                Value::unknown("…")
            }
        }
    }

    fn forget_expression(&mut self, expression: &Expr) {
        self.risk.maybe = true;
        for name in crate::python::run::scan::touched_by(expression, &self.source) {
            if let Some(term) = self.look_up(&name.name) {
                self.taint(&term);
            }
        }
    }

    fn name(&mut self, name: &str, expression: &Expr, at: At) -> Term {
        match self.look_up(name) {
            Some(term) => {
                self.note_guarded(&term);
                term
            }
            None if crate::python::run::builtins::is_builtin(name) => {
                Term::new(Value::Named(format!("builtins.{name}").into()), at)
            }
            None => {
                self.risk.maybe = true;
                Term::new(self.unknown(expression), at)
            }
        }
    }

    fn bool_op(&mut self, node: &ExprBoolOp) -> Term {
        let mut operands = node.values.iter();
        let Some(first) = operands.next() else {
            return Term::new(Value::unknown("…"), self.at(node));
        };
        let mut result = self.term(first);
        for operand in operands {
            let truth = truth(&result);
            // `or` goes on while false, `and` while true.
            let wanted = matches!(node.op, BoolOp::And);
            if truth.always == Some(!wanted) {
                break;
            }
            let usually = truth.usually.map(|usually| usually == wanted);
            if truth.always.is_none() {
                self.decided.extend(result.ties());
            }
            let next = match truth.always {
                Some(_) => self.term(operand),
                None => self.under(usually, |machine| machine.term(operand)),
            };
            if node.op == BoolOp::Or {
                self.note_default(&result, &next);
            }
            result = match truth.always {
                Some(_) => next,
                None => either_operand(&result, &next, usually),
            };
        }
        result
    }

    fn ternary(&mut self, node: &ExprIf) -> Term {
        let tested = self.term(&node.test);
        let truth = truth(&tested);
        match truth.always {
            Some(true) => self.term(&node.body),
            Some(false) => self.term(&node.orelse),
            None => {
                let by = tested.ties();
                self.decided.extend_from_slice(&by);
                let usually = truth.usually;
                let body = self.under(usually, |machine| machine.term(&node.body));
                let opposite = usually.map(|usually| !usually);
                let orelse = self.under(opposite, |machine| machine.term(&node.orelse));
                join(&body, &orelse, usually, &by)
            }
        }
    }

    fn unary(&mut self, op: UnaryOp, operand: &Term, at: &At) -> Value {
        if op != UnaryOp::Not {
            self.need(operand);
        }
        self.lift(
            std::slice::from_ref(operand),
            at,
            &mut |_, terms| match (op, &terms[0].value) {
                (UnaryOp::Not, _) => match truth(&terms[0]).always {
                    Some(value) => Value::Bool(!value),
                    None => Value::unknown("…"),
                },
                (UnaryOp::USub, Value::Int(int)) => Value::Int(int.saturating_neg()),
                (UnaryOp::UAdd, Value::Int(int)) => Value::Int(*int),
                _ => Value::unknown("…"),
            },
        )
    }
}

/// The left operand, or the right one where the left does not decide. `right` is whether it usually is.
fn either_operand(left: &Term, next: &Term, right: Option<bool>) -> Term {
    let Value::Read(source) = &left.value else {
        return join(next, left, right, &left.ties());
    };
    let usual = match right {
        Some(true) => next.usual(),
        Some(false) => left.usual(),
        None => None,
    };
    let mut names = source.names.clone();
    names.extend(
        next.names()
            .into_iter()
            .filter(|name| !source.names.contains(name)),
    );
    let mut by = left.ties();
    by.extend(next.ties());
    by.retain(|name| !names.contains(name));
    Term::new(read_by(names, usual, source.url, by), left.at.clone())
}

/// What `str()` makes of a value.
pub(crate) fn display_text(term: &Term) -> Option<Text> {
    match &term.value {
        Value::Str(text) | Value::Path(text) => Some(text.clone()),
        Value::Int(int) => Some(int.to_string().into()),
        Value::Bool(value) => Some(if *value { "True" } else { "False" }.into()),
        Value::None => Some("None".into()),
        _ => None,
    }
}

/// A method of a value, to be called.
pub(crate) fn method(receiver: &Term, name: &str) -> Value {
    Value::Method(Rc::new(receiver.clone()), name.into())
}
