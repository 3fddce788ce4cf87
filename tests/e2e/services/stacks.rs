//! Which services stand in a stack together.

use djdock::catalog::{Catalog, DATABASE, Service};

use super::probe;
use crate::combinations::Combination;

/// The services of one stack.
pub(super) struct Choice {
    /// A few letters for messages.
    pub(super) name: String,
    pub(super) database: String,
    /// The others, without those that come along.
    pub(super) with: Vec<String>,
    /// Whether they stand with those alone that they need, whatever company their probes ask for.
    is_drawn: bool,
    pub(super) layout: &'static str,
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

    /// Each service in a stack of its own.
    pub(super) fn of_each_alone() -> Vec<Self> {
        let catalog = Catalog::embedded().expect("the embedded pack");
        let services = catalog.services.iter().filter(|it| probe(&it.name).runs());
        let alone = services.enumerate().map(|(index, service)| {
            if service.provides(DATABASE) {
                Self::new(index, &service.name, &[])
            } else {
                Self::new(index, "sqlite", &[service])
            }
        });
        alone.collect()
    }

    /// A drawn combination, without what has no stand-in.
    pub(super) fn drawn(combination: &Combination) -> Self {
        let services = combination.services.iter();
        let runs = services.filter(|it| probe(it).runs());
        let database = Some(&combination.database).filter(|it| probe(it).runs());
        Self {
            name: format!("drawn{:02}", combination.number),
            database: database.map_or("sqlite", |name| name).to_owned(),
            with: runs.cloned().collect(),
            is_drawn: true,
            layout: ["branches", "single"][combination.number % 2],
        }
    }

    fn new(index: usize, database: &str, with: &[&Service]) -> Self {
        let with = with.iter().map(|service| service.name.clone());
        Self {
            name: format!("each{}", index + 1),
            database: database.to_owned(),
            with: with.collect(),
            is_drawn: false,
            layout: "single",
        }
    }

    /// What `djdock init` is told beside the database.
    pub(super) fn flags(&self) -> Vec<String> {
        let mut with = self.with.clone();
        let mut flags = vec!["--layout".to_owned(), self.layout.to_owned()];
        for name in self.with.iter().chain([&self.database]) {
            let probe = probe(name);
            flags.extend(probe.flags.iter().map(ToString::to_string));
            if !self.is_drawn {
                with.extend(probe.company.iter().map(ToString::to_string));
            }
        }
        if with.is_empty() {
            with.push("none".to_owned());
        }
        flags.extend(
            with.into_iter()
                .flat_map(|service| ["--with".to_owned(), service]),
        );
        flags
    }
}

impl std::fmt::Display for Choice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            name,
            database,
            with,
            layout,
            ..
        } = self;
        write!(
            formatter,
            "{name}: {database} {} ({layout})",
            with.join(" ")
        )
    }
}
