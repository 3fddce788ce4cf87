//! dynaconf: `settings = dynaconf.DjangoDynaconf(__name__)` loads values from files and puts them in place of the
//! module's.

use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Value};

impl Machine<'_> {
    /// What it loads is not followed.
    pub(crate) fn dynaconf(&mut self, args: &Args, at: &At) -> Value {
        self.origins.found.replace(&at.file, at.line);
        self.escape(args);
        Value::unknown("…")
    }
}
