//! decouple: `config("DEBUG", default=False, cast=bool)`.

use std::rc::Rc;

use crate::python::packages::cast::Cast;
use crate::python::packages::library::Library;
use crate::python::packages::reader::Reader;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Value};

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["decouple"],
    call,
    casts: &[("Csv()", Cast::Items)],
    ..Library::UNKNOWN
};

fn call(machine: &mut Machine<'_>, name: &str, args: &Args, at: &At) -> Option<Value> {
    Some(match name {
        "config" => config(machine, args, at),
        "Csv" => Value::Named("decouple.Csv()".into()),
        "AutoConfig" | "Config" => Value::Reader(Rc::new(Reader::Function(config))),
        _ => return None,
    })
}

/// What `config(name, default=…, cast=…)` gives.
fn config(machine: &mut Machine<'_>, args: &Args, at: &At) -> Value {
    let Some(name) = args.get(0, "option") else {
        return Value::unknown("…");
    };
    let cast = args.get(2, "cast").map_or(Cast::Text, Cast::of);
    let default = args.get(1, "default").cloned();
    // decouple casts the default too.
    let default = default.map(|term| match cast {
        Cast::Url => term,
        _ => machine.cast(&cast, &term),
    });
    machine.read(name, default.as_ref(), &cast, at)
}
