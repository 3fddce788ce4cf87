//! `djdock services`: the catalogue.

use super::on_dev;
use crate::harness::{Project, accepted};

#[test]
fn the_list() {
    let project = on_dev("--db postgres --with redis");
    accepted(
        "services/list",
        &project.djdock("services").ok().to_string(),
    );
}

#[test]
fn without_a_stack_and_as_json() {
    let project = Project::empty();
    let run = project.djdock("services --json").ok();
    let services: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let services = services.as_array().unwrap();
    assert!(services.len() > 8);
    assert!(services.iter().all(|service| service["installed"] == false));
}
