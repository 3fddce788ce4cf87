//! Which services stand in a stack together.

use djdock::catalog::{Catalog, DATABASE, Service};
use djdock::environment::Environment;

use super::probe;
use crate::combinations::Combination;

/// The services of one stack.
pub(super) struct Choice {
    /// What it is called in messages.
    pub(super) name: String,
    pub(super) database: String,
    /// The others, without those that come along.
    pub(super) with: Vec<String>,
    /// Whether they stand with those alone that they need, whatever company their probes ask for.
    is_drawn: bool,
    pub(super) layout: &'static str,
}

impl Choice {
    /// Each of these services once, in as few stacks as possible: two that provide the same
    /// never stand together, for it would not be clear which is used.
    pub(super) fn of_each(named: &[&str]) -> Vec<Self> {
        let catalog = Catalog::embedded().expect("the embedded pack");
        let wanted = |name: &str| named.contains(&name);
        let services = catalog.services.iter();
        let services = services.filter(|it| wanted(&it.name) && probe(&it.name).runs());
        let (mut databases, others): (Vec<&Service>, Vec<&Service>) =
            services.partition(|service| service.provides(DATABASE));
        let mut choices = Vec::new();
        for stack in together(&others) {
            let index = databases.iter().position(|it| serves(it, &stack, &catalog));
            let database = index.map_or_else(
                || any_database(&stack, &catalog),
                |index| databases.remove(index),
            );
            choices.push(Self::new(choices.len(), database, &stack));
        }
        for database in databases {
            choices.push(Self::new(choices.len(), database, &[]));
        }
        choices
    }

    /// Each service in a stack of its own.
    pub(super) fn of_each_alone() -> Vec<Self> {
        let catalog = Catalog::embedded().expect("the embedded pack");
        let services = catalog.services.iter().filter(|it| probe(&it.name).runs());
        let alone = services.enumerate().map(|(index, service)| {
            if service.provides(DATABASE) {
                Self::new(index, service, &[])
            } else {
                Self::new(index, any_database(&[service], &catalog), &[service])
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
            name: combination.name(),
            database: database.map_or("sqlite", |name| name).to_owned(),
            with: runs.cloned().collect(),
            is_drawn: true,
            layout: ["branches", "single"][combination.number % 2],
        }
    }

    /// Whether a service is one of its own.
    pub(super) fn has(&self, service: &str) -> bool {
        self.database == service || self.with.iter().any(|name| name == service)
    }

    /// Where each of its services is seen at work.
    pub(super) fn environments(&self) -> Vec<&'static [Environment]> {
        let services = self.with.iter().chain([&self.database]);
        services.map(|name| probe(name).environments()).collect()
    }

    fn new(index: usize, database: &Service, with: &[&Service]) -> Self {
        let with = with.iter().map(|service| service.name.clone());
        Self {
            name: format!("each{}", index + 1),
            database: database.name.clone(),
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

/// As few stacks as possible: each service joins the first that has what it needs, else the first that can take it.
fn together<'services>(services: &[&'services Service]) -> Vec<Vec<&'services Service>> {
    let mut stacks: Vec<Vec<&Service>> = Vec::new();
    for service in services {
        let provides = |stack: &[&Service], capability: &str| {
            stack.iter().any(|other| other.provides(capability))
        };
        let takes = |stack: &[&Service]| {
            let mut own = service.manifest.provides.iter();
            !own.any(|capability| provides(stack, capability))
        };
        let has = |stack: &[&Service]| {
            let mut needs = service.manifest.needs.iter();
            needs.all(|need| provides(stack, need))
        };
        let best = stacks.iter().position(|stack| takes(stack) && has(stack));
        let place = best.or_else(|| stacks.iter().position(|stack| takes(stack)));
        match place {
            Some(place) => stacks[place].push(service),
            None => stacks.push(vec![service]),
        }
    }
    stacks
}

/// Whether a database has what services need of one.
fn serves(database: &Service, services: &[&Service], catalog: &Catalog) -> bool {
    let mut needs = services.iter().flat_map(|service| &service.manifest.needs);
    needs.all(|need| {
        let mut others = catalog.providers(need);
        database.provides(need) || others.any(|other| !other.provides(DATABASE))
    })
}

/// The first database that they can stand with, the lightest before the others.
fn any_database<'catalog>(services: &[&Service], catalog: &'catalog Catalog) -> &'catalog Service {
    let databases = || catalog.providers(DATABASE);
    let fits = |it: &&Service| probe(&it.name).runs() && serves(it, services, catalog);
    let light = databases().find(|it| it.name == "sqlite" && fits(it));
    let database = light.or_else(|| databases().find(fits));
    database.expect("a database that the services can stand with")
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

#[test]
fn each_service_stands_in_one_stack_and_none_beside_its_like() {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let names = catalog.services.iter().map(|service| service.name.as_str());
    let choices = Choice::of_each(&names.collect::<Vec<_>>());
    for service in catalog.services.iter().filter(|it| !it.provides(DATABASE)) {
        let stands = |it: &&Choice| it.with.contains(&service.name);
        let count = choices.iter().filter(stands).count();
        assert_eq!(
            count,
            usize::from(probe(&service.name).runs()),
            "{}",
            service.name
        );
    }
    for choice in &choices {
        let services = choice.with.iter().filter_map(|name| catalog.service(name));
        let mut provided: Vec<&String> = services.flat_map(|it| &it.manifest.provides).collect();
        let count = provided.len();
        provided.sort_unstable();
        provided.dedup();
        assert_eq!(provided.len(), count, "{choice}");
    }
}
