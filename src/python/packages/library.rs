//! What a library is to the evaluator: each stands in a file of its own, and in the list.

use super::LIBRARIES;
use crate::python::packages::cast::Cast;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Value};

/// What calling something of a library gives, by its name without the module's; `None` where the library is not known
/// to have it.
pub(crate) type Call = fn(&mut Machine<'_>, &str, &Args, &At) -> Option<Value>;

/// A library that settings are written with.
pub(crate) struct Library {
    /// The modules that are imported.
    pub(crate) modules: &'static [&'static str],
    /// What its functions and classes do.
    pub(crate) call: Call,
    /// What a variable's text is converted to where one of its names is given as the cast.
    pub(crate) casts: &'static [(&'static str, Cast)],
    /// The classes whose fields are environment variables, in every class that derives from them.
    pub(crate) fields: &'static [&'static str],
    /// Whether a class that derives from one of its own gets no settings by that.
    pub(crate) inert: bool,
}

impl Library {
    /// One of which nothing is known.
    pub(crate) const UNKNOWN: Self = Self {
        modules: &[],
        call: |_, _, _, _| None,
        casts: &[],
        fields: &[],
        inert: false,
    };

    /// The library that a dotted name belongs to, and the name in it; empty for a module itself.
    pub(crate) fn of(name: &str) -> Option<(&'static Self, &str)> {
        let (module, rest) = name.split_once('.').unwrap_or((name, ""));
        let mut all = LIBRARIES.iter();
        let library = all.find(|library| library.modules.contains(&module))?;
        Some((library, rest))
    }

    /// What a name stands for as a cast.
    pub(crate) fn cast(name: &str) -> Option<Cast> {
        let (library, rest) = Self::of(name)?;
        let mut casts = library.casts.iter();
        let (_, cast) = casts.find(|(known, _)| *known == rest)?;
        Some(cast.clone())
    }

    /// Whether the fields of a class of that name are environment variables, wherever it is from.
    pub(crate) fn has_fields(class: &str) -> bool {
        LIBRARIES
            .iter()
            .any(|library| library.fields.contains(&class))
    }
}
