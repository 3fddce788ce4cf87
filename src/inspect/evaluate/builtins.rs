//! Python's own functions.

use super::alternatives::truth;
use super::call::Args;
use super::expression::display_text;
use super::machine::Machine;
use super::value::{At, Shape, Term, Value};

/// The functions and types that settings call; anything else without a binding is unknown.
const BUILTINS: [&str; 45] = [
    "ImportError",
    "KeyError",
    "Exception",
    "ValueError",
    "__import__",
    "all",
    "any",
    "bool",
    "bytes",
    "compile",
    "dict",
    "enumerate",
    "eval",
    "exec",
    "exit",
    "filter",
    "float",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "int",
    "isinstance",
    "iter",
    "len",
    "list",
    "locals",
    "map",
    "max",
    "min",
    "next",
    "open",
    "print",
    "quit",
    "range",
    "reversed",
    "set",
    "setattr",
    "sorted",
    "str",
    "sum",
    "tuple",
    "type",
    "vars",
    "zip",
];

pub(super) fn is_builtin(name: &str) -> bool {
    BUILTINS.contains(&name)
}

impl Machine<'_> {
    pub(super) fn call_builtin(&mut self, name: &str, args: &Args, at: &At) -> Value {
        match name {
            "globals" | "locals" | "vars" if args.positional.is_empty() => {
                // In a call, `locals()` is a copy.
                let module = name == "globals" || self.state.frames.is_empty();
                return if module {
                    Value::Named("globals()".into())
                } else {
                    Value::unknown("…")
                };
            }
            "print" => return Value::None,
            "exit" | "quit" => return Value::Named("sys.exit()".into()),
            "exec" | "eval" => {
                self.globals().blur();
                self.risk.maybe = true;
                return Value::unknown("…");
            }
            "setattr" => {
                self.globals().blur();
                return Value::None;
            }
            "getattr" => return self.get_attribute(args, at),
            "dict" => return self.new_dict(args, at),
            _ => {}
        }
        if args.open {
            return Value::unknown("…");
        }
        let value = self.lift(&args.positional, at, &mut |machine, terms| {
            machine
                .plain_builtin(name, terms, args)
                .unwrap_or_else(|| Value::unknown("…"))
        });
        if matches!(value, Value::Unknown(_)) {
            self.risk.maybe = true;
        }
        value
    }

    fn get_attribute(&mut self, args: &Args, at: &At) -> Value {
        if let (Some(receiver), Some(name)) = (args.at(0), args.at(1))
            && let (Value::Module(module), Value::Str(name)) = (&receiver.value, &name.value)
            && let Some(scope) = self.state.modules.get(module)
        {
            return match (scope.get(name), args.at(2)) {
                (Some(term), Some(default)) => {
                    let bound = term
                        .alternatives()
                        .iter()
                        .all(|term| !matches!(term.value, Value::Unbound));
                    if bound {
                        term.value.clone()
                    } else {
                        super::alternatives::join(term, default, None).value
                    }
                }
                (Some(term), None) => term.value.clone(),
                (None, Some(default)) if !scope.open => default.value.clone(),
                _ => Value::unknown("…"),
            };
        }
        let _ = at;
        self.risk.maybe = true;
        Value::unknown("…")
    }

    fn new_dict(&mut self, args: &Args, at: &At) -> Value {
        let entries = args.keywords.iter().map(|(name, term)| {
            (
                Term::new(Value::Str(name.clone()), at.clone()),
                term.clone(),
            )
        });
        let entries: Vec<_> = entries.collect();
        let Some(first) = args.at(0) else {
            return self.dict(entries, args.open);
        };
        let id = self.id();
        let empty = self.dict(Vec::new(), false);
        let copied = super::content::extended(&empty, first, id);
        let keywords = Term::new(self.dict(entries, args.open), at.clone());
        match copied {
            Value::Dict(_) => super::content::extended(&copied, &keywords, id),
            _ if !args.keywords.is_empty() || args.open => Value::unknown("…"),
            other => other,
        }
    }

    fn plain_builtin(&mut self, name: &str, terms: &[Term], args: &Args) -> Option<Value> {
        let Some(first) = terms.first() else {
            return self.empty(name);
        };
        match name {
            "str" => display_text(first).map(Value::Str),
            "bool" => truth(first).always.map(Value::Bool),
            "int" => match &first.value {
                Value::Int(int) => Some(Value::Int(*int)),
                Value::Bool(value) => Some(Value::Int(i64::from(*value))),
                Value::Str(text) => text.trim().parse().ok().map(Value::Int),
                _ => None,
            },
            "list" | "tuple" | "set" | "frozenset" => self.converted(name, first),
            "len" => length(first).and_then(|length| i64::try_from(length).ok().map(Value::Int)),
            "any" | "all" => quantified(first, name == "any"),
            "range" if terms.len() == 1 => match first.value {
                Value::Int(count @ 0..=500) => {
                    let items =
                        (0..count).map(|index| Term::new(Value::Int(index), first.at.clone()));
                    let items = items.collect();
                    Some(self.sequence(Shape::List, items, false))
                }
                _ => None,
            },
            "sorted" if args.keywords.is_empty() => {
                let mut items = first.items()?;
                if items
                    .iter()
                    .any(|item| !matches!(item.value, Value::Str(_)))
                {
                    return None;
                }
                items.sort_by(|a, b| a.value.text().cmp(&b.value.text()));
                Some(self.sequence(Shape::List, items, false))
            }
            _ => None,
        }
    }

    /// What a type without an argument makes.
    fn empty(&mut self, name: &str) -> Option<Value> {
        match name {
            "list" => Some(self.sequence(Shape::List, Vec::new(), false)),
            "tuple" => Some(self.sequence(Shape::Tuple, Vec::new(), false)),
            "set" => Some(self.sequence(Shape::Set, Vec::new(), false)),
            "str" => Some(Value::str("")),
            "bool" => Some(Value::Bool(false)),
            _ => None,
        }
    }

    fn converted(&mut self, name: &str, term: &Term) -> Option<Value> {
        let shape = match name {
            "list" => Shape::List,
            "tuple" => Shape::Tuple,
            _ => Shape::Set,
        };
        if let Value::Sequence(sequence) = &term.value {
            let (items, open) = (sequence.items.to_vec(), sequence.open);
            let ordered = sequence.shape != Shape::Set || shape == Shape::Set;
            return Some(self.sequence(shape, items, open || !ordered));
        }
        let items = term.items()?;
        Some(self.sequence(shape, items, false))
    }
}

fn length(term: &Term) -> Option<usize> {
    match &term.value {
        Value::Sequence(sequence) if !sequence.open && sequence.shape != Shape::Set => {
            Some(sequence.items.len())
        }
        Value::Dict(dict) if !dict.open => Some(dict.entries.len()),
        _ => None,
    }
}

/// `any(…)`, or else `all(…)`.
fn quantified(term: &Term, any: bool) -> Option<Value> {
    let answers: Vec<Option<bool>> = term
        .items()?
        .iter()
        .map(|item| truth(item).always)
        .collect();
    if answers.contains(&Some(any)) {
        return Some(Value::Bool(any));
    }
    let known = answers.iter().all(Option::is_some);
    known.then_some(Value::Bool(!any))
}
