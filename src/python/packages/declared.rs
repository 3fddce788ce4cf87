//! Attributes of a class that are read from the environment: django-configurations, pydantic-settings, goodconf.

use std::rc::Rc;

use crate::python::packages::cast::Cast;
use crate::python::packages::reader::Reader;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Term, Text, Value};

/// `values.BooleanValue(False)` of django-configurations, `Field(default=…)` of pydantic.
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
    /// `values.SecretValue()` and the like, by the class's name.
    pub(crate) fn configuration_value(&mut self, class: &str, args: &Args, at: &At) -> Value {
        let (cast, url) = match class {
            "BooleanValue" => (Cast::Bool, None),
            "IntegerValue" | "PositiveIntegerValue" => (Cast::Int, None),
            "FloatValue" => (Cast::Float, None),
            "ListValue" | "TupleValue" | "SetValue" | "BackendsValue" => (Cast::Items, None),
            "PathValue" => (Cast::Path, None),
            "DatabaseURLValue" => (Cast::Url, Some("DATABASE_URL")),
            "CacheURLValue" => (Cast::OtherUrl, Some("CACHE_URL")),
            "EmailURLValue" => (Cast::OtherUrl, Some("EMAIL_URL")),
            "SearchURLValue" => (Cast::OtherUrl, Some("SEARCH_URL")),
            "Value" | "SecretValue" | "EmailValue" | "URLValue" | "IPValue" | "RegexValue" => {
                (Cast::Text, None)
            }
            _ => (Cast::Other, None),
        };
        let flag = |name: &str| {
            args.keyword(name)
                .is_some_and(|term| matches!(term.value, Value::Bool(true)))
        };
        let text = |name: &str| match args.keyword(name).map(|term| &term.value) {
            Some(Value::Str(text)) => Some(text.clone()),
            Some(Value::None) => Some("".into()),
            _ => None,
        };
        let declared = Declared {
            default: args.get(0, "default").cloned(),
            name: text("environ_name").or(url.map(Into::into)),
            prefix: match (text("environ_prefix"), url) {
                (Some(prefix), _) if prefix.is_empty() => prefix,
                (Some(prefix), _) => format!("{prefix}_").into(),
                (None, Some(_)) => "".into(),
                (None, None) => "DJANGO_".into(),
            },
            required: class == "SecretValue" || flag("environ_required"),
            nested: matches!(
                class,
                "DatabaseURLValue" | "CacheURLValue" | "SearchURLValue"
            ),
            cast,
        };
        let environ = args.keyword("environ");
        if let Some(Value::Bool(false)) = environ.map(|term| &term.value) {
            return declared.default.map_or(Value::None, |term| term.value);
        }
        if text("environ_name").is_some() && !flag("late_binding") {
            return self.read_declared(&declared, "", at);
        }
        Value::Reader(Rc::new(Reader::Declared(declared)))
    }

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
