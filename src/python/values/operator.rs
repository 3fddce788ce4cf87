//! Operators, comparisons and subscripts.

use ruff_python_ast::{Expr, ExprSlice, ExprSubscript, Operator};

use crate::python::packages::host;
use crate::python::run::machine::Machine;
use crate::python::values::content::{Bounds, index_of, sliced};
use crate::python::values::equality::{Answer, equals};
use crate::python::values::path;
use crate::python::values::value::{At, Dict, Shape, Term, Value};

/// Longer strings are not followed.
const MAX_TEXT: usize = 64 * 1024;

impl Machine<'_> {
    pub(crate) fn binary(&mut self, left: &Term, op: Operator, right: &Term, at: &At) -> Value {
        self.need_operands(left, op, right);
        let operands = [left.clone(), right.clone()];
        self.lift(&operands, at, &mut |machine, terms| {
            machine.plain_binary(&terms[0], op, &terms[1])
        })
    }

    fn plain_binary(&mut self, left: &Term, op: Operator, right: &Term) -> Value {
        match (&left.value, op, &right.value) {
            (Value::Int(a), op, Value::Int(b)) => arithmetic(*a, op, *b),
            (Value::Str(a), Operator::Add, Value::Str(b)) if a.len() + b.len() < MAX_TEXT => {
                Value::str(&format!("{a}{b}"))
            }
            (Value::Str(format), Operator::Mod, _) => {
                crate::python::values::text::percent(format, right)
                    .map_or_else(|| Value::unknown("…"), |text| Value::str(&text))
            }
            (Value::Sequence(a), Operator::Add, Value::Sequence(b)) if a.shape == b.shape => {
                let items = a.items.iter().chain(b.items.iter()).cloned().collect();
                self.sequence(a.shape, items, a.open || b.open)
            }
            // Whatever is added, the known items are in it.
            (Value::Sequence(known), Operator::Add, Value::Unknown(_))
            | (Value::Unknown(_), Operator::Add, Value::Sequence(known)) => {
                self.sequence(known.shape, known.items.to_vec(), true)
            }
            (Value::Sequence(a), Operator::BitOr, Value::Sequence(b)) if a.shape == Shape::Set => {
                let items = a.items.iter().chain(b.items.iter()).cloned().collect();
                self.sequence(a.shape, items, a.open || b.open)
            }
            (Value::Dict(a), Operator::BitOr, Value::Dict(_)) => {
                let id = self.id();
                let copy = Dict::value(id, a.entries.to_vec(), a.open);
                crate::python::values::content::extended(&copy, right, id)
            }
            (Value::Path(a), Operator::Div | Operator::Add, Value::Str(b) | Value::Path(b))
            | (Value::Str(a), Operator::Div, Value::Path(b)) => {
                Value::Path(path::pure(&path::join(a, b)).into())
            }
            // `environ.Path(__file__) - 3`.
            (Value::Path(path), Operator::Sub, Value::Int(levels)) if (0..32).contains(levels) => {
                let up = (0..*levels).fold(path.to_string(), |path, _| path::parent(&path));
                Value::Path(up.into())
            }
            _ => Value::unknown("…"),
        }
    }

    pub(crate) fn subscript(&mut self, node: &ExprSubscript, at: At) -> Term {
        let receiver = self.term(&node.value);
        self.need(&receiver);
        if let Expr::Slice(slice) = &*node.slice {
            let bounds = self.bounds(slice);
            let value = self.lift(
                std::slice::from_ref(&receiver),
                &at,
                &mut |machine, terms| machine.slice(&terms[0], &bounds),
            );
            return Term::new(value, at);
        }
        let key = self.term(&node.slice);
        self.need_key(&receiver, &key);
        if let Value::Named(name) = &receiver.value {
            let index = match key.value {
                Value::Int(index) => Some(index),
                _ => None,
            };
            if let Some(part) = host::part(name, None, index) {
                return Term::new(part, at);
            }
            let value = match &**name {
                "os.environ" => self.read_required(&key, &at),
                "sys.modules" => self.named_module(&key),
                "globals()" => match &key.value {
                    Value::Str(name) => {
                        let module = self.module.clone();
                        match self.in_module(&module, name) {
                            Some(term) => return term,
                            None => self.unknown(node),
                        }
                    }
                    _ => self.unknown(node),
                },
                _ => self.unknown(node),
            };
            return Term::new(value, at);
        }
        if let (Value::Dict(dict), Value::Str(key)) = (&receiver.value, &key.value)
            && let Some(term) = dict.get(key)
        {
            return term.clone();
        }
        let mut place = None;
        let value = self.lift(&[receiver, key], &at, &mut |machine, terms| {
            if let Some(term) = item(&terms[0], &terms[1]) {
                place = Some(term.at.clone());
                return term.value;
            }
            machine.risk.maybe = true;
            Value::unknown("…")
        });
        match value {
            Value::Unknown(_) => Term::new(self.unknown(node), at),
            value => Term::new(value, place.unwrap_or(at)),
        }
    }

    /// The module that `sys.modules[__name__]` is.
    fn named_module(&self, key: &Term) -> Value {
        match &key.value {
            Value::Str(name) if self.state.modules.contains_key(name) => {
                Value::Module(name.clone())
            }
            _ => Value::unknown("…"),
        }
    }

    /// The bounds of a slice, as they are written.
    pub(crate) fn bounds(&mut self, slice: &ExprSlice) -> Bounds {
        let bounds = [&slice.lower, &slice.upper, &slice.step];
        bounds.map(|bound| bound.as_ref().map(|bound| self.term(bound)))
    }

    fn slice(&mut self, receiver: &Term, bounds: &Bounds) -> Value {
        let characters: Vec<char> = match &receiver.value {
            Value::Str(text) if !path::is_anywhere(text) => text.chars().collect(),
            _ => Vec::new(),
        };
        let length = match &receiver.value {
            Value::Sequence(sequence) if !sequence.open => sequence.items.len(),
            Value::Str(_) => characters.len(),
            _ => return Value::unknown("…"),
        };
        let Some(range) = sliced(length, bounds) else {
            return Value::unknown("…");
        };
        let (from, count) = (range.start, range.len());
        if let Value::Sequence(sequence) = &receiver.value {
            let items = sequence.items.iter().skip(from).take(count).cloned();
            return self.sequence(sequence.shape, items.collect(), false);
        }
        let text: String = characters.into_iter().skip(from).take(count).collect();
        Value::str(&text)
    }
}

/// The entry of a dict or the item of a list.
pub(crate) fn item(receiver: &Term, key: &Term) -> Option<Term> {
    match &receiver.value {
        Value::Dict(dict) => dict
            .entries
            .iter()
            .find(|(name, _)| equals(name, key) == Answer::Yes)
            .map(|(_, term)| term.clone()),
        Value::Sequence(sequence) => Some(sequence.items[index_of(sequence, key)?].clone()),
        _ => None,
    }
}

fn arithmetic(a: i64, op: Operator, b: i64) -> Value {
    let result = match op {
        Operator::Add => a.checked_add(b),
        Operator::Sub => a.checked_sub(b),
        Operator::Mult => a.checked_mul(b),
        Operator::FloorDiv if b > 0 => Some(a.div_euclid(b)),
        Operator::Mod if b > 0 => Some(a.rem_euclid(b)),
        _ => None,
    };
    result.map_or_else(|| Value::unknown("…"), Value::Int)
}
