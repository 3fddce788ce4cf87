//! python-dotenv and django-dotenv: `load_dotenv(path)`.

use crate::python::packages::library::Library;
use crate::python::values::value::Value;

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["dotenv"],
    call: |machine, name, args, at| match name {
        "find_dotenv" => {
            let file = args.get(0, "filename").map(|term| term.value.clone());
            Some(file.unwrap_or_else(|| Value::str(".env")))
        }
        "load_dotenv" | "read_dotenv" => Some(machine.read_env(args, at)),
        _ => None,
    },
    ..Library::UNKNOWN
};
