//! Forty drawn combinations of services, in both layouts and environments.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use djdock::catalog::DATABASE;
use libtest_mimic::Trial;

use crate::harness::changes::{changes, is_the_same_side_by_side};
use crate::harness::combinations::{Combination, FIXTURE, Urn};
use crate::harness::{Project, accepted};
use crate::test;

/// A stack that several tests compare with, made when the first one asks.
type Shared = Arc<LazyLock<Project, Box<dyn FnOnce() -> Project + Send>>>;

pub(crate) fn tests() -> Vec<Trial> {
    let mut without: BTreeMap<String, Shared> = BTreeMap::new();
    let mut tests = vec![
        test(
            "combinations::each_service_joins_some",
            each_service_joins_some,
        ),
        test(
            "combinations::without_a_service_those_that_it_is_not_in_stay",
            without_a_service_those_that_it_is_not_in_stay,
        ),
    ];
    for combination in Urn::embedded().draw() {
        let without = without.entry(combination.database.clone());
        let without = without.or_insert_with(|| bare(&combination));
        let without = Arc::clone(without);
        tests.push(test(
            format!("combinations::{}", combination.name()),
            move || {
                is_rendered(&combination, &without);
            },
        ));
    }
    tests
}

fn line(combination: &Combination) -> String {
    format!("init --yes {}", combination.flags().join(" "))
}

fn project(combination: &Combination) -> Project {
    let project = Project::of(FIXTURE);
    project.djdock(&line(combination)).ok();
    project
}

/// The same database and nothing else.
fn bare(combination: &Combination) -> Shared {
    let bare = Combination {
        services: Vec::new(),
        ..combination.clone()
    };
    Arc::new(LazyLock::new(Box::new(move || project(&bare))))
}

fn is_rendered(combination: &Combination, without: &Project) {
    let with = project(combination);
    let shown = format!("{combination}\n{}", changes(without, &with));
    accepted(&format!("combinations/{}", combination.name()), &shown);
    is_the_same_side_by_side(&with, FIXTURE, &line(combination));
}

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
