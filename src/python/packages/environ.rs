//! django-environ: `env = environ.Env(DEBUG=(bool, False))`, `env.db()`.

use crate::python::packages::library::Library;
use crate::python::packages::reader::env;
use crate::python::run::call::{Args, join_texts};
use crate::python::run::machine::Machine;
use crate::python::values::path;
use crate::python::values::value::{At, Term, Value};

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["environ"],
    call,
    ..Library::UNKNOWN
};

fn call(machine: &mut Machine<'_>, name: &str, args: &Args, at: &At) -> Option<Value> {
    Some(match name {
        "Env" | "FileAwareEnv" => env(args),
        "Env.read_env" => machine.read_env(args, at),
        "Path" => folder(machine, args, at),
        _ => return None,
    })
}

/// The folder or file that `Path(__file__)` names.
fn folder(machine: &mut Machine<'_>, args: &Args, at: &At) -> Value {
    let value = machine.lift(&args.positional, at, &mut |machine, terms: &[Term]| {
        let Some(joined) = join_texts(terms) else {
            return Value::unknown("…");
        };
        let path = path::join(&path::absolute(&machine.folder), &joined);
        Value::Path(path::normalize(&path).into())
    });
    if matches!(value, Value::Unknown(_)) {
        machine.escape(args);
    }
    value
}
