//! The environment variables that the project reads under names of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::Context;

use super::StackError;
use crate::catalog::{Adopted, Catalog, Service};
use crate::environment::Environment;
use crate::inspect::{self, Project};

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
        let named: BTreeSet<&str> = self.variables().collect();
        for variable in &self.project.environment {
            let name = variable.name.as_str();
            if named.contains(name) {
                continue;
            }
            let spelling = self.project.spellings.get(name);
            let rule = self.rules().find(|rule| rule.fits(variable, spelling));
            let is_reserved = reserved.contains(name);
            if let Some(value) = self.value(variable, rule)? {
                let name = name.to_owned();
                if is_reserved {
                    own.spelled.insert(name, value);
                } else {
                    own.values.push(OwnValue { name, value });
                }
            }
            if !is_reserved {
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

    /// Variables that the stack keeps in `.env` or sets by a name that the pack chose.
    fn variables(&self) -> impl Iterator<Item = &str> {
        let services = self.services.iter();
        services
            .flat_map(|service| &service.manifest.variables)
            .chain(&self.catalog.manifest.variables)
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

    /// What this environment gives a variable, as YAML.
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
        let text = templates.render_str(template, &context, false)?;
        // JSON's strings are YAML's too.
        Ok(Some(serde_json::Value::from(text).to_string()))
    }
}

fn is_read(variable: &inspect::Variable, environment: Environment) -> bool {
    variable.environments.is_empty() || variable.environments.contains(&environment)
}
