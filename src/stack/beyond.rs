//! What one stack has more than another: what services bring to a compose file of the user's own.

use crate::catalog::{Catalog, MissingKey, Scope, Variable};
use crate::compose::Container;
use crate::patch::{ComposeAddition, ComposeService, Package};

use super::{Missing, Stack, StackError, StackService};

/// Slots without which a service works as well.
const ASIDE: [&str; 4] = ["env_sample", "guard", "makefile", "networks"];

/// What one stack has more than another.
pub struct Beyond {
    /// The containers that come to the file.
    pub containers: Vec<Container>,
    /// What its compose file has more, those containers among it.
    pub compose: ComposeAddition,
    /// The variables that come to `.env`.
    pub variables: Vec<Variable>,
    /// The variables that only the owner knows.
    pub missing: Vec<Missing>,
    /// The Python packages that come to the project's requirements.
    pub packages: Vec<Package>,
    /// All Debian packages that the project's image needs then; none where nothing changes about them.
    pub apt: Vec<String>,
}

/// Whether a service is nothing but variables: it has no container, and nothing of the pack's own files.
fn is_told_alone(service: &StackService, catalog: &Catalog) -> bool {
    let known = catalog.service(&service.name);
    known.is_some_and(|known| {
        let manifest = &known.manifest;
        let told = !manifest.variables.is_empty() && manifest.files.is_empty();
        told && service.compose.is_empty() && catalog.slots(known).next().is_none()
    })
}

impl Stack {
    /// What this stack has more than another one of the same environment.
    pub fn beyond(&self, other: &Self, catalog: &Catalog) -> Result<Beyond, StackError> {
        let is_new = |service: &&StackService| {
            let mut others = other.services.iter();
            !others.any(|known| known.name == service.name)
        };
        let new_services: Vec<&StackService> = self.services.iter().filter(is_new).collect();
        self.check_files(other, &new_services, catalog)?;
        let missing = &catalog.manifest.missing;
        let (mut services, mut containers) = (Vec::new(), Vec::new());
        for service in new_services {
            if is_told_alone(service, catalog) {
                continue;
            }
            let fragment = service.fragment()?;
            let alone = fragment.alone();
            let joins = alone.is_none();
            let all = alone.or_else(|| fragment.joined());
            let all = all.ok_or_else(|| StackError::NotAlone(service.name.clone()))?;
            for (container, definition) in all {
                services.push(ComposeService {
                    name: container.name.clone(),
                    definition: missing.extended(&definition),
                    joins,
                });
                containers.push(container);
            }
        }
        let new = |name: &&String, known: &[String]| !known.contains(name);
        let volumes = self.volumes.iter();
        let ready = self.ready.iter();
        let packages = self.packages.iter();
        let variables = self.new_variables(other);
        let env = variables.iter().filter(|it| it.scope == Scope::Env);
        let mut apt = self.apt.all.clone();
        if apt == other.apt.all {
            apt.clear();
        }
        let known = &other.project_variables.missing;
        let asked = self.project_variables.missing.iter();
        let asked = asked.filter(|it| it.here && known.iter().all(|known| known.name != it.name));
        let asked: Vec<Missing> = asked.cloned().collect();
        let mut environment = self.new_environment(other, &variables, missing);
        for variable in &asked {
            let value = missing.in_extended(&variable.name);
            if environment.iter().all(|(name, _)| *name != variable.name) {
                environment.push((variable.name.clone(), value));
            }
        }
        Ok(Beyond {
            apt,
            missing: asked,
            containers,
            variables: env.map(|variable| (*variable).clone()).collect(),
            packages: packages
                .filter(|package| !other.packages.contains(package))
                .cloned()
                .collect(),
            compose: ComposeAddition {
                services,
                volumes: volumes
                    .filter(|name| new(name, &other.volumes))
                    .cloned()
                    .collect(),
                environment,
                ready: ready
                    .filter(|name| new(name, &other.ready))
                    .cloned()
                    .collect(),
                reached: Vec::new(),
                once: Vec::new(),
            },
        })
    }

    /// Refuses services that put into the pack's own files what they do not work without.
    fn check_files(
        &self,
        other: &Self,
        new_services: &[&StackService],
        catalog: &Catalog,
    ) -> Result<(), StackError> {
        let changes =
            |slot: &str| !ASIDE.contains(&slot) && self.slots.get(slot) != other.slots.get(slot);
        if !self.slots.keys().any(|slot| changes(slot)) {
            return Ok(());
        }
        let does = |service: &&&StackService| {
            let service = catalog.service(&service.name);
            service.is_some_and(|it| catalog.slots(it).any(|(slot, _)| changes(slot)))
        };
        // What changes may be another one's, for a new one.
        match new_services.iter().find(does).or(new_services.first()) {
            Some(service) => Err(StackError::NotAlone(service.name.clone())),
            None => Ok(()),
        }
    }

    /// The pack's variables that the other one does not have, or not with that value.
    fn new_variables(&self, other: &Self) -> Vec<&Variable> {
        let same = |variable: &Variable| {
            let mut others = other.variables.iter();
            others.any(|known| known.name == variable.name && known.value == variable.value)
        };
        let variables = self.variables.iter();
        variables.filter(|variable| !same(variable)).collect()
    }

    /// What the project's containers get: the pack's variables, then the project's own.
    fn new_environment(
        &self,
        other: &Self,
        variables: &[&Variable],
        missing: &MissingKey,
    ) -> Vec<(String, String)> {
        let ours = variables.iter().filter(|variable| !variable.private);
        let ours = ours.map(|variable| {
            let value = match variable.scope {
                Scope::Env => missing.in_extended(&variable.key),
                Scope::Compose | Scope::Owner => variable.value.clone().unwrap_or_default(),
            };
            (variable.name.clone(), value)
        });
        let known = |name: &str| {
            other
                .project_variables
                .values
                .iter()
                .find(|known| known.name == name)
        };
        let own = self.project_variables.values.iter();
        let own = own
            .filter(|own| known(&own.name).is_none_or(|known| known.value != own.value))
            .filter_map(|own| {
                let value: String = serde_json::from_str(&own.value).ok()?;
                Some((own.name.clone(), value))
            });
        ours.chain(own)
            .map(|(name, value)| (name, missing.extended(&value)))
            .collect()
    }
}
