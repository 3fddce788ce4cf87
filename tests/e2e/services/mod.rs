//! Every service of the catalogue is really used, alone and in combinations, and reached by those alone who may.
//!
//! A service's probe is the file of its name in this folder, listed in [`PROBES`].

mod celery;
mod celery_beat;
mod databases;
mod flower;
mod isolation;
mod keyspace;
mod mariadb;
mod memcached;
mod mysql;
mod network;
mod ports;
mod postgres;
mod probe;
mod rabbitmq;
mod redis;
mod sqlite;
mod stacks;
mod trial;
mod up;
mod valkey;

use djdock::catalog::Catalog;

use crate::harness::engine;
use crate::harness::steps::Steps;
use probe::{Probe, Shown};
use stacks::Choice;

/// One for each folder of `templates/services`.
const PROBES: &[Probe] = &[
    celery::PROBE,
    celery_beat::PROBE,
    flower::PROBE,
    mariadb::PROBE,
    memcached::PROBE,
    mysql::PROBE,
    postgres::PROBE,
    rabbitmq::PROBE,
    redis::PROBE,
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

/// In as few stacks as possible. `DJDOCK_E2E_SERVICES=redis,celery` asks for these alone.
#[test]
#[ignore = "needs a Docker engine"]
fn each_service_is_used() {
    engine::start();
    let steps = Steps::new("services");
    for probe in PROBES {
        if let Shown::Not(reason) = probe.shown {
            steps.figure(&format!("{} is not brought up", probe.service), reason);
        }
    }
    let named = std::env::var("DJDOCK_E2E_SERVICES").unwrap_or_default();
    let named: Vec<&str> = named.split(',').filter(|name| !name.is_empty()).collect();
    for choice in Choice::of_each(&named) {
        up::both(&steps, &choice);
    }
    steps.finish();
}
