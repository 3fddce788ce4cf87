//! Modules whose settings are the attributes of a class: django-configurations.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::python::modules::state::Scope;
use crate::python::packages::cast::Cast;
use crate::python::packages::declared::Declared;
use crate::python::packages::library::Library;
use crate::python::packages::reader::Reader;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Term, Text, Value};

/// The names in `django.conf.global_settings`, of Django 2.2 to 6.1.
const GLOBAL_SETTINGS: &str = include_str!("global_settings.txt");

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["configurations"],
    call: |machine, name, args, at| {
        let class = name.strip_prefix("values.")?;
        Some(machine.configuration_value(class, args, at))
    },
    inert: true,
    ..Library::UNKNOWN
};

impl Machine<'_> {
    /// `values.SecretValue()` and the like, by the class's name.
    fn configuration_value(&mut self, class: &str, args: &Args, at: &At) -> Value {
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

    /// Gives a module the settings of one of its classes, as django-configurations does.
    pub(crate) fn configure(&mut self, module: &str, class: &str) {
        let scope = self.state.modules.get(module);
        let Some(found) = scope.and_then(|scope| scope.get(class)).cloned() else {
            return;
        };
        let Value::Class(class) = &found.value else {
            self.blur_module(module);
            return;
        };
        let none = Args::default();
        for hook in ["pre_setup", "setup"] {
            self.call_member(&found, hook, &none, &found.at);
        }
        let value = self.instantiate(class, &none, &found.at);
        let object = Term::new(value, found.at.clone());
        let Some(names) = self.attribute_names(&object.value) else {
            self.blur_module(module);
            return;
        };
        self.default_settings(module);
        for name in names {
            let upper = name.chars().any(char::is_uppercase) && *name == name.to_uppercase();
            if !upper || name.starts_with('_') {
                continue;
            }
            let Some(mut term) = self.own_member(&object, &name, &found.at) else {
                continue;
            };
            if let Value::Method(..) = term.value
                && let Some(value) = self.call_member(&object, &name, &none, &found.at)
            {
                term.value = value;
            }
            if let Some(scope) = self.state.modules.get_mut(module) {
                scope.set(&name, term);
            }
        }
    }

    /// Every class has Django's own settings, with their defaults: what the module says of these does not count.
    fn default_settings(&mut self, module: &str) {
        if let Some(scope) = self.state.modules.get_mut(module) {
            for name in GLOBAL_SETTINGS.lines() {
                scope.remove(name);
            }
        }
    }

    /// The classes of a module that hold settings, and their places.
    pub(crate) fn classes_of_settings(&self, scope: &Scope) -> BTreeMap<Text, At> {
        let of_settings = |term: &Term| match &term.value {
            Value::Class(class) => self
                .in_lineage(&Self::lineage(class), "INSTALLED_APPS")
                .is_some(),
            _ => false,
        };
        let names = scope.names.iter().filter(|(_, term)| of_settings(term));
        names
            .map(|(name, term)| (name.clone(), term.at.clone()))
            .collect()
    }

    fn blur_module(&mut self, module: &str) {
        if let Some(scope) = self.state.modules.get_mut(module) {
            scope.blur();
        }
    }
}
