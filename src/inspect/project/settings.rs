//! What settings say: their module, databases and environment variables.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::environment::Environment;

/// The settings module.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
pub struct Settings {
    /// Dotted module name, `mysite.settings`.
    pub module: String,
    /// Its file and the files that it imports with `*`, the module's own first.
    pub files: Vec<String>,
    /// The module that each environment should use.
    pub environments: BTreeMap<Environment, String>,
    /// Whether settings may be bound in ways that were not followed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// The files of prod's module, like `files`, where it is another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prod_files: Vec<String>,
    /// The class of it whose attributes are the settings (`DJANGO_CONFIGURATION`), where they are a class's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub configurations: BTreeMap<Environment, String>,
}

impl Settings {
    /// The folder that its module is found in, from the repository's root.
    #[must_use]
    pub fn folder(&self) -> &str {
        let path = self.files.first().map_or("", String::as_str);
        let path = path.strip_suffix(".py").unwrap_or(path);
        let path = path.strip_suffix("/__init__").unwrap_or(path);
        let module = self.module.replace('.', "/");
        let folder = path.strip_suffix(module.as_str()).unwrap_or("");
        folder.trim_end_matches('/')
    }
}

/// What prod's settings say of its hosts.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
#[serde(default)]
pub struct Hosts {
    /// Those that they name literally, as `ALLOWED_HOSTS` has them (`.example.org` with all below it); without those that
    /// never lead to a server of the project's own.
    pub allowed: Vec<String>,
    /// Whether they name `CSRF_TRUSTED_ORIGINS` themselves.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub trusts_origins: bool,
}

impl Hosts {
    /// Whether they say nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One alias of `DATABASES`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
pub struct Database {
    /// sqlite3, postgresql, mysql, oracle, postgis, spatialite, or the dotted path of another.
    pub engine: Option<String>,
    /// How its connection (engine, name, user, password, host, port) is set.
    pub from: Option<Source>,
    /// Engines that it has in other environments, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// Whether it has `OPTIONS`, in some environment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub options: bool,
    /// `NAME` where it is a file of the repository: its path from the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How a setting gets its value.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Written in the settings.
    Literal,
    /// Read from environment variables.
    Env,
    /// Parsed from one URL.
    Url,
    /// Several of these.
    Mixed,
}

/// One environment variable that settings read.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Whether settings fail without it.
    pub required: bool,
    /// The default, as text; `None` where there is none.
    pub default: Option<String>,
    /// What its text is turned into: `bool`, `int`, `float`, `list`, `url`, `json`; `None` for a string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cast: Option<String>,
    /// The settings whose value comes from it, dotted below the first level (`CACHES.default.LOCATION`), sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<String>,
    /// The environments that read it, where not all do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<Environment>,
}
