//! Every service of the catalogue, each alone with what it needs: a new folder in `templates/services` is tested because
//! it is there.

use std::sync::{Arc, LazyLock};

use djdock::catalog::{Catalog, DATABASE, Service};
use libtest_mimic::Trial;

use crate::harness::changes::{change_of, changes, is_the_same_side_by_side};
use crate::harness::{Project, accepted};
use crate::test;

/// A project that uses Redis and Celery, with a schedule; its settings name servers of the developer's machine.
const USES_THEM: &str = "tests/fixtures/services";

/// A project that uses none of them.
const USES_NONE: &str = "examples/polls";

/// Stacks without services that several tests compare with, each made when the first one asks.
struct Bare {
    postgres: LazyLock<Project>,
    sqlite: LazyLock<Project>,
}

impl Bare {
    fn of(&self, database: &str) -> &Project {
        match database {
            "postgres" => &self.postgres,
            _ => &self.sqlite,
        }
    }
}

pub(crate) fn tests() -> Vec<Trial> {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let used = Arc::new(Bare {
        postgres: LazyLock::new(|| bare(USES_THEM, "postgres")),
        sqlite: LazyLock::new(|| bare(USES_THEM, "sqlite")),
    });
    let unused = Arc::new(Bare {
        postgres: LazyLock::new(|| bare(USES_NONE, "postgres")),
        sqlite: LazyLock::new(|| bare(USES_NONE, "sqlite")),
    });
    let services = catalog.services.iter();
    let services = services.filter(|service| !service.provides(DATABASE));
    let each = services.flat_map(|service| {
        let database = database(service, &catalog);
        let [name, other] = [service.name.clone(), service.name.clone()];
        let (used, unused) = (Arc::clone(&used), Arc::clone(&unused));
        [
            test(format!("services::{name}"), move || {
                where_it_is_used(&name, database, used.of(database));
            }),
            test(format!("services::{other}-unused"), move || {
                where_it_is_not(&other, database, unused.of(database));
            }),
        ]
    });
    each.collect()
}

/// Without a server for the rows, but for what needs one.
fn database(service: &Service, catalog: &Catalog) -> &'static str {
    let mut needs = service.manifest.needs.iter();
    let server = needs.any(|need| {
        let mut providers = catalog.providers(need);
        providers.all(|provider| provider.provides(DATABASE))
    });
    if server { "postgres" } else { "sqlite" }
}

/// With a host name, which some of them are for.
fn line(database: &str, service: &str) -> String {
    format!("init --yes --db {database} --domain example.org --with {service}")
}

fn bare(source: &str, database: &str) -> Project {
    let project = Project::of(source);
    project.djdock(&line(database, "none")).ok();
    project
}

/// On the branches, and with the same services side by side.
fn where_it_is_used(service: &str, database: &str, without: &Project) {
    let with = Project::of(USES_THEM);
    let line = line(database, service);
    with.djdock(&line).ok();
    has_what_it_runs(&with);
    accepted(&format!("services/{service}"), &changes(without, &with));
    is_the_same_side_by_side(&with, USES_THEM, &line);
}

/// Every script that a Makefile or a compose file runs in a container is on its branch.
fn has_what_it_runs(project: &Project) {
    for branch in ["dev", "prod"] {
        let tracked = project.tracked(branch);
        for file in ["Makefile", "docker-compose.yml"] {
            let text = project.on(branch, file);
            let words = text.split(|c: char| c.is_whitespace() || "\"',[]".contains(c));
            let scripts = words.filter_map(|word| {
                let roots = ["/app/", "/opt/djdock/"].into_iter();
                let mut below = roots.filter_map(|root| word.strip_prefix(root));
                below.find(|path| path.starts_with("docker/"))
            });
            for script in scripts {
                let below = format!("{script}/");
                let is_it = |path: &String| path == script || path.starts_with(&below);
                let is_there = tracked.iter().any(is_it);
                assert!(is_there, "{file} on {branch} names {script}");
            }
        }
    }
}

/// The files of the project's own that a service changes or adds.
const OWN: [&str; 4] = [
    "mysite/settings.py",
    "mysite/__init__.py",
    "mysite/celery.py",
    "requirements.txt",
];

/// What a service brings into a project that does not use it yet.
fn where_it_is_not(service: &str, database: &str, without: &Project) {
    let project = Project::of(USES_NONE);
    project.djdock(&line(database, service)).ok();
    let tracked = project.tracked("prod");
    let own = OWN.into_iter();
    let own = own.filter(|path| tracked.iter().any(|tracked| tracked == path));
    let mut shown: String = own
        .map(|path| change_of(without, &project, "prod", path))
        .collect();
    if shown.is_empty() {
        shown = "(nothing)".to_owned();
    }
    accepted(&format!("services/{service}-unused"), &shown);
}
