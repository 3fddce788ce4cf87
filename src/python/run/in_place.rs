//! Methods that change their receiver.

use crate::python::run::call::MethodCall;
use crate::python::run::machine::Machine;
use crate::python::values::content::{extended, with_item};
use crate::python::values::operator::item;
use crate::python::values::value::{Sequence, Term, Text, Value};

impl Machine<'_> {
    /// A method that changes its receiver; `None` where it is none of those.
    pub(crate) fn call_in_place(&mut self, call: MethodCall<'_>) -> Option<Value> {
        let MethodCall {
            receiver,
            args,
            root,
            ..
        } = call;
        let first = args.at(0);
        match call.name {
            "append" | "add" => {
                let term = first?.clone();
                self.change(receiver, root, &|value| insert_at(value, None, &term));
            }
            "insert" => {
                let (index, term) = (first?.clone(), args.at(1)?.clone());
                self.change(receiver, root, &|value| {
                    insert_at(value, Some(&index), &term)
                });
            }
            "extend" => {
                let (term, id) = (first?.clone(), self.id());
                self.change(receiver, root, &|value| extended(value, &term, id));
            }
            "update" => self.update(call),
            "remove" | "discard" => {
                let term = first?.clone();
                self.change(receiver, root, &|value| without(value, &term));
            }
            "setdefault" => return Some(self.dict_default(call)),
            _ => return None,
        }
        Some(Value::None)
    }

    fn dict_default(&mut self, call: MethodCall<'_>) -> Value {
        let receiver = call.receiver;
        let none = Term::new(Value::None, call.at.clone());
        let (Some(key), default) = (call.args.at(0), call.args.at(1).unwrap_or(&none)) else {
            return Value::unknown("…");
        };
        if let Some(term) = item(receiver, key) {
            return term.value;
        }
        match &receiver.value {
            Value::Dict(dict) if !dict.open => {
                self.change(receiver, call.root, &|value| with_item(value, key, default));
                default.value.clone()
            }
            _ => {
                self.taint(receiver);
                Value::unknown("…")
            }
        }
    }

    fn update(&mut self, call: MethodCall<'_>) {
        let (args, at) = (call.args, call.at);
        let id = self.id();
        let named = |(name, term): &(Text, Term)| {
            (
                Term::new(Value::Str(name.clone()), at.clone()),
                term.clone(),
            )
        };
        let entries = args.keywords.iter().map(named).collect();
        let keywords = Term::new(self.dict(entries, args.open), at.clone());
        let plain = args.keywords.is_empty() && !args.open;
        let first = args.at(0).cloned();
        self.change(call.receiver, call.root, &|value| {
            let value = match &first {
                Some(first) => extended(value, first, id),
                None => value.clone(),
            };
            match value {
                value if plain => value,
                Value::Dict(_) => extended(&value, &keywords, id),
                _ => Value::unknown("…"),
            }
        });
    }
}

fn insert_at(value: &Value, index: Option<&Term>, term: &Term) -> Value {
    let Value::Sequence(list) = value else {
        return Value::unknown("…");
    };
    let mut items = list.items.to_vec();
    let index = match index.map(|index| &index.value) {
        None => items.len(),
        Some(Value::Int(index)) => {
            let length = i64::try_from(items.len()).unwrap_or(0);
            let index = if *index < 0 { index + length } else { *index };
            usize::try_from(index.clamp(0, length)).unwrap_or(0)
        }
        // At some place.
        Some(_) => return Sequence::value(list.shape, list.id, items, true),
    };
    items.insert(index, term.clone());
    Sequence::value(list.shape, list.id, items, list.open)
}

fn without(value: &Value, term: &Term) -> Value {
    let Value::Sequence(list) = value else {
        return Value::unknown("…");
    };
    let mut items = list.items.to_vec();
    for index in 0..items.len() {
        match crate::python::values::equality::equals(&items[index], term).known() {
            Some(true) => {
                items.remove(index);
                break;
            }
            Some(false) => {}
            None => return Value::unknown("…"),
        }
    }
    Sequence::value(list.shape, list.id, items, list.open)
}
