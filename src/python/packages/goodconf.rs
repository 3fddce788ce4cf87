//! goodconf: the fields of a class are environment variables.

use crate::python::packages::library::Library;
use crate::python::run::machine::Machine;

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["goodconf"],
    call: |_, name, args, _| (name == "Field").then(|| Machine::field_value(args)),
    fields: &["GoodConf"],
    inert: true,
    ..Library::UNKNOWN
};
