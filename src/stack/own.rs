//! The environment variables that the project reads under names of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};
use tera::Context;

use super::{StackError, moved};
use crate::catalog::{Adopted, Catalog, Service};
use crate::environment::Environment;
use crate::inspect::{self, AddressParts, Project};

/// What the project's own variables get.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Own {
    /// Values in this environment's compose file, as YAML, by name; names of the pack's own are not among them.
    #[serde(serialize_with = "in_order")]
    pub values: BTreeMap<String, String>,
    /// The same for names that the pack's compose file sets anyway: how the project wants them written.
    pub spelled: BTreeMap<String, String>,
    /// What only the owner knows, in any environment.
    pub missing: Vec<Missing>,
    /// What can be left unset.
    pub optional: Vec<String>,
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
            let here = self.is_read(variable);
            if let Some(value) = self.moved(variable)? {
                if here {
                    own.values.insert(name.to_owned(), yaml(value));
                }
                continue;
            }
            let spelling = self.project.spellings.get(name);
            let adopted = self.rules().find(|rule| rule.fits(variable, spelling));
            match adopted.map(|rule| rule.template(self.environment)) {
                Some(template) => {
                    if let (Some(template), true) = (template, here) {
                        let value = self.value(template, variable)?;
                        let values = if reserved.contains(name) {
                            &mut own.spelled
                        } else {
                            &mut own.values
                        };
                        values.insert(name.to_owned(), value);
                    }
                }
                None if reserved.contains(name) || fallbacks.contains(name) => {}
                None if variable.required && variable.default.is_none() => {
                    own.missing.push(Missing {
                        name: name.to_owned(),
                        settings: variable.settings.clone(),
                        here,
                    });
                }
                None => own.optional.push(name.to_owned()),
            }
        }
        Ok(own)
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

    fn is_read(&self, variable: &inspect::Variable) -> bool {
        variable.environments.is_empty() || variable.environments.contains(&self.environment)
    }

    /// A value as YAML.
    fn value(&self, template: &str, variable: &inspect::Variable) -> Result<String, StackError> {
        let mut context = self.context.clone();
        context.insert("variable", variable);
        let spelling = self.project.spellings.get(&variable.name);
        context.insert("spelling", &spelling);
        let text = self
            .catalog
            .templates
            .render_str(template, &context, false)?;
        Ok(yaml(text))
    }
}

/// Templates see a list: they forget the order of a map.
fn in_order<S: Serializer>(
    values: &BTreeMap<String, String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|(name, value)| Named { name, value }))
}

/// A variable, as templates see it.
#[derive(Serialize)]
struct Named<'own> {
    name: &'own str,
    value: &'own str,
}

/// JSON's strings are YAML's too.
pub(super) fn yaml(text: String) -> String {
    serde_json::Value::from(text).to_string()
}
