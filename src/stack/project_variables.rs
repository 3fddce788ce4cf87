//! The environment variables that the project reads under names of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::Context;

use super::variables::sets;
use super::{StackError, moved};
use crate::catalog::{Adopted, Catalog, Service, Variable};
use crate::environment::Environment;
use crate::inspect::{self, AddressParts, Project};

/// What the project's own variables get.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProjectVariables {
    /// Values in this environment's compose file; names of the pack's own are not among them.
    pub values: Vec<VariableValue>,
    /// The values for names that the pack's compose file sets anyway: how the project wants them written.
    pub spelled: BTreeMap<String, String>,
    /// What only the owner knows, in any environment.
    pub missing: Vec<Missing>,
    /// What can be left unset.
    pub optional: Vec<String>,
    /// Names among those with values that say which database is the default one.
    pub of_database: Vec<String>,
}

/// A variable and its value as YAML.
#[derive(Clone, Debug, Serialize)]
pub struct VariableValue {
    /// The name of the variable.
    pub name: String,
    /// The value in double quotes, as YAML takes it.
    pub value: String,
}

impl VariableValue {
    /// A variable with its value put in quotes.
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
    /// The name of the variable.
    pub name: String,
    /// The settings that it feeds.
    pub settings: Vec<String>,
    /// What it is for, where it is the stack's; else empty.
    pub comment: String,
    /// Whether this environment reads it.
    pub here: bool,
    /// Whether this environment empties it: `.env` has it for the other one, and no service sets it here.
    pub emptied: bool,
}

/// Whether what feeds a setting says which database is the default one.
pub(crate) fn feeds_database(setting: &str) -> bool {
    setting
        .strip_prefix("DATABASES.default")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What decides about them.
pub(super) struct Adopting<'run> {
    pub(super) project: &'run Project,
    pub(super) catalog: &'run Catalog,
    pub(super) services: &'run [&'run Service],
    pub(super) variables: &'run [Variable],
    pub(super) environment: Environment,
    pub(super) context: &'run Context,
}

impl Adopting<'_> {
    /// Looks through every variable that settings read.
    pub(super) fn project_variables(&self) -> Result<ProjectVariables, StackError> {
        let mut own = ProjectVariables::default();
        let reserved = self.reserved();
        for variable in &self.project.environment {
            let name = variable.name.as_str();
            if let Some(value) = self.moved(variable)? {
                if is_read(variable, self.environment) && !self.is_named(name) {
                    own.values.push(VariableValue::new(name, value));
                }
                continue;
            }
            if variable.settings.iter().any(|it| feeds_database(it)) {
                own.of_database.push(name.to_owned());
            }
            let is_reserved = reserved.contains(name);
            let rules = self.rules_for(variable);
            if let Some(value) = self
                .value(variable, &rules)?
                .filter(|_| !self.is_named(name))
            {
                let value_of_it = VariableValue::new(name, value);
                if is_reserved {
                    own.spelled.insert(value_of_it.name, value_of_it.value);
                } else {
                    own.values.push(value_of_it);
                }
            }
            if !is_reserved {
                self.note_unset(variable, &rules, &mut own);
            }
        }
        let values = &own.values;
        own.of_database
            .retain(|name| values.iter().any(|value| value.name == *name));
        Ok(own)
    }

    /// Whether the stack sets a variable here by a name that the pack chose, and not as a fallback.
    fn is_named(&self, name: &str) -> bool {
        let mut variables = self.variables.iter();
        variables.any(|variable| {
            variable.name == name && variable.is_in(self.environment) && !variable.fallback
        })
    }

    /// Notes a variable that some environment leaves to the owner.
    fn note_unset(&self, variable: &inspect::Variable, rules: &Rules, own: &mut ProjectVariables) {
        let name = variable.name.clone();
        let lacks = |environment: &Environment| {
            is_read(variable, *environment)
                && !sets(self.variables, &name, *environment)
                && rules.template(*environment).is_none()
        };
        let is_known = |environment: &Environment| {
            sets(self.variables, &name, *environment) || !rules.0.is_empty()
        };
        if variable.required && variable.default.is_none() {
            if Environment::ALL.iter().any(lacks) {
                own.missing.push(Missing {
                    settings: variable.settings.clone(),
                    comment: String::new(),
                    here: lacks(&self.environment),
                    emptied: false,
                    name: name.clone(),
                });
            }
        } else if !Environment::ALL.iter().any(is_known) {
            own.optional.push(name.clone());
        }
    }

    /// The rules that fit a variable.
    fn rules_for(&self, variable: &inspect::Variable) -> Rules<'_> {
        let spelling = self.project.spellings.get(&variable.name);
        let fits = |rule: &&Adopted| rule.fits(variable, spelling);
        Rules(self.rules().filter(fits).collect())
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
        rules: &Rules,
    ) -> Result<Option<String>, StackError> {
        let template = rules.template(self.environment);
        let Some(template) = template.filter(|_| is_read(variable, self.environment)) else {
            return Ok(None);
        };
        let mut context = self.context.clone();
        context.insert("variable", variable);
        let spelling = self.project.spellings.get(&variable.name);
        context.insert("spelling", &spelling);
        let templates = &self.catalog.templates;
        Ok(Some(templates.render_str(template, &context, true)?))
    }
}

/// The rules that fit a variable, in the order in which they count.
struct Rules<'run>(Vec<&'run Adopted>);

impl<'run> Rules<'run> {
    /// The template of the first that says something for an environment.
    fn template(&self, environment: Environment) -> Option<&'run str> {
        let mut rules = self.0.iter();
        rules.find_map(|rule| rule.template(environment))
    }
}

fn is_read(variable: &inspect::Variable, environment: Environment) -> bool {
    variable.environments.is_empty() || variable.environments.contains(&environment)
}
