//! Which groups and extras each environment installs.

use std::collections::{BTreeMap, HashSet};

use toml::Value;

use super::File;
use crate::environment::Environment;
use crate::inspect::dependencies::purpose::{self, Purpose};
use crate::inspect::project::{Install, Tool};

/// A group, and whether the tool installs it unasked.
struct Group {
    name: String,
    default: bool,
}

impl File<'_> {
    /// What each environment installs beside the main dependencies.
    pub(super) fn install(&self, tool: Tool) -> BTreeMap<Environment, Install> {
        let groups = self.groups(tool);
        let extras = self.extras();
        let one = |environment| {
            let install = Install {
                groups: chosen(&groups, environment),
                extras: chosen(&extras, environment),
                ..Install::default()
            };
            (environment, self.with_requirements(tool, install))
        };
        Environment::ALL.into_iter().map(one).collect()
    }

    fn groups(&self, tool: Tool) -> Vec<Group> {
        let shared = self
            .table(&["dependency-groups"])
            .map(|(name, _)| name.clone());
        match tool {
            Tool::Uv => {
                let legacy = self.get(&["tool", "uv", "dev-dependencies"]);
                let mut names: Vec<String> = shared.collect();
                if legacy.is_some() && !names.iter().any(|name| name == "dev") {
                    names.push("dev".to_owned());
                }
                names
                    .into_iter()
                    .map(|name| Group {
                        default: self.is_uv_default(&name),
                        name,
                    })
                    .collect()
            }
            Tool::Poetry => {
                let old = self.get(&["tool", "poetry", "dev-dependencies"]);
                let old = old.map(|_| Group {
                    name: "dev".to_owned(),
                    default: true,
                });
                let groups = self
                    .table(&["tool", "poetry", "group"])
                    .map(|(name, group)| Group {
                        name: name.clone(),
                        default: group.get("optional").and_then(Value::as_bool) != Some(true),
                    });
                let groups: Vec<Group> = groups.collect();
                let old = old.filter(|_| !groups.iter().any(|group| group.name == "dev"));
                let known = |name: &String| groups.iter().any(|group| group.name == *name);
                let shared: Vec<Group> = shared
                    .filter(|name| !known(name))
                    .map(|name| Group {
                        name,
                        default: true,
                    })
                    .collect();
                groups.into_iter().chain(old).chain(shared).collect()
            }
            Tool::Pdm => {
                let own = self
                    .table(&["tool", "pdm", "dev-dependencies"])
                    .map(|(name, _)| name.clone());
                shared
                    .chain(own)
                    .map(|name| Group {
                        name,
                        default: true,
                    })
                    .collect()
            }
            // pip installs a group of a pyproject.toml by its name.
            _ => shared
                .map(|name| Group {
                    name,
                    default: false,
                })
                .collect(),
        }
    }

    /// uv installs the group `dev` unless `default-groups` says otherwise.
    fn is_uv_default(&self, name: &str) -> bool {
        match self.get(&["tool", "uv", "default-groups"]) {
            Some(Value::Array(names)) => names.iter().any(|group| group.as_str() == Some(name)),
            Some(Value::String(all)) => all == "all",
            _ => name == "dev",
        }
    }

    fn extras(&self) -> Vec<Group> {
        let own = self.table(&["project", "optional-dependencies"]);
        let poetry = self.table(&["tool", "poetry", "extras"]);
        let names = own.chain(poetry).map(|(name, _)| name.clone());
        names
            .map(|name| Group {
                name,
                default: false,
            })
            .collect()
    }

    /// A plain PEP 621 project has nothing that installs it but pip: what it names is written out.
    fn with_requirements(&self, tool: Tool, mut install: Install) -> Install {
        if tool != Tool::Setuptools {
            return install;
        }
        let mut lists = vec![self.get(&["project", "dependencies"])];
        for extra in &install.extras {
            lists.push(self.get(&["project", "optional-dependencies", extra]));
        }
        for group in &install.groups {
            lists.push(self.get(&["dependency-groups", group]));
        }
        let texts = lists
            .into_iter()
            .flatten()
            .filter_map(Value::as_array)
            .flatten();
        let mut known: HashSet<&str> = HashSet::new();
        let texts = texts.filter_map(Value::as_str);
        let new = texts.filter(|text| known.insert(text));
        install.requirements.extend(new.map(str::to_owned));
        install
    }
}

/// dev gets what is for development, or else for tests; prod what is for its deployment; both what the tool
/// installs unasked and no name assigns.
fn chosen(groups: &[Group], environment: Environment) -> Vec<String> {
    let is_for = |group: &Group, purpose| purpose::of_name(&group.name) == purpose;
    let development = groups
        .iter()
        .any(|group| is_for(group, Purpose::Development));
    let wanted = |group: &&Group| match (purpose::of_name(&group.name), environment) {
        (Purpose::Development, Environment::Dev) | (Purpose::Production, Environment::Prod) => true,
        (Purpose::Test, Environment::Dev) => group.default || !development,
        (Purpose::Base | Purpose::Other, _) => group.default,
        _ => false,
    };
    groups
        .iter()
        .filter(wanted)
        .map(|group| group.name.clone())
        .collect()
}
