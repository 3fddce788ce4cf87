//! Flower, on dev: lists the worker.

use djdock::environment::Environment;

use super::probe::{Probe, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "flower",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: &[Environment::Dev],
        used,
    },
    doors: &[],
};

fn used(trial: &Trial<'_>) {
    let flower = trial.published("flower", 5555);
    trial.until("flower lists the worker", || {
        let workers = flower.get("/workers?json=1").is(200).json();
        let mut workers = workers["data"].as_array()?.iter();
        workers.any(|it| it["status"] == true).then_some(())
    });
}
