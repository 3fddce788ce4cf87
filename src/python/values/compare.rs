//! Comparisons.

use ruff_python_ast::{CmpOp, ExprCompare};

use crate::python::packages::host;
use crate::python::run::machine::Machine;
use crate::python::values::alternatives::read;
use crate::python::values::equality::{Answer, equals};
use crate::python::values::path;
use crate::python::values::value::{At, Sequence, Term, Value};

impl Machine<'_> {
    pub(crate) fn compare(&mut self, node: &ExprCompare, at: &At) -> Value {
        let ([op], [right]) = (&*node.ops, &*node.comparators) else {
            for operand in std::iter::once(&*node.left).chain(&node.comparators) {
                self.term(operand);
            }
            return self.unknown(node);
        };
        let left = self.term(&node.left);
        let right = self.term(right);
        let positive = matches!(op, CmpOp::Eq | CmpOp::Is | CmpOp::In);
        let is_asked = positive || matches!(op, CmpOp::NotEq | CmpOp::IsNot | CmpOp::NotIn);
        if is_asked && [&left, &right].iter().any(|it| host::is_hosts(&it.value)) {
            return host::compared(positive, at);
        }
        if let Value::Named(name) = &right.value
            && matches!(op, CmpOp::In | CmpOp::NotIn)
        {
            return self.contained(&left, &name.clone(), *op == CmpOp::In);
        }
        match op {
            CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => {
                self.need(&left);
                self.need(&right);
            }
            CmpOp::In | CmpOp::NotIn => self.need(&right),
            _ => {}
        }
        if is_truth_text(&right) {
            self.note_cast(&left, Some("bool"));
        }
        let value = self.lift(&[left, right], at, &mut |_, terms| match plain_compare(
            &terms[0], *op, &terms[1],
        )
        .known()
        {
            Some(answer) => Value::Bool(answer),
            None => Value::unknown("…"),
        });
        match value {
            Value::Unknown(_) => self.unknown(node),
            value => value,
        }
    }

    /// `left in os.environ`, `left in sys.argv`.
    fn contained(&mut self, left: &Term, container: &str, positive: bool) -> Value {
        let Value::Str(text) = &left.value else {
            return Value::unknown("…");
        };
        let absent = Term::new(Value::Bool(!positive), left.at.clone());
        match container {
            "os.environ" => {
                if let Some(set) = self.state.environ.get(text)
                    && !matches!(set.value, Value::Either(_) | Value::Read(_))
                {
                    return Value::Bool(positive);
                }
                self.trace_read();
                self.note(text, None, false, &left.at);
                read(vec![text.clone()], Some(absent), false)
            }
            // The facts are those of a project that serves, not of one that is tested.
            "sys.argv" if text.contains("test") => Value::Bool(!positive),
            _ => Value::unknown("…"),
        }
    }
}

/// Whether something is compared with how truth is written: `"True"`, `("1", "yes")`.
fn is_truth_text(term: &Term) -> bool {
    match &term.value {
        Value::Str(text) => {
            !text.is_empty() && crate::python::values::text::is_true(text).is_some()
        }
        Value::Sequence(Sequence { items, .. }) => {
            !items.is_empty() && items.iter().all(is_truth_text)
        }
        Value::Bool(_) => true,
        _ => false,
    }
}

fn plain_compare(left: &Term, op: CmpOp, right: &Term) -> Answer {
    match op {
        CmpOp::Eq => equals(left, right),
        CmpOp::NotEq => negated(equals(left, right)),
        CmpOp::Is | CmpOp::IsNot => {
            let singleton = |term: &Term| matches!(term.value, Value::None | Value::Bool(_));
            let answer = match equals(left, right) {
                Answer::Yes if !singleton(left) || !singleton(right) => Answer::Unknown,
                _ if matches!(
                    (&left.value, &right.value),
                    (Value::Int(_), _) | (_, Value::Int(_))
                ) =>
                {
                    Answer::Unknown
                }
                answer => answer,
            };
            if op == CmpOp::Is {
                answer
            } else {
                negated(answer)
            }
        }
        CmpOp::In => contains(right, left),
        CmpOp::NotIn => negated(contains(right, left)),
        CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => match (&left.value, &right.value) {
            (Value::Int(a), Value::Int(b)) => ordered(*a, op, *b).into(),
            _ => Answer::Unknown,
        },
    }
}

fn ordered(a: i64, op: CmpOp, b: i64) -> bool {
    match op {
        CmpOp::Lt => a < b,
        CmpOp::LtE => a <= b,
        CmpOp::Gt => a > b,
        _ => a >= b,
    }
}

fn negated(answer: Answer) -> Answer {
    match answer {
        Answer::Yes => Answer::No,
        Answer::No => Answer::Yes,
        Answer::Unknown => Answer::Unknown,
    }
}

fn contains(container: &Term, needle: &Term) -> Answer {
    match &container.value {
        Value::Str(text) => match &needle.value {
            Value::Str(part) if !path::is_anywhere(text) && !path::is_anywhere(part) => {
                text.contains(&**part).into()
            }
            _ => Answer::Unknown,
        },
        Value::Sequence(Sequence { items, open, .. }) => any(items.iter(), needle, *open),
        Value::Dict(dict) => any(dict.entries.iter().map(|(key, _)| key), needle, dict.open),
        _ => Answer::Unknown,
    }
}

fn any<'a>(terms: impl Iterator<Item = &'a Term>, needle: &Term, open: bool) -> Answer {
    let mut answer = if open { Answer::Unknown } else { Answer::No };
    for term in terms {
        match equals(term, needle) {
            Answer::Yes => return Answer::Yes,
            Answer::Unknown => answer = Answer::Unknown,
            Answer::No => {}
        }
    }
    answer
}
