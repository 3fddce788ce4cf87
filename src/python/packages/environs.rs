//! environs: `env = environs.Env()`, `env.bool("DEBUG")`.

use crate::python::packages::library::Library;
use crate::python::packages::reader::env;

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["environs"],
    call: |_, name, args, _| match name {
        "Env" | "FileAwareEnv" => Some(env(args)),
        _ => None,
    },
    ..Library::UNKNOWN
};
