//! Valkey: as Redis.

use super::keyspace;
use super::probe::{BOTH, Door, Probe, Shown};

pub(super) const PROBE: Probe = Probe {
    service: "valkey",
    flags: &[],
    company: &["celery"],
    shown: Shown::Used {
        environments: BOTH,
        used: |trial| keyspace::is_used(trial, "valkey", "valkey-cli"),
    },
    doors: &[Door::back("valkey", &[6379])],
};
