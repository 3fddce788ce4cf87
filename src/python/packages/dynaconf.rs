//! dynaconf: `settings = dynaconf.DjangoDynaconf(__name__)` loads values from files and puts them in place of the
//! module's.

use crate::python::packages::library::Library;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Value};

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["dynaconf"],
    call: |machine, name, args, at| match name {
        "DjangoDynaconf" => Some(replaced(machine, args, at)),
        _ => None,
    },
    ..Library::UNKNOWN
};

/// What it loads is not followed.
fn replaced(machine: &mut Machine<'_>, args: &Args, at: &At) -> Value {
    machine.origins.found.replace(&at.file, at.line);
    machine.escape(args);
    Value::unknown("…")
}
