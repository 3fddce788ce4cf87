//! Classes whose fields are environment variables: pydantic-settings, goodconf.

use crate::python::packages::cast::Cast;
use crate::python::packages::declared::Declared;
use crate::python::packages::reader::Reader;
use crate::python::run::call::Args;
use crate::python::run::class::Object;
use crate::python::run::lineage::{Ancestor, field_names};
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Term, Text, Value};

impl Machine<'_> {
    /// The fields of a pydantic-settings or goodconf class: each is an environment variable.
    pub(crate) fn read_fields(
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
