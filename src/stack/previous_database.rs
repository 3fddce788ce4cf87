//! The database that was replaced: it stays within reach until its rows are carried over, or no longer wanted.

use serde::Serialize;

use crate::answers::Answers;
use crate::catalog::{Catalog, DATABASE, MissingKey, Mount, Scope, Service};
use crate::environment::Environment;
use crate::inspect::Project;

use super::{Stack, StackError, StackService, VariableValue, resolve};

/// The compose profile of what reads it, and the network that only this is on.
const PROFILE: &str = "carry";
const NETWORK: &str = "former";

/// The former database of an environment.
#[derive(Clone, Debug, Serialize)]
pub struct PreviousDatabase {
    /// Its service, as that of a stack without the new one.
    pub service: StackService,
    /// Its containers by their new names, each as an entry of the compose file; empty where it has none.
    pub compose: String,
    /// The names of those containers.
    pub containers: Vec<String>,
    /// The containers for whose health its reader waits.
    pub ready: Vec<String>,
    /// What the project's container needs instead of the new one's values.
    pub environment: Vec<VariableValue>,
    /// Volumes that prod's container mounts to read it.
    pub mounts: Vec<Mount>,
}

/// Whether two services keep their data in one place.
#[must_use]
pub fn share_data(one: &Service, other: &Service) -> bool {
    let theirs: Vec<&String> = other.volumes_in(Environment::Prod).collect();
    let mut ours = one.volumes_in(Environment::Prod);
    one.name == other.name || ours.any(|volume| theirs.contains(&volume))
}

/// The service that the answers name, if it is a database with data of its own.
pub(super) fn previous_service<'catalog>(
    answers: &Answers,
    catalog: &'catalog Catalog,
) -> Result<Option<&'catalog Service>, StackError> {
    let Some(name) = &answers.previous_db else {
        return Ok(None);
    };
    let service = catalog.service(name);
    let database = catalog.service(&answers.db);
    let may = |it: &&Service| {
        it.provides(DATABASE) && database.is_some_and(|database| !share_data(it, database))
    };
    match service.filter(may) {
        Some(service) => Ok(Some(service)),
        None => Err(StackError::NoPreviousDatabase(name.clone())),
    }
}

impl Stack {
    /// Adds what reads the former database.
    pub(super) fn keep_previous_database(
        &mut self,
        service: &Service,
        project: &Project,
        answers: &Answers,
        catalog: &Catalog,
    ) -> Result<(), StackError> {
        let then = Answers {
            db: service.name.clone(),
            previous_db: None,
            // What differs with the database is asked for: the others need not get along with the former one.
            with: Vec::new(),
            ..answers.clone()
        };
        let then = resolve(project, &then, catalog, self.environment)?;
        let fragment = then.database.fragment()?;
        let containers = fragment
            .containers()
            .map(|container| new_name(&container.name));
        let containers: Vec<String> = containers.collect();
        let former = PreviousDatabase {
            compose: fragment
                .set_aside(new_name, PROFILE, NETWORK)
                .text()
                .to_owned(),
            ready: service
                .manifest
                .ready
                .iter()
                .map(|name| new_name(name))
                .collect(),
            containers,
            environment: self.environment_of(&then, &catalog.manifest.missing),
            mounts: service.manifest.mounts.clone(),
            service: then.database.clone(),
        };
        let known = |name: &str| self.variables.iter().any(|own| own.name == name);
        let theirs = then.variables.into_iter();
        let theirs = theirs.filter(|it| it.scope == Scope::Env && !known(&it.name));
        let theirs: Vec<_> = theirs
            .map(|mut variable| {
                variable.previous = true;
                variable
            })
            .collect();
        self.variables.extend(theirs);
        let volumes = service.volumes_in(self.environment);
        self.volumes.extend(volumes.cloned());
        self.previous_database = Some(former);
        Ok(())
    }

    /// The values that another database's stack has and this one does not.
    fn environment_of(&self, then: &Self, missing: &MissingKey) -> Vec<VariableValue> {
        let same = |name: &str, value: Option<&String>| {
            let mut own = self.variables.iter();
            own.any(|own| own.name == name && own.value.as_ref() == value)
        };
        let theirs = then.variables.iter();
        let theirs = theirs
            .filter(|it| it.host.is_none() && !it.private)
            .filter(|it| !same(&it.name, it.value.as_ref()));
        let mut values: Vec<VariableValue> = theirs
            .map(|it| match it.scope {
                Scope::Env => VariableValue {
                    name: it.name.clone(),
                    value: missing.in_stack(&it.key),
                },
                _ => VariableValue::new(&it.name, it.value.clone().unwrap_or_default()),
            })
            .collect();
        let own = |value: &&VariableValue| {
            let mut own = self.project_variables.values.iter();
            !own.any(|own| own.name == value.name && own.value == value.value)
        };
        values.extend(then.project_variables.values.iter().filter(own).cloned());
        values
    }
}

fn new_name(container: &str) -> String {
    format!("former-{container}")
}
