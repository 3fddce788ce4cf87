//! Every service of the catalogue is really used, alone and in combinations, and reached by those alone who may.
//!
//! A service's probe is the file of its name in this folder, listed in [`PROBES`].

mod adminer;
mod backup;
mod brought;
mod caddy;
mod celery;
mod celery_beat;
mod certbot;
mod databases;
mod debug;
mod flower;
mod import;
pub(crate) mod isolation;
mod keyspace;
mod mailpit;
mod mariadb;
mod memcached;
mod minio;
mod mysql;
mod network;
mod portainer;
pub(crate) mod ports;
mod postgis;
mod postgres;
mod probe;
mod rabbitmq;
mod redis;
mod redis_commander;
mod registry;
mod rotation;
mod smtp;
mod sqlite;
mod stacks;
mod tls;
mod trial;
mod up;
mod valkey;

use djdock::catalog::Catalog;
use djdock::environment::Environment;

use crate::combinations::Urn;
use crate::harness::are_all;
use crate::harness::steps::Steps;
use probe::{Probe, Shown};
pub(crate) use trial::Trial;

/// One for each folder of `templates/services`.
const PROBES: &[Probe] = &[
    adminer::PROBE,
    backup::PROBE,
    caddy::PROBE,
    celery::PROBE,
    celery_beat::PROBE,
    certbot::PROBE,
    debug::PROBE,
    flower::PROBE,
    import::PROBE,
    mailpit::PROBE,
    mariadb::PROBE,
    memcached::PROBE,
    minio::PROBE,
    mysql::PROBE,
    portainer::PROBE,
    postgis::PROBE,
    postgres::PROBE,
    rabbitmq::PROBE,
    redis::PROBE,
    redis_commander::PROBE,
    registry::PROBE,
    smtp::PROBE,
    sqlite::PROBE,
    valkey::PROBE,
];

/// The probe of a service.
fn probe(service: &str) -> &'static Probe {
    let mut probes = PROBES.iter();
    let probe = probes.find(|probe| probe.service == service);
    probe.unwrap_or_else(|| panic!("tests/e2e/services has no probe for {service}"))
}

#[test]
fn every_service_has_a_probe_and_every_probe_a_service() {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let mut services: Vec<&str> = catalog.services.iter().map(|it| it.name.as_str()).collect();
    let mut probes: Vec<&str> = PROBES.iter().map(|probe| probe.service).collect();
    services.sort_unstable();
    probes.sort_unstable();
    assert_eq!(probes, services);
    for probe in PROBES {
        match probe.shown {
            Shown::Used { environments, .. } => assert!(!environments.is_empty()),
            Shown::Not(reason) => assert!(!reason.is_empty(), "{}", probe.service),
        }
    }
}

/// What is not seen at work in the combinations whose turn it is, in as few stacks as possible, on as few environments;
/// each in a stack of its own and on both with `DJDOCK_E2E_ALL`. `DJDOCK_E2E_SERVICES=redis,celery` asks for these alone,
/// on both.
#[test]
#[ignore = "needs a Docker engine"]
fn each_service_is_used() {
    let Some(steps) = Steps::new("services") else {
        return;
    };
    for probe in PROBES {
        if let Shown::Not(reason) = probe.shown {
            steps.figure(&format!("{} is not brought up", probe.service), reason);
        }
    }
    for (choice, environments) in brought::brought(&steps) {
        bring(&steps, &choice, &environments);
    }
    steps.finish();
}

/// Two of the drawn combinations, other ones after each commit, each on dev or prod; all of them on both with
/// `DJDOCK_E2E_ALL`. `DJDOCK_E2E_COMBINATIONS=3,17` asks for these, on both. Every other one, for two rows at once.
fn drawn_from(first: usize, scenario: &str) {
    let Some(steps) = Steps::new(scenario) else {
        return;
    };
    let drawn = Urn::embedded().draw();
    if !are_all() {
        steps.figure("of", drawn.len());
        steps.figure("the others", "left to tests/e2e/all");
    }
    let turns = brought::turns(&drawn).into_iter();
    for (choice, environments) in turns.skip(first).step_by(2) {
        bring(&steps, &choice, &environments);
    }
    steps.finish();
}

#[test]
#[ignore = "needs a Docker engine"]
fn drawn_combinations_are_used_a() {
    drawn_from(0, "drawn-a");
}

#[test]
#[ignore = "needs a Docker engine"]
fn drawn_combinations_are_used_b() {
    drawn_from(1, "drawn-b");
}

fn bring(steps: &Steps, choice: &stacks::Choice, environments: &[Environment]) {
    let named: Vec<String> = environments.iter().map(ToString::to_string).collect();
    let name = format!("{choice} on {}", named.join(" and "));
    steps.part(&name, || up::bring(steps, choice, environments));
}
