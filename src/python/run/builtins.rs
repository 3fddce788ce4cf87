//! Python's own functions.

use crate::python::run::call::Args;
use crate::python::run::expression::display_text;
use crate::python::run::machine::Machine;
use crate::python::run::reflect::is_instance;
use crate::python::values::alternatives::truth;
use crate::python::values::value::{At, Shape, Term, Value};

/// The functions and types that settings call; anything else without a binding is unknown.
const BUILTINS: [&str; 58] = [
    "AttributeError",
    "ImportError",
    "KeyError",
    "Exception",
    "FileNotFoundError",
    "ModuleNotFoundError",
    "NameError",
    "OSError",
    "RuntimeError",
    "ValueError",
    "__import__",
    "all",
    "any",
    "bool",
    "bytes",
    "callable",
    "classmethod",
    "compile",
    "dict",
    "dir",
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
    "object",
    "open",
    "print",
    "property",
    "quit",
    "range",
    "reversed",
    "set",
    "setattr",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

pub(crate) fn is_builtin(name: &str) -> bool {
    BUILTINS.contains(&name)
}

impl Machine<'_> {
    pub(crate) fn call_builtin(&mut self, name: &str, args: &Args, at: &At) -> Value {
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
            "exec" => return self.exec(args),
            "compile" => {
                let code = args.at(0).map(|term| term.value.clone());
                return code
                    .filter(|value| matches!(value, Value::File(_)))
                    .unwrap_or_else(|| Value::unknown("…"));
            }
            "open" => return self.open(args, at),
            "super" => return self.parents(args),
            "dir" | "vars" if args.positional.len() == 1 => return self.names_of(name, args, at),
            "eval" => {
                self.globals().blur();
                self.risk.maybe = true;
                return Value::unknown("…");
            }
            "setattr" => return self.set_by_name(args),
            "hasattr" => return self.has_attribute(args, at),
            "isinstance" => {
                return is_instance(args).map_or_else(|| Value::unknown("…"), Value::Bool);
            }
            "getattr" => return self.get_attribute(args, at),
            "dict" => return self.new_dict(args, at),
            _ => {}
        }
        if args.open {
            return Value::unknown("…");
        }
        if let (Some(first), "int" | "float" | "bool") = (args.at(0), name) {
            let cast = ["int", "float", "bool"]
                .into_iter()
                .find(|cast| *cast == name);
            self.note_cast(first, cast);
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

    pub(crate) fn new_dict(&mut self, args: &Args, at: &At) -> Value {
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
        let copied = crate::python::values::content::extended(&empty, first, id);
        let keywords = Term::new(self.dict(entries, args.open), at.clone());
        match copied {
            Value::Dict(_) => crate::python::values::content::extended(&copied, &keywords, id),
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
            "filter" if matches!(first.value, Value::None) => {
                let mut kept = Vec::new();
                for item in terms.get(1)?.items()? {
                    if truth(&item).always? {
                        kept.push(item);
                    }
                }
                Some(self.sequence(Shape::List, kept, false))
            }
            "map" => {
                let Value::Named(function) = &first.value else {
                    return None;
                };
                let method = function.strip_prefix("builtins.str.")?;
                let mut made = Vec::new();
                for item in terms.get(1)?.items()? {
                    let text = item.value.text()?;
                    let value = self.text_method(text, method, &Args::default(), &item.at)?;
                    made.push(Term::new(value, item.at.clone()));
                }
                Some(self.sequence(Shape::List, made, false))
            }
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
