//! Attributes by their name: `getattr`, `setattr`, `hasattr`, `dir`, `vars`, `isinstance`.

use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::alternatives::join;
use crate::python::values::value::{At, Sequence, Shape, Term, Text, Value};

impl Machine<'_> {
    /// What `getattr(value, name, default)` gives.
    pub(crate) fn get_attribute(&mut self, args: &Args, at: &At) -> Value {
        let (Some(receiver), Some(name)) = (args.at(0).cloned(), args.at(1)) else {
            return Value::unknown("…");
        };
        let Value::Str(name) = name.value.clone() else {
            self.risk.maybe = true;
            return Value::unknown("…");
        };
        if let Value::Read(read) = &receiver.value
            && let Some(usual) = &read.usual
        {
            let mut plain = args.clone();
            plain.positional[0] = usual.clone();
            let value = self.get_attribute(&plain, at);
            let usual = Term::new(value, at.clone());
            return crate::python::values::alternatives::read(
                read.names.clone(),
                Some(usual),
                read.url,
            );
        }
        let default = args.at(2);
        match self.attribute_of(&receiver, &name, at) {
            Some((Some(term), _)) => match default {
                Some(default) if !is_bound(&term) => join(&term, default, None, &[]).value,
                _ => term.value,
            },
            Some((None, false)) => match default {
                Some(default) => default.value.clone(),
                None => self.unknown_attribute(),
            },
            Some((None, true)) => match default {
                // The default, or what was not seen.
                Some(default) => default.blurred().value,
                None => self.unknown_attribute(),
            },
            None => self.unknown_attribute(),
        }
    }

    fn unknown_attribute(&mut self) -> Value {
        self.risk.maybe = true;
        Value::unknown("…")
    }

    /// An attribute of a module, class or instance, and whether there may be others that were not seen; `None` for
    /// any other value.
    fn attribute_of(
        &mut self,
        receiver: &Term,
        name: &str,
        at: &At,
    ) -> Option<(Option<Term>, bool)> {
        match &receiver.value {
            Value::Module(module) => {
                let open = self.state.modules.get(module)?.open;
                Some((self.in_module(module, name), open))
            }
            Value::Class(_) | Value::Object(_) => {
                let open = self.attribute_names(&receiver.value).is_none();
                Some((self.own_member(receiver, name, at), open))
            }
            _ => None,
        }
    }

    /// What `hasattr(value, name)` gives.
    pub(crate) fn has_attribute(&mut self, args: &Args, at: &At) -> Value {
        let (Some(receiver), Some(Value::Str(name))) = (
            args.at(0).cloned(),
            args.at(1).map(|term| term.value.clone()),
        ) else {
            return Value::unknown("…");
        };
        match self.attribute_of(&receiver, &name, at) {
            Some((Some(term), _)) if is_bound(&term) => Value::Bool(true),
            Some((None, false)) => Value::Bool(false),
            _ => Value::unknown("…"),
        }
    }

    /// Does what `setattr(value, name, term)` does.
    pub(crate) fn set_by_name(&mut self, args: &Args) -> Value {
        let known = match (args.at(0), args.at(1), args.at(2)) {
            (Some(receiver), Some(name), Some(term)) => match &name.value {
                Value::Str(name) => Some((receiver.value.clone(), name.clone(), term.clone())),
                _ => None,
            },
            _ => None,
        };
        match known {
            Some((
                receiver @ (Value::Module(_) | Value::Class(_) | Value::Object(_)),
                name,
                term,
            )) => {
                self.set_attribute(&receiver, &name, &term);
            }
            _ => self.globals().blur(),
        }
        Value::None
    }

    /// What `dir(value)` and `vars(value)` give.
    pub(crate) fn names_of(&mut self, function: &str, args: &Args, at: &At) -> Value {
        let Some(receiver) = args.at(0).cloned() else {
            return Value::unknown("…");
        };
        let (names, open) = match &receiver.value {
            Value::Module(module) => match self.state.modules.get(module) {
                Some(scope) => (scope.names.sorted(), scope.open),
                None => return self.unknown_attribute(),
            },
            value => match self.attribute_names(value) {
                Some(names) => (names, false),
                None => return self.unknown_attribute(),
            },
        };
        let names: Vec<Text> = names;
        let key = |name: &Text| Term::new(Value::Str(name.clone()), at.clone());
        if function == "dir" {
            let items = names.iter().map(key).collect();
            return self.sequence(Shape::List, items, open);
        }
        let mut entries = Vec::new();
        for name in &names {
            if let Some((Some(term), _)) = self.attribute_of(&receiver, name, at) {
                entries.push((key(name), term));
            }
        }
        self.dict(entries, open)
    }
}

fn is_bound(term: &Term) -> bool {
    !term
        .alternatives()
        .iter()
        .any(|term| matches!(term.value, Value::Unbound))
}

/// `isinstance(value, type)` for plain values and types.
pub(crate) fn is_instance(args: &Args) -> Option<bool> {
    let (value, wanted) = (args.at(0)?, args.at(1)?);
    let types: Vec<Term> = match &wanted.value {
        Value::Sequence(Sequence { items, .. }) => items.to_vec(),
        _ => vec![wanted.clone()],
    };
    let mut answers = types.iter().map(|wanted| match &wanted.value {
        Value::Named(name) => is_a(&value.value, name.strip_prefix("builtins.")?),
        _ => None,
    });
    if answers.clone().any(|answer| answer == Some(true)) {
        return Some(true);
    }
    answers.all(|answer| answer == Some(false)).then_some(false)
}

fn is_a(value: &Value, name: &str) -> Option<bool> {
    let own = match value {
        Value::Str(_) => "str",
        Value::Bool(_) => "bool",
        Value::Int(_) => "int",
        Value::Dict(_) => "dict",
        Value::Sequence(sequence) => match sequence.shape {
            Shape::List => "list",
            Shape::Tuple => "tuple",
            Shape::Set => "set",
        },
        Value::None | Value::Path(_) => "",
        // Whatever the environment says, it is no property.
        Value::Read(_) if name == "property" => "",
        Value::Either(either) if name == "property" => {
            let known = either
                .terms
                .iter()
                .all(|term| is_a(&term.value, name) == Some(false));
            return known.then_some(false);
        }
        _ => return None,
    };
    Some(own == name || (own == "bool" && name == "int"))
}
