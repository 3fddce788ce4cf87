//! The signs by which it shows what a project uses beside Django: those of the table `uses.toml`, and those that a pack adds.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::embedded;

static TABLE: LazyLock<BTreeMap<String, Signs>> =
    LazyLock::new(|| embedded::table!("src/inspect/uses.toml"));

/// How one use shows in a project. Any one of the signs is enough.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Signs {
    /// Names of dependencies, normalised as PEP 503 says.
    pub packages: Vec<String>,
    /// Dotted names of modules in `INSTALLED_APPS`, `MIDDLEWARE` and the back ends of other settings, or beginnings of such.
    pub modules: Vec<String>,
    /// The schemes of its servers' URLs, in settings and in the defaults of environment variables.
    pub schemes: Vec<String>,
    /// The ports where its servers listen, for addresses without a scheme.
    pub ports: Vec<u16>,
    /// Names of settings that are set to something.
    pub settings: Vec<String>,
}

impl Signs {
    fn extend(&mut self, more: Self) {
        self.packages.extend(more.packages);
        self.modules.extend(more.modules);
        self.schemes.extend(more.schemes);
        self.ports.extend(more.ports);
        self.settings.extend(more.settings);
    }
}

/// All uses that can be recognised, and the signs of each, by the name that stands in the facts' `uses`.
#[derive(Clone, Debug)]
pub struct Uses(BTreeMap<String, Signs>);

impl Default for Uses {
    /// The uses that are recognised whatever the pack.
    fn default() -> Self {
        Self(TABLE.clone())
    }
}

impl Uses {
    /// Adds signs of a use: a new one, or one that is known by others already.
    pub fn add(&mut self, name: &str, signs: Signs) {
        self.0.entry(name.to_owned()).or_default().extend(signs);
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The signs of several uses together; of a name that is not known, none.
    #[must_use]
    pub fn of(&self, names: &[String]) -> Signs {
        let mut all = Signs::default();
        for signs in names.iter().filter_map(|name| self.0.get(name)) {
            all.extend(signs.clone());
        }
        all
    }

    /// Whether servers of some use listen on a port.
    pub(super) fn has_port(&self, port: u16) -> bool {
        self.0.values().any(|signs| signs.ports.contains(&port))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Signs)> {
        self.0.iter()
    }
}
