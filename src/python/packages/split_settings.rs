//! django-split-settings: `include("base.py", optional("local.py"))`.

use crate::python::packages::library::Library;
use crate::python::run::machine::Machine;

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["split_settings"],
    call: |machine, name, args, _| match name {
        "tools.include" => Some(machine.include(args)),
        "tools.optional" => Some(Machine::optional(args)),
        _ => None,
    },
    ..Library::UNKNOWN
};
