//! Every service of the catalogue, each alone with what it needs: a new folder in `templates/services` is tested because
//! it is there.

use std::collections::BTreeMap;

use djdock::catalog::{Catalog, DATABASE, Service};

use super::changes::{change_of, changes, compose_services};
use crate::harness::{Project, accepted};

/// A project that uses Redis and Celery, with a schedule; its settings name servers of the developer's machine.
const FIXTURE: &str = "services";

fn services() -> Vec<Service> {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let services = catalog.services.into_iter();
    services
        .filter(|service| !service.provides(DATABASE))
        .collect()
}

/// Without a server for the rows, but for what needs one.
fn database(service: &Service) -> &'static str {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let mut needs = service.manifest.needs.iter();
    let server = needs.any(|need| {
        let mut providers = catalog.providers(need);
        providers.all(|provider| provider.provides(DATABASE))
    });
    if server { "postgres" } else { "sqlite" }
}

/// With a host name, which some of them are for.
fn line(service: &Service) -> String {
    let database = database(service);
    let flags = format!("--db {database} --domain example.org");
    format!("init --yes {flags} --with {}", service.name)
}

/// Stacks of a project without services, by database.
fn bare(project: impl Fn() -> Project) -> BTreeMap<&'static str, Project> {
    let each = ["postgres", "sqlite"].map(|database| {
        let project = project();
        project
            .djdock(&format!(
                "init --yes --db {database} --domain example.org --with none"
            ))
            .ok();
        (database, project)
    });
    BTreeMap::from(each)
}

#[test]
fn each_on_the_branches() {
    let bare = bare(|| Project::fixture(FIXTURE));
    for service in services() {
        let with = Project::fixture(FIXTURE);
        with.djdock(&line(&service)).ok();
        let shown = changes(&bare[database(&service)], &with);
        accepted(&format!("services/{}", service.name), &shown);
    }
}

#[test]
fn each_side_by_side_as_on_the_branches() {
    for service in services() {
        let branches = Project::fixture(FIXTURE);
        let single = Project::outside_git(&format!("tests/fixtures/{FIXTURE}"));
        branches.djdock(&line(&service)).ok();
        single.djdock(&line(&service)).ok();
        for (branch, path) in [
            ("dev", "docker-compose.yml"),
            ("prod", "docker-compose.prod.yml"),
        ] {
            let on_branch = compose_services(&branches.on(branch, "docker-compose.yml"));
            let side_by_side = compose_services(&single.read(path));
            assert_eq!(side_by_side, on_branch, "{}", service.name);
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
#[test]
fn each_in_a_project_that_uses_none() {
    let bare = bare(Project::polls);
    for service in services() {
        let project = Project::polls();
        project.djdock(&line(&service)).ok();
        let without = &bare[database(&service)];
        let has = |path: &&str| project.tracked("prod").contains(&(*path).to_owned());
        let own = OWN.into_iter().filter(has);
        let mut shown: String = own
            .map(|path| change_of(without, &project, "prod", path))
            .collect();
        if shown.is_empty() {
            shown = "(nothing)".to_owned();
        }
        accepted(&format!("services/{}-unused", service.name), &shown);
    }
}
