//! Attributes of a class that are read from the environment: django-configurations, pydantic-settings, goodconf.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::call::Args;
use super::cast::Cast;
use super::class::{Ancestor, Object, field_names};
use super::machine::Machine;
use super::reader::Reader;
use super::state::Scope;
use super::value::{At, Term, Text, Value};

/// `values.BooleanValue(False)` of django-configurations, `Field(default=…)` of pydantic.
#[derive(Debug)]
pub(crate) struct Declared {
    cast: Cast,
    default: Option<Term>,
    /// The variable; `None` where it follows the attribute.
    name: Option<Text>,
    /// What stands before the attribute's name in the variable's.
    prefix: Text,
    required: bool,
    /// Whether the value is `{"default": …}`.
    nested: bool,
}

impl Machine<'_> {
    /// `values.SecretValue()` and the like, by the class's name.
    pub(super) fn configuration_value(&mut self, class: &str, args: &Args, at: &At) -> Value {
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

    /// `Field(default=…, env=…, validation_alias=…)`.
    pub(super) fn field_value(args: &Args) -> Value {
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
    pub(super) fn read_declared(&mut self, declared: &Declared, attribute: &str, at: &At) -> Value {
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

    /// Gives a module the settings of one of its classes, as django-configurations does.
    pub(super) fn configure(&mut self, module: &str, class: &str) {
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

    /// The classes of a module that hold settings, and their places.
    pub(super) fn classes_of_settings(&self, scope: &Scope) -> BTreeMap<Text, At> {
        let of_settings = |term: &Term| match &term.value {
            Value::Class(class) => self
                .inherited(&Self::lineage(class), "INSTALLED_APPS")
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

    /// The fields of a pydantic-settings or goodconf class: each is an environment variable.
    pub(super) fn read_fields(
        &mut self,
        lineage: &[Ancestor],
        object: &Object,
        args: &Args,
        at: &At,
    ) {
        let prefix = self
            .settings_text(lineage, "env_prefix")
            .unwrap_or_default();
        if let Some(file) = self.settings_text(lineage, "env_file") {
            self.env_file(&file, at);
        }
        for (name, annotation) in field_names(lineage) {
            let found = self.inherited(lineage, &name).map(|(term, _)| term);
            let at = found.as_ref().map_or(at, |term| &term.at).clone();
            let value = match args.keyword(&name) {
                Some(term) => term.value.clone(),
                None => self.field(&name, &annotation, found, &prefix, &at),
            };
            if let Some(scope) = self.state.modules.get_mut(&object.scope) {
                scope.set(&name, Term::new(value, at));
            }
        }
    }

    fn field(
        &mut self,
        name: &Text,
        annotation: &str,
        found: Option<Term>,
        prefix: &str,
        at: &At,
    ) -> Value {
        if &**name == "model_config" || annotation.starts_with("ClassVar") {
            return found.map_or_else(|| Value::unknown("…"), |term| term.value);
        }
        let cast = cast_of_annotation(annotation);
        let variable = format!("{prefix}{name}").to_uppercase();
        let mut declared = Declared {
            cast: cast.clone(),
            default: found.clone(),
            name: Some(variable.as_str().into()),
            prefix: "".into(),
            required: found.is_none(),
            nested: false,
        };
        if let Some(Value::Reader(reader)) = found.as_ref().map(|term| &term.value)
            && let Reader::Declared(said) = &**reader
        {
            declared.default.clone_from(&said.default);
            declared.required = said.required;
            if let Some(name) = &said.name {
                declared.name = Some(name.to_uppercase().into());
            }
        }
        // A nested object is not read from one variable.
        if let Some(Value::Object(_)) = declared.default.as_ref().map(|term| &term.value) {
            return declared.default.map_or(Value::None, |term| term.value);
        }
        self.read_declared(&declared, name, at)
    }

    /// A text of `model_config` or `class Config`.
    fn settings_text(&mut self, lineage: &[Ancestor], key: &str) -> Option<String> {
        let (config, _) = self
            .inherited(lineage, "model_config")
            .or_else(|| self.inherited(lineage, "Config"))?;
        let term = match &config.value {
            Value::Dict(dict) => dict.get(key)?.clone(),
            Value::Class(class) => self.inherited(&Self::lineage(class), key)?.0,
            _ => return None,
        };
        term.usual()?.value.text().map(str::to_owned)
    }
}

/// What pydantic makes of a text, by the annotation.
fn cast_of_annotation(annotation: &str) -> Cast {
    let plain = annotation
        .trim_start_matches("Optional[")
        .trim_start_matches("typing.");
    let word: String = plain
        .chars()
        .take_while(|character| character.is_alphanumeric() || *character == '_')
        .collect();
    match word.as_str() {
        "bool" => Cast::Bool,
        "int" => Cast::Int,
        "float" => Cast::Float,
        "list" | "List" | "set" | "Set" | "tuple" | "Tuple" | "dict" | "Dict" | "Json" => {
            Cast::Json
        }
        "Path" => Cast::Path,
        _ => Cast::Text,
    }
}
