//! Which services stand in a stack together.

use djdock::catalog::{Catalog, DATABASE, Service};

use super::{PROBES, probe};

/// The services of one stack.
pub(super) struct Choice {
    /// A few letters for messages, and for the compose project.
    pub(super) name: String,
    pub(super) database: String,
    /// The others, without those that come along.
    pub(super) with: Vec<String>,
}

impl Choice {
    /// Each of these services once (all where none is named), in as few stacks as possible: two that provide the same
    /// never stand together, for it would not be clear which is used.
    pub(super) fn of_each(named: &[&str]) -> Vec<Self> {
        let catalog = Catalog::embedded().expect("the embedded pack");
        let wanted = |name: &str| named.is_empty() || named.contains(&name);
        let services = catalog.services.iter();
        let services = services.filter(|it| wanted(&it.name) && probe(&it.name).runs());
        let (mut databases, others): (Vec<&Service>, Vec<&Service>) =
            services.partition(|service| service.provides(DATABASE));
        let mut stacks: Vec<Vec<&Service>> = Vec::new();
        for service in others {
            let free = |stack: &&mut Vec<&Service>| {
                let mut provided = stack.iter().flat_map(|it| &it.manifest.provides);
                !provided.any(|capability| service.provides(capability))
            };
            match stacks.iter_mut().find(free) {
                Some(stack) => stack.push(service),
                None => stacks.push(vec![service]),
            }
        }
        if named.is_empty() {
            // These have a journey of their own.
            databases.sort_by_key(|it| ["mariadb", "postgres", "sqlite"].contains(&&*it.name));
        }
        let mut databases = databases.into_iter();
        let mut choices = Vec::new();
        for stack in stacks {
            let database = databases.next().map_or("sqlite", |it| &it.name);
            choices.push(Self::new(choices.len(), database, &stack));
        }
        for database in databases.filter(|_| !named.is_empty()) {
            choices.push(Self::new(choices.len(), &database.name, &[]));
        }
        choices
    }

    fn new(index: usize, database: &str, with: &[&Service]) -> Self {
        let name = format!("each{}", index + 1);
        let database = database.to_owned();
        let with = with.iter().map(|service| service.name.clone()).collect();
        Self {
            name,
            database,
            with,
        }
    }

    /// What `djdock init` is told.
    pub(super) fn flags(&self) -> Vec<String> {
        let with = self.with.iter();
        let mut flags: Vec<String> = with
            .flat_map(|service| ["--with".to_owned(), service.clone()])
            .collect();
        let stand = |it: &&super::Probe| self.with.iter().any(|name| name == it.service);
        for probe in PROBES.iter().filter(stand) {
            flags.extend(probe.flags.iter().map(ToString::to_string));
        }
        if self.with.is_empty() {
            flags.extend(["--with".to_owned(), "none".to_owned()]);
        }
        flags
    }
}
