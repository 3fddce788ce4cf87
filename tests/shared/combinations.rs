//! Forty drawn combinations of services, the same on every machine.
//!
//! Whether a service joins a combination is decided by a hash of both names alone, so that a new service changes only
//! the combinations that it joins. Each can be had: one database, nothing twice that a stack has once, and what services
//! need is there.

use std::path::Path;

use djdock::catalog::{Catalog, DATABASE, Service};
use djdock::inspect::{Hints, Project, inspect};
use djdock::tree::WorkTree;
use sha2::{Digest as _, Sha256};

/// A project with a Celery application that names no server: it takes what it gets.
pub(crate) const FIXTURE: &str = "tests/fixtures/names-no-server";

/// How many are drawn.
const COUNT: usize = 40;

/// How many of a hundred combinations a service joins for itself; beside those where another needs it, or nobody joined.
const SHARE: u64 = 30;

/// A database and services beside it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Combination {
    /// From 1 on.
    pub(crate) number: usize,
    pub(crate) database: String,
    /// In the catalogue's order, those among them that others need.
    pub(crate) services: Vec<String>,
}

/// What is drawn from.
pub(crate) struct Urn {
    services: Vec<Service>,
    /// What a stack has once at most.
    once: Vec<String>,
    project: Project,
}

#[allow(dead_code, reason = "each of the test binaries uses a part")]
impl Urn {
    /// The built-in pack's services.
    pub(crate) fn embedded() -> Self {
        let catalog = Catalog::embedded().expect("the embedded pack");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(FIXTURE);
        let tree = WorkTree::new(root);
        let project =
            inspect(&tree, &tree, &Hints::default(), &catalog.uses).expect("the fixture's facts");
        Self {
            services: catalog.services,
            once: catalog.manifest.once,
            project,
        }
    }

    /// The services, databases among them.
    pub(crate) fn services(&self) -> impl Iterator<Item = &Service> {
        self.services.iter()
    }

    /// Whether a service makes sense in the project that they are drawn for.
    pub(crate) fn fits(&self, service: &Service) -> bool {
        service.lacks(&self.project).is_none()
    }

    /// The same without one of them.
    pub(crate) fn without(&self, name: &str) -> Self {
        let others = self.services.iter().filter(|it| it.name != name);
        Self {
            services: others.cloned().collect(),
            once: self.once.clone(),
            project: self.project.clone(),
        }
    }

    /// All combinations.
    pub(crate) fn draw(&self) -> Vec<Combination> {
        (1..=COUNT).map(|number| self.combination(number)).collect()
    }

    fn combination(&self, number: usize) -> Combination {
        let mut ordered: Vec<&Service> = self.services.iter().collect();
        ordered.sort_by_key(|service| lot(number, &service.name));
        let (databases, others): (Vec<&Service>, Vec<&Service>) =
            ordered.into_iter().partition(|it| it.provides(DATABASE));
        let mut chosen = vec![databases[0]];
        for service in &others {
            if lot(number, &service.name) % 100 < SHARE
                && let Some(company) = self.joined(service, &chosen, &others)
            {
                chosen = company;
            }
        }
        if chosen.len() == 1 {
            let mut companies = others
                .iter()
                .filter_map(|it| self.joined(it, &chosen, &others));
            chosen = companies.next().unwrap_or(chosen);
        }
        let stands = |it: &&Service| chosen[1..].iter().any(|other| other.name == it.name);
        let services = self.services.iter().filter(stands);
        Combination {
            number,
            database: chosen[0].name.clone(),
            services: services.map(|service| service.name.clone()).collect(),
        }
    }

    /// The company with one more in it, and with what that one needs; none where that cannot be had.
    fn joined<'urn>(
        &self,
        service: &'urn Service,
        company: &[&'urn Service],
        others: &[&'urn Service],
    ) -> Option<Vec<&'urn Service>> {
        if company.iter().any(|it| it.name == service.name) {
            return Some(company.to_vec());
        }
        let both = |capability: &&String| {
            service.provides(capability) && company.iter().any(|it| it.provides(capability))
        };
        if !self.fits(service) || self.once.iter().any(|it| both(&it)) {
            return None;
        }
        let mut company = [company, &[service]].concat();
        for need in &service.manifest.needs {
            if !company.iter().any(|it| it.provides(need)) {
                let mut providers = others.iter().filter(|it| it.provides(need));
                company = providers.find_map(|it| self.joined(it, &company, others))?;
            }
        }
        Some(company)
    }
}

/// What a service draws for a combination.
fn lot(number: usize, service: &str) -> u64 {
    let digest = Sha256::digest(format!("{number} {service}"));
    let first: [u8; 8] = std::array::from_fn(|index| digest[index]);
    u64::from_be_bytes(first)
}

#[allow(dead_code, reason = "each of the test binaries uses a part")]
impl Combination {
    /// What it is called by: its number and what it holds, `03_sqlite_valkey_celery_smtp`.
    pub(crate) fn name(&self) -> String {
        let words = [&self.database].into_iter().chain(&self.services);
        words.fold(format!("{:02}", self.number), |name, word| {
            name + "_" + word
        })
    }

    /// What `djdock init` is told.
    pub(crate) fn flags(&self) -> Vec<String> {
        // Some services are for a host name.
        let mut flags = ["--domain", "example.org", "--db"]
            .map(str::to_owned)
            .to_vec();
        flags.push(self.database.clone());
        let none = ["none".to_owned()];
        let services: &[String] = if self.services.is_empty() {
            &none
        } else {
            &self.services
        };
        for service in services {
            flags.extend(["--with".to_owned(), service.clone()]);
        }
        flags
    }
}

impl std::fmt::Display for Combination {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:02}: {}", self.number, self.database)?;
        for service in &self.services {
            write!(formatter, " {service}")?;
        }
        Ok(())
    }
}
