//! Attributes of a class that are read from the environment.

use std::rc::Rc;

use crate::python::packages::cast::Cast;
use crate::python::packages::reader::Reader;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Term, Text, Value};

/// What a class says of such an attribute: `values.BooleanValue(False)`, `Field(default=…)`.
#[derive(Debug)]
pub(crate) struct Declared {
    pub(crate) cast: Cast,
    pub(crate) default: Option<Term>,
    /// The variable; `None` where it follows the attribute.
    pub(crate) name: Option<Text>,
    /// What stands before the attribute's name in the variable's.
    pub(crate) prefix: Text,
    pub(crate) required: bool,
    /// Whether the value is `{"default": …}`.
    pub(crate) nested: bool,
}

impl Machine<'_> {
    /// What `Field(default=…, env=…, validation_alias=…)` tells of an attribute: its variable, its default.
    pub(crate) fn field_value(args: &Args) -> Value {
        let name = ["env", "validation_alias", "alias"]
            .iter()
            .find_map(|keyword| match &args.keyword(keyword)?.value {
                Value::Str(text) => Some(text.clone()),
                _ => None,
            });
        let default = args.get(0, "default");
        let default =
            default.filter(|term| !matches!(&term.value, Value::Unknown(_) | Value::Named(_)));
        Value::Reader(Rc::new(Reader::Declared(Declared {
            cast: Cast::Text,
            default: default.cloned(),
            name,
            prefix: "".into(),
            required: default.is_none()
                && args.keyword("default_factory").is_none()
                && args.keyword("initial").is_none(),
            nested: false,
        })))
    }

    /// The value of a declared attribute.
    pub(crate) fn read_declared(&mut self, declared: &Declared, attribute: &str, at: &At) -> Value {
        let name = match &declared.name {
            Some(name) => format!("{}{name}", declared.prefix),
            None => format!("{}{attribute}", declared.prefix),
        };
        let name = Term::new(Value::str(&name), at.clone());
        let none = Term::new(Value::None, at.clone());
        let default = match &declared.default {
            None if declared.required => None,
            None => Some(&none),
            default => default.as_ref(),
        };
        let value = self.read(&name, default, &declared.cast, at);
        if !declared.nested {
            return value;
        }
        let key = Term::new(Value::str("default"), at.clone());
        self.dict(vec![(key, Term::new(value, at.clone()))], false)
    }
}
