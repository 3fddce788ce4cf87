//! Forty drawn combinations of services, in both layouts and environments.

use std::collections::BTreeMap;

use djdock::catalog::DATABASE;

use super::changes::{changes, compose_services};
use super::combinations::{Combination, FIXTURE, Urn};

use crate::harness::{Project, accepted};

fn project(combination: &Combination) -> Project {
    let project = Project::fixture(FIXTURE.rsplit('/').next().unwrap());
    let flags = combination.flags().join(" ");
    project.djdock(&format!("init --yes {flags}")).ok();
    project
}

/// The same database and nothing else.
fn bare(combination: &Combination) -> Combination {
    Combination {
        services: Vec::new(),
        ..combination.clone()
    }
}

fn are_rendered(numbers: impl Fn(usize) -> bool) {
    let mut without: BTreeMap<String, Project> = BTreeMap::new();
    for combination in Urn::embedded().draw() {
        if !numbers(combination.number) {
            continue;
        }
        let database = combination.database.clone();
        let without = without.entry(database);
        let without = without.or_insert_with(|| project(&bare(&combination)));
        let with = project(&combination);
        let shown = format!("{combination}\n{}", changes(without, &with));
        accepted(&format!("combinations/{:02}", combination.number), &shown);
        is_the_same_side_by_side(&combination, &with);
    }
}

/// The single layout has the same services.
fn is_the_same_side_by_side(combination: &Combination, branches: &Project) {
    let single = Project::outside_git(FIXTURE);
    let flags = combination.flags().join(" ");
    single.djdock(&format!("init --yes {flags}")).ok();
    for (branch, path) in [
        ("dev", "docker-compose.yml"),
        ("prod", "docker-compose.prod.yml"),
    ] {
        let on_branch = compose_services(&branches.on(branch, "docker-compose.yml"));
        let side_by_side = compose_services(&single.read(path));
        assert_eq!(side_by_side, on_branch, "{combination}, {branch}");
    }
}

// Two tests, for two cores.

#[test]
fn the_odd_ones_are_rendered_as_accepted() {
    are_rendered(|number| number % 2 == 1);
}

#[test]
fn the_even_ones_are_rendered_as_accepted() {
    are_rendered(|number| number % 2 == 0);
}

#[test]
fn each_service_joins_some() {
    let urn = Urn::embedded();
    let drawn = urn.draw();
    for service in urn.services().filter(|service| urn.fits(service)) {
        let stands =
            |it: &&Combination| it.database == service.name || it.services.contains(&service.name);
        let count = drawn.iter().filter(stands).count();
        assert!((3..40).contains(&count), "{}: {count} of 40", service.name);
    }
    assert!(drawn.iter().all(|it| !it.services.is_empty()));
}

/// So that a new service changes only the snapshots of those that it joins.
#[test]
fn without_a_service_those_that_it_is_not_in_stay() {
    let urn = Urn::embedded();
    let drawn = urn.draw();
    let databases = urn.services().filter(|it| it.provides(DATABASE)).count();
    assert!(databases > 1);
    for service in urn.services() {
        let smaller = urn.without(&service.name).draw();
        for (before, after) in drawn.iter().zip(&smaller) {
            let joins = before.database == service.name || before.services.contains(&service.name);
            assert!(
                joins || before == after,
                "{}: {before}, {after}",
                service.name
            );
        }
    }
}
