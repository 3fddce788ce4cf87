//! The database that was replaced: it stays within reach until its rows are carried over, or no longer wanted.

use serde::Serialize;

use crate::answers::Answers;
use crate::catalog::{Catalog, DATABASE, Mount, Scope, Service};
use crate::environment::Environment;
use crate::inspect::Project;

use super::{OwnValue, Stack, StackError, StackService, resolve};

/// The compose profile of what reads it, and the network that only this is on.
const PROFILE: &str = "carry";
const NETWORK: &str = "former";

/// The former database of an environment.
#[derive(Clone, Debug, Serialize)]
pub struct Former {
    /// Its service, as that of a stack without the new one.
    pub service: StackService,
    /// Its containers by their new names, each as an entry of the compose file; empty where it has none.
    pub compose: String,
    /// The names of those containers.
    pub containers: Vec<String>,
    /// The containers for whose health its reader waits.
    pub ready: Vec<String>,
    /// What the project's container needs instead of the new one's values.
    pub environment: Vec<OwnValue>,
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
pub(super) fn former_service<'catalog>(
    answers: &Answers,
    catalog: &'catalog Catalog,
) -> Result<Option<&'catalog Service>, StackError> {
    let Some(name) = &answers.former_db else {
        return Ok(None);
    };
    let service = catalog.service(name);
    let database = catalog.service(&answers.db);
    let may = |it: &&Service| {
        it.provides(DATABASE) && database.is_some_and(|database| !share_data(it, database))
    };
    match service.filter(may) {
        Some(service) => Ok(Some(service)),
        None => Err(StackError::NoFormer(name.clone())),
    }
}

impl Stack {
    /// Adds what reads the former database.
    pub(super) fn keep_former(
        &mut self,
        service: &Service,
        project: &Project,
        answers: &Answers,
        catalog: &Catalog,
    ) -> Result<(), StackError> {
        let then = Answers {
            db: service.name.clone(),
            former_db: None,
            // What differs with the database is asked for: the others need not get along with the former one.
            with: Vec::new(),
            ..answers.clone()
        };
        let then = resolve(project, &then, catalog, self.environment)?;
        let containers = containers(&then.database.compose);
        let former = Former {
            compose: renamed(&then.database.compose),
            ready: service
                .manifest
                .ready
                .iter()
                .map(|name| new_name(name))
                .collect(),
            containers: containers.into_iter().map(new_name).collect(),
            environment: self.environment_of(&then),
            mounts: service.manifest.mounts.clone(),
            service: then.database.clone(),
        };
        let known = |name: &str| self.variables.iter().any(|own| own.name == name);
        let theirs = then.variables.into_iter();
        let theirs = theirs.filter(|it| it.scope == Scope::Env && !known(&it.name));
        let theirs: Vec<_> = theirs
            .map(|mut variable| {
                variable.former = true;
                variable
            })
            .collect();
        self.variables.extend(theirs);
        let volumes = service.volumes_in(self.environment);
        self.volumes.extend(volumes.cloned());
        self.former = Some(former);
        Ok(())
    }

    /// The values that another database's stack has and this one does not.
    fn environment_of(&self, then: &Self) -> Vec<OwnValue> {
        let same = |name: &str, value: Option<&String>| {
            let mut own = self.variables.iter();
            own.any(|own| own.name == name && own.value.as_ref() == value)
        };
        let theirs = then.variables.iter();
        let theirs = theirs
            .filter(|it| it.host.is_none() && !it.private)
            .filter(|it| !same(&it.name, it.value.as_ref()));
        let mut values: Vec<OwnValue> = theirs
            .map(|it| match it.scope {
                Scope::Env => OwnValue {
                    name: it.name.clone(),
                    value: format!("${{{}:?run make env}}", it.key),
                },
                _ => OwnValue::new(&it.name, it.value.clone().unwrap_or_default()),
            })
            .collect();
        let own = |value: &&OwnValue| {
            let mut own = self.own.values.iter();
            !own.any(|own| own.name == value.name && own.value == value.value)
        };
        values.extend(then.own.values.iter().filter(own).cloned());
        values
    }
}

fn new_name(container: &str) -> String {
    format!("former-{container}")
}

/// The name in the line of a rendered compose fragment that begins a container.
pub(super) fn name(line: &str) -> Option<&str> {
    let line = line.strip_prefix("  ")?;
    let is_name = !line.starts_with([' ', '#']) && !line.is_empty();
    line.split(':').next().filter(|_| is_name)
}

fn containers(compose: &str) -> Vec<&str> {
    compose.lines().filter_map(name).collect()
}

fn beginning(container: &str) -> String {
    let new = new_name(container);
    format!(
        "  {new}:\n    profiles: [{PROFILE}]\n    networks:\n      {NETWORK}:\n        aliases: [{container}]\n"
    )
}

/// The containers under new names, started by those alone who ask for them, and found where they were by nobody but the
/// former database's reader.
fn renamed(compose: &str) -> String {
    let mut text = String::new();
    let mut dropping = false;
    for line in compose.lines() {
        if let Some(container) = name(line) {
            text.push_str(&beginning(container));
            continue;
        }
        let deeper = line.starts_with("     ");
        if !deeper {
            dropping = ["    networks:", "    restart:", "    depends_on:"]
                .iter()
                .any(|key| line.starts_with(key));
        }
        if !dropping {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_keeps_its_name_for_its_reader_alone() {
        let compose = "  # A comment.\n  db:\n    image: x\n    entrypoint:\n      - |\n        networks: no\n    \
                       networks: [back]\n    restart: always\n    # mine\n    ports:\n      - a\n";
        let expected = "  # A comment.\n  former-db:\n    profiles: [carry]\n    networks:\n      former:\n        \
                        aliases: [db]\n    image: x\n    entrypoint:\n      - |\n        networks: no\n    # mine\n    \
                        ports:\n      - a\n";
        assert_eq!(renamed(compose), expected);
        assert_eq!(containers(compose), ["db"]);
        assert_eq!(renamed(""), "");
    }
}
