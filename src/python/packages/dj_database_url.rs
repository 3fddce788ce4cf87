//! dj-database-url: `config(default="sqlite:///db.sqlite3")`, `parse(url)`.

use crate::python::packages::cast::Cast;
use crate::python::packages::library::Library;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::alternatives::read;
use crate::python::values::value::{At, Term, Value};

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["dj_database_url"],
    call: |machine, name, args, at| match name {
        "config" => Some(config(machine, args, at)),
        "parse" => Some(parse(machine, args, at)),
        _ => None,
    },
    casts: &[("parse", Cast::Url)],
    ..Library::UNKNOWN
};

/// The database that `config(default=…, env=…)` gives.
fn config(machine: &mut Machine<'_>, args: &Args, at: &At) -> Value {
    let standard = Term::new(Value::str("DATABASE_URL"), at.clone());
    let name = args.get(0, "env").unwrap_or(&standard).clone();
    let default = match args.get(1, "default") {
        Some(term) if !matches!(term.value, Value::None) => term.clone(),
        // No URL at all gives an empty dict.
        _ => Term::new(machine.dict(Vec::new(), false), at.clone()),
    };
    machine.read(&name, Some(&default), &Cast::Url.with(args, 2), at)
}

/// The database that `parse(url)` gives.
fn parse(machine: &mut Machine<'_>, args: &Args, at: &At) -> Value {
    let Some(url) = args.get(0, "url") else {
        return Value::unknown("…");
    };
    machine.need(url);
    machine.note_cast(url, Some("url"));
    let cast = Cast::Url.with(args, 1);
    let value = machine.lift(std::slice::from_ref(url), at, &mut |machine, terms| {
        machine.cast(&cast, &terms[0]).value
    });
    match value {
        // A URL from the environment: the dict is one that a URL gives.
        Value::Read(found) => read(found.names.clone(), found.usual.clone(), true),
        value => value,
    }
}
