//! Values that read the environment when they are called or looked into: what the libraries make of it.

use std::rc::Rc;

use crate::python::packages::cast::Cast;
use crate::python::packages::declared::Declared;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Term, Text, Value};

/// A configured reader of the environment.
#[derive(Debug)]
pub(crate) enum Reader {
    /// `Env(NAME=(cast, default))`.
    Env(Vec<(Text, Cast, Option<Term>)>),
    /// A function of a library.
    Function(fn(&mut Machine<'_>, &Args, &At) -> Value),
    /// What a class says of one of its attributes, which is read from the environment.
    Declared(Declared),
}

impl Machine<'_> {
    /// A call of `env(…)`, `env.bool(…)`, `env.db(…)`.
    pub(crate) fn call_reader(
        &mut self,
        reader: &Reader,
        method: &str,
        args: &Args,
        at: &At,
    ) -> Value {
        let schema = match reader {
            Reader::Env(schema) => schema,
            Reader::Function(function) if method.is_empty() => return function(self, args, at),
            Reader::Function(_) | Reader::Declared(_) => return Value::unknown("…"),
        };
        if matches!(method, "read_env" | "read_envfile") {
            return self.read_env(args, at);
        }
        let Some((cast, variable)) = Cast::of_method(method) else {
            self.risk.maybe = true;
            return Value::None;
        };
        let standard = variable.map(|name| Term::new(Value::str(name), at.clone()));
        let named = args.get(0, "var").or(args.keyword("name"));
        let Some(name) = named.or(standard.as_ref()) else {
            return Value::unknown("…");
        };
        let (cast, declared) = declared(schema, name, method, cast);
        let cast = match args.keyword("cast") {
            Some(term) if method.is_empty() => Cast::of(term),
            _ => cast.with(args, 2),
        };
        let (cast, positional) = positional_default(method, args, cast);
        let default = args.keyword("default").or(positional).or(declared);
        let default = default.cloned();
        let label = cast.name();
        let cast = if self.is_set(name) {
            cast
        } else {
            cast.for_default(default.as_ref())
        };
        let value = self.read(name, default.as_ref(), &cast, at);
        self.note_cast(&Term::new(value.clone(), at.clone()), label);
        value
    }
}

/// The reader that `Env(DEBUG=(bool, False))` makes: its methods read the environment.
pub(crate) fn env(args: &Args) -> Value {
    let entry = |(name, term): &(Text, Term)| match &term.value {
        Value::Sequence(pair) => match &**pair.items {
            [cast, default] => (name.clone(), Cast::of(cast), Some(default.clone())),
            [cast] => (name.clone(), Cast::of(cast), None),
            _ => (name.clone(), Cast::Other, None),
        },
        _ => (name.clone(), Cast::of(term), None),
    };
    let schema = args.keywords.iter().map(entry).collect();
    Value::Reader(Rc::new(Reader::Env(schema)))
}

/// The cast and the default that `Env(NAME=(cast, default))` declares.
fn declared<'a>(
    schema: &'a [(Text, Cast, Option<Term>)],
    name: &Term,
    method: &str,
    cast: Cast,
) -> (Cast, Option<&'a Term>) {
    let of_name = |(key, _, _): &&(Text, Cast, Option<Term>)| matches!(&name.value, Value::Str(name) if name == key);
    match schema.iter().find(of_name) {
        Some((_, declared, default)) if method.is_empty() => (declared.clone(), default.as_ref()),
        Some((_, _, default)) => (cast, default.as_ref()),
        None => (cast, None),
    }
}

/// Whether a method takes the cast of what it reads, or of its items.
fn takes_cast(method: &str) -> bool {
    matches!(method, "" | "__call__" | "list" | "tuple" | "set" | "dict")
}

/// The second positional argument is a cast for `env(…)` and `env.list(…)`, a default for the others.
fn positional_default<'a>(method: &str, args: &'a Args, cast: Cast) -> (Cast, Option<&'a Term>) {
    match args.at(1) {
        Some(term) if takes_cast(method) && Cast::is_type(term) => {
            let cast = if method.is_empty() {
                Cast::of(term)
            } else {
                cast
            };
            (cast, args.at(2))
        }
        other => (cast, other),
    }
}
