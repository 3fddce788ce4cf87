//! Python's own functions.

use super::alternatives::truth;
use super::call::Args;
use super::expression::display_text;
use super::machine::Machine;
use super::text::is_true;
use super::value::{At, Shape, Term, Text, Value};

/// The functions and types that settings call; anything else without a binding is unknown.
pub(super) fn is_builtin(name: &str) -> bool {
    matches!(
        name,
        "str"
            | "int"
            | "bool"
            | "float"
            | "list"
            | "tuple"
            | "set"
            | "frozenset"
            | "dict"
            | "len"
            | "sorted"
            | "any"
            | "all"
            | "print"
            | "locals"
            | "globals"
            | "vars"
            | "open"
            | "getattr"
            | "setattr"
            | "hasattr"
            | "isinstance"
            | "range"
            | "enumerate"
            | "zip"
            | "map"
            | "filter"
            | "reversed"
            | "min"
            | "max"
            | "sum"
            | "exec"
            | "eval"
            | "exit"
            | "quit"
            | "type"
            | "ImportError"
            | "KeyError"
            | "Exception"
            | "ValueError"
            | "__import__"
            | "compile"
    )
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
            return match name {
                "list" => Some(self.sequence(Shape::List, Vec::new(), false)),
                "tuple" => Some(self.sequence(Shape::Tuple, Vec::new(), false)),
                "set" => Some(self.sequence(Shape::Set, Vec::new(), false)),
                "str" => Some(Value::str("")),
                "bool" => Some(Value::Bool(false)),
                _ => None,
            };
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
            "len" => match &first.value {
                Value::Sequence(sequence) if !sequence.open && sequence.shape != Shape::Set => {
                    i64::try_from(sequence.items.len()).ok().map(Value::Int)
                }
                Value::Dict(dict) if !dict.open => {
                    i64::try_from(dict.entries.len()).ok().map(Value::Int)
                }
                _ => None,
            },
            "any" | "all" => {
                let items = self.items(first)?;
                let mut answers = items.iter().map(|item| truth(item).always);
                let wanted = name == "any";
                if answers.clone().any(|answer| answer == Some(wanted)) {
                    return Some(Value::Bool(wanted));
                }
                answers
                    .all(|answer| answer.is_some())
                    .then_some(Value::Bool(!wanted))
            }
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
                let mut items = self.items(first)?;
                let texts: Option<Vec<Text>> = items.iter().map(display_text).collect();
                let all_text = items.iter().all(|item| matches!(item.value, Value::Str(_)));
                texts.filter(|_| all_text)?;
                items.sort_by(|a, b| a.value.text().cmp(&b.value.text()));
                Some(self.sequence(Shape::List, items, false))
            }
            _ => None,
        }
    }

    fn converted(&mut self, name: &str, term: &Term) -> Option<Value> {
        let shape = match name {
            "list" => Shape::List,
            "tuple" => Shape::Tuple,
            _ => Shape::Set,
        };
        match &term.value {
            Value::Sequence(sequence) => {
                let (items, open) = (sequence.items.to_vec(), sequence.open);
                let ordered = sequence.shape != Shape::Set || shape == Shape::Set;
                Some(self.sequence(shape, items, open || !ordered))
            }
            _ => {
                let items = self.items(term)?;
                Some(self.sequence(shape, items, false))
            }
        }
    }

    /// `distutils.util.strtobool`.
    pub(super) fn str_to_bool(&mut self, args: &Args, at: &At) -> Value {
        let Some(first) = args.at(0) else {
            return Value::unknown("…");
        };
        self.lift(
            std::slice::from_ref(first),
            at,
            &mut |_, terms| match &terms[0].value {
                Value::Str(text) => is_true(text)
                    .map_or_else(|| Value::unknown("…"), |value| Value::Int(i64::from(value))),
                _ => Value::unknown("…"),
            },
        )
    }
}
