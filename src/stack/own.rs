//! The environment variables that the project reads under names of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::Context;

use super::{StackError, moved};
use crate::catalog::{Adopted, Catalog, Service};
use crate::environment::Environment;
use crate::inspect::{self, AddressParts, Project};

/// What the project's own variables get.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Own {
    /// Values in this environment's compose file; names of the pack's own are not among them.
    pub values: Vec<OwnValue>,
    /// The values for names that the pack's compose file sets anyway: how the project wants them written.
    pub spelled: BTreeMap<String, String>,
    /// What only the owner knows, in any environment.
    pub missing: Vec<Missing>,
    /// What can be left unset.
    pub optional: Vec<String>,
}

/// A variable and its value as YAML.
#[derive(Clone, Debug, Serialize)]
pub struct OwnValue {
    /// The variable.
    pub name: String,
    /// Its value, quoted.
    pub value: String,
}

impl OwnValue {
    /// Quotes a value.
    pub(super) fn new(name: &str, value: String) -> Self {
        Self {
            name: name.to_owned(),
            // JSON's strings are YAML's too.
            value: serde_json::Value::from(value).to_string(),
        }
    }
}

/// A variable without which settings fail, and whose value only the owner knows.
#[derive(Clone, Debug, Serialize)]
pub struct Missing {
    /// Its name.
    pub name: String,
    /// The settings that it feeds.
    pub settings: Vec<String>,
    /// Whether this environment reads it.
    pub here: bool,
}

/// What decides about them.
pub(super) struct Adopting<'run> {
    pub(super) project: &'run Project,
    pub(super) catalog: &'run Catalog,
    pub(super) services: &'run [&'run Service],
    pub(super) environment: Environment,
    pub(super) context: &'run Context,
}

impl Adopting<'_> {
    /// Looks through every variable that settings read.
    pub(super) fn own(&self) -> Result<Own, StackError> {
        let mut own = Own::default();
        let reserved = self.reserved();
        let named: BTreeSet<&str> = self.variables(false).collect();
        let fallbacks: BTreeSet<&str> = self.variables(true).collect();
        for variable in &self.project.environment {
            let name = variable.name.as_str();
            if named.contains(name) {
                continue;
            }
            if let Some(value) = self.moved(variable)? {
                if is_read(variable, self.environment) {
                    own.values.push(OwnValue::new(name, value));
                }
                continue;
            }
            let spelling = self.project.spellings.get(name);
            let rule = self.rules().find(|rule| rule.fits(variable, spelling));
            let is_reserved = reserved.contains(name);
            if let Some(value) = self.value(variable, rule)? {
                let own_value = OwnValue::new(name, value);
                if is_reserved {
                    own.spelled.insert(own_value.name, own_value.value);
                } else {
                    own.values.push(own_value);
                }
            }
            if !is_reserved && !fallbacks.contains(name) {
                self.note_unset(variable, rule, &mut own);
            }
        }
        Ok(own)
    }

    /// Notes a variable that some environment leaves to the owner.
    fn note_unset(&self, variable: &inspect::Variable, rule: Option<&Adopted>, own: &mut Own) {
        let lacks = |environment: &Environment| {
            let value = rule.and_then(|rule| rule.template(*environment));
            is_read(variable, *environment) && value.is_none()
        };
        let name = variable.name.clone();
        if variable.required && variable.default.is_none() {
            if Environment::ALL.iter().any(lacks) {
                own.missing.push(Missing {
                    name,
                    settings: variable.settings.clone(),
                    here: lacks(&self.environment),
                });
            }
        } else if rule.is_none() {
            own.optional.push(name);
        }
    }

    /// The services' rules come before the pack's: they know their own addresses.
    fn rules(&self) -> impl Iterator<Item = &Adopted> {
        let services = self.services.iter();
        services
            .flat_map(|service| &service.manifest.adopted)
            .chain(&self.catalog.manifest.adopted)
    }

    /// The service's address, for a variable whose default is that of such a server elsewhere.
    fn moved(&self, variable: &inspect::Variable) -> Result<Option<String>, StackError> {
        let default = variable.default.as_deref().unwrap_or_default();
        let Some(parts) = AddressParts::parse(default) else {
            return Ok(None);
        };
        let Some(addresses) = moved::addresses(self.services, &parts) else {
            return Ok(None);
        };
        let value = moved::value(addresses, &parts, false, self.catalog)?;
        Ok(Some(value))
    }

    /// Variables that the stack keeps in `.env` or sets by a name that the pack chose: always, or as a fallback.
    fn variables(&self, fallback: bool) -> impl Iterator<Item = &str> {
        let services = self.services.iter();
        services
            .flat_map(|service| &service.manifest.variables)
            .chain(&self.catalog.manifest.variables)
            .filter(move |variable| variable.fallback == fallback)
            .map(|variable| variable.name.as_str())
    }

    /// Names that the pack's compose files set themselves.
    fn reserved(&self) -> BTreeSet<&str> {
        let settings = self.catalog.settings.settings.iter();
        let reserved = self.catalog.manifest.reserved.iter();
        settings
            .map(|setting| setting.variable.as_str())
            .chain(reserved.map(String::as_str))
            .collect()
    }

    /// What this environment gives a variable.
    fn value(
        &self,
        variable: &inspect::Variable,
        rule: Option<&Adopted>,
    ) -> Result<Option<String>, StackError> {
        let template = rule.and_then(|rule| rule.template(self.environment));
        let Some(template) = template.filter(|_| is_read(variable, self.environment)) else {
            return Ok(None);
        };
        let mut context = self.context.clone();
        context.insert("variable", variable);
        let spelling = self.project.spellings.get(&variable.name);
        context.insert("spelling", &spelling);
        let templates = &self.catalog.templates;
        Ok(Some(templates.render_str(template, &context, false)?))
    }
}

fn is_read(variable: &inspect::Variable, environment: Environment) -> bool {
    variable.environments.is_empty() || variable.environments.contains(&environment)
}
