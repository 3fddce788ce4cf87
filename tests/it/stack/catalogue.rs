//! Every service of the catalogue, each alone with what it needs: a new folder in `templates/services` is tested because
//! it is there.

use djdock::catalog::{Catalog, DATABASE, Service};
use similar::TextDiff;

use crate::harness::{Project, accepted};

/// A project that uses Redis and Celery, with a schedule; its settings name servers of the developer's machine.
const FIXTURE: &str = "services";

/// What a stack without any service has, and one with it, on a branch.
const FILES: [&str; 4] = [
    "docker-compose.yml",
    "Dockerfile",
    ".env.sample",
    "requirements.txt",
];

fn services() -> Vec<Service> {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let services = catalog.services.into_iter();
    services
        .filter(|service| !service.provides(DATABASE))
        .collect()
}

fn line(service: &str) -> String {
    format!("init --yes --db sqlite --with {service}")
}

/// What a service changes in a file, as a diff with a line around.
fn change(heading: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::from_lines(before, after);
    let diff = diff.unified_diff().context_radius(1).to_string();
    format!("======== {heading}\n{diff}")
}

#[test]
fn each_on_the_branches() {
    let without = Project::fixture(FIXTURE);
    without.djdock(&line("none")).ok();
    for service in services() {
        let with = Project::fixture(FIXTURE);
        with.djdock(&line(&service.name)).ok();
        let mut shown = String::new();
        for branch in ["dev", "prod"] {
            for path in FILES {
                let text = |project: &Project| project.on(branch, path);
                let heading = format!("{branch}: {path}");
                shown.push_str(&change(&heading, &text(&without), &text(&with)));
            }
        }
        let settings = |project: &Project| project.on("dev", "mysite/settings.py");
        shown.push_str(&change(
            "settings.py",
            &settings(&without),
            &settings(&with),
        ));
        accepted(&format!("services/{}", service.name), &shown);
    }
}

#[test]
fn each_side_by_side_as_on_the_branches() {
    for service in services() {
        let branches = Project::fixture(FIXTURE);
        let single = Project::outside_git(&format!("tests/fixtures/{FIXTURE}"));
        branches.djdock(&line(&service.name)).ok();
        single.djdock(&line(&service.name)).ok();
        for (branch, path) in [
            ("dev", "docker-compose.yml"),
            ("prod", "docker-compose.prod.yml"),
        ] {
            let services = |text: &str| {
                let from = text.find("\nservices:").expect("services");
                let to = text.find("\n  prepare:").expect("prepare");
                text[from..to].to_owned()
            };
            let on_branch = services(&branches.on(branch, "docker-compose.yml"));
            assert_eq!(services(&single.read(path)), on_branch, "{}", service.name);
        }
    }
}

/// What a service brings into a project that does not use it yet: only some make sense there.
#[test]
fn each_in_a_project_that_uses_none() {
    for service in services() {
        let project = Project::polls();
        let run = project.djdock(&line(&service.name));
        if service.manifest.requires.is_empty() {
            run.ok();
            let settings = project.on("prod", "mysite/settings.py");
            let fragment = settings
                .split("# A cache that all")
                .nth(1)
                .unwrap_or_default();
            let end = fragment.find("\n\n").unwrap_or(fragment.len());
            accepted(
                &format!("services/{}-unused", service.name),
                &fragment[..end],
            );
        } else {
            let said = run.refused(1);
            assert!(said.contains("no Celery application"), "{said}");
        }
    }
}
