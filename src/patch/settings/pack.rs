//! What a pack asks of a settings module: its `settings.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;

use crate::environment::Environment;
use crate::python::CodeLayout;

/// Everything that a pack and its services ask of a settings module.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct SettingsPatch {
    /// Modules that the code below needs: `os`.
    #[serde(default)]
    pub imports: Vec<String>,
    /// Functions that the code below calls; one may call those above it.
    #[serde(default)]
    pub functions: Vec<Function>,
    /// Settings that become readable from the environment.
    #[serde(default)]
    pub settings: Vec<Setting>,
    /// Values that are not evaluated where something takes their place.
    #[serde(default)]
    pub guards: Vec<Guard>,
    /// Statements to insert.
    #[serde(default)]
    pub fragments: Vec<Fragment>,
    /// How the project's own formatters write this file.
    #[serde(skip)]
    pub layout: CodeLayout,
    /// The functions that this file has for others, whether or not it calls them.
    #[serde(skip)]
    pub provides: BTreeSet<String>,
    /// The module that this file gets its functions from.
    #[serde(skip)]
    pub brought: Option<Brought>,
}

/// The module that a file gets its functions from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Brought {
    /// Its name, as the file has it in `from .base import *`.
    pub module: String,
    /// Where that statement ends.
    pub end: usize,
}

impl SettingsPatch {
    /// Takes over another one's parts, but for settings of the same name and parts that are the same.
    pub fn add(&mut self, other: Self) {
        let new = |import: &String| !self.imports.contains(import);
        let imports: Vec<String> = other.imports.into_iter().filter(new).collect();
        self.imports.extend(imports);
        for function in other.functions {
            if !self.functions.contains(&function) {
                self.functions.push(function);
            }
        }
        for setting in other.settings {
            if !self.settings.iter().any(|known| known.name == setting.name) {
                self.settings.push(setting);
            }
        }
        for guard in other.guards {
            if !self.guards.contains(&guard) {
                self.guards.push(guard);
            }
        }
        for fragment in other.fragments {
            if !self.fragments.contains(&fragment) {
                self.fragments.push(fragment);
            }
        }
    }
}

/// A function that the pack's code calls.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its definition: four spaces, double quotes, `\n`.
    pub source: String,
}

/// A setting that becomes readable from the environment.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The setting: `DEBUG`.
    pub name: String,
    /// The environment variable: `DEBUG`.
    pub variable: String,
    /// The new value, with `{value}` for today's: `env_bool("DEBUG", {value})`.
    pub expression: String,
    /// The new value where today's runs code of the project, which is not evaluated while the variable is set:
    /// `env_bool("DEBUG") if os.environ.get("DEBUG") else {value}`. Without one, it is as with any other value.
    #[serde(default)]
    pub lazy: Option<String>,
    /// The literal that each environment needs: where a module serves no other, such a value stays as it is.
    #[serde(default)]
    pub wanted: BTreeMap<Environment, String>,
    /// Today's value where the module does not assign it, which is Django's default. Without one, nothing is appended.
    #[serde(default)]
    pub otherwise: Option<String>,
    /// The value of a line that is appended, where that is less than the expression with the default in it:
    /// `os.environ.get("STATIC_ROOT")`.
    #[serde(default)]
    pub alone: Option<String>,
    /// The setting below which such a line stands, where the module assigns that one at top level; the end otherwise.
    #[serde(default)]
    pub beside: Option<String>,
    /// What is said above such a line.
    #[serde(default)]
    pub comment: Option<String>,
    /// Whether it is appended only to a project that may have uploads.
    #[serde(default)]
    pub uploads: bool,
    /// Another setting beside which this one must not stand: where the settings bind that one, it is left out.
    #[serde(default)]
    pub unless: Option<String>,
    /// Whether it is known that nothing binds it, not even what the module imports with `*`.
    #[serde(skip)]
    pub absent: bool,
    /// The literal that every environment needs which the module serves, as it is shared out.
    #[serde(skip)]
    pub fixed: Option<String>,
    /// The variables through which the project's own code can be given the value, as they are known to be spelled; `None`
    /// where nothing has to be known of them.
    #[serde(skip)]
    pub given_by: Option<Vec<String>>,
}

/// A setting whose value, where it may fail, is not evaluated while fragments put another one in its place.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// The setting: `DATABASES`.
    pub setting: String,
    /// The expression that is true where it is not evaluated: `os.environ.get("DATABASE")`.
    pub when: String,
    /// What stands there instead of a part, by the part's keys with dots between: `default.NAME`. No key is the whole.
    pub parts: BTreeMap<String, String>,
}

/// Statements to insert.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[serde(rename_all = "kebab-case")]
pub struct Fragment {
    /// The setting after whose last change they stand; the end of the file without one.
    #[serde(default)]
    pub after: Option<String>,
    /// Whether they stand only in files that bind that setting.
    #[serde(default)]
    pub when_bound: bool,
    /// The Django from which on they are not needed: `3.0`. An unknown version is a newer one.
    #[serde(default)]
    pub before_django: Option<String>,
    /// Whether they stand only in a project that may have uploads.
    #[serde(default)]
    pub uploads: bool,
    /// The statements: four spaces, double quotes, `\n`. What they ask of the module's own names, as
    /// `"CACHES" in globals()` or `globals().get("CACHES", {})`, is answered where it is known.
    pub source: String,
    /// Names that are known to be bound by what the module imports with `*`, or by nothing of it.
    #[serde(skip)]
    pub known: BTreeMap<String, bool>,
}

/// A part of a pack's patch.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// A module to import: a single name.
    Import,
    /// A function: one definition, the same wherever it is given.
    Function,
    /// A setting: an expression with one `{value}`, and perhaps a value.
    Setting,
    /// A guard: a condition, and a value for each part.
    Guard,
    /// A fragment: one statement or more.
    Fragment,
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Import => "import",
            Self::Function => "function",
            Self::Setting => "setting",
            Self::Guard => "guard",
            Self::Fragment => "fragment",
        })
    }
}
