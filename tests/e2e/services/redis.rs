//! Redis: the cache of web's settings, and the queue.

use super::keyspace;
use super::probe::{BOTH, Door, Probe, Shown};

pub(super) const PROBE: Probe = Probe {
    service: "redis",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used: |trial| keyspace::is_used(trial, "redis", "redis-cli"),
    },
    doors: &[Door::back("redis", &[6379])],
};
