//! Channels: `application = get_default_application()` in an `asgi.py` is the application that the settings name.

use crate::python::packages::library::Library;
use crate::python::values::value::Value;

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["channels"],
    call: |_, name, _, _| match name {
        "routing.get_default_application" => {
            let made = "channels.routing.get_default_application()";
            Some(Value::Named(made.into()))
        }
        _ => None,
    },
    ..Library::UNKNOWN
};
