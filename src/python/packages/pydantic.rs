//! pydantic and pydantic-settings: the fields of a class are environment variables.

use crate::python::packages::library::Library;
use crate::python::run::machine::Machine;

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["pydantic", "pydantic_settings"],
    call: |machine, name, args, at| match name {
        "Field" => Some(Machine::field_value(args)),
        "ConfigDict" | "SettingsConfigDict" => Some(machine.new_dict(args, at)),
        _ => None,
    },
    fields: &["BaseSettings"],
    inert: true,
    ..Library::UNKNOWN
};
