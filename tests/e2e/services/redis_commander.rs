//! Redis Commander, on dev: shows a key that web wrote, in the database where it is.

use djdock::environment::Environment;

use super::probe::{Door, Probe, Published, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "redis-commander",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: &[Environment::Dev],
        used,
    },
    doors: &[Door::on(&["front", "back"], "redis-commander", &[8081]).published(Published::Machine)],
};

const WRITE: &str = "
import os, redis
redis.Redis.from_url(os.environ['REDIS_URL']).set('seen-by-the-commander', 1)
";

fn used(trial: &Trial<'_>) {
    trial.python(WRITE);
    let commander = trial.published("redis-commander", 8081);
    let host = if trial.has("valkey") {
        "valkey"
    } else {
        "redis"
    };
    let keys = |database: u8| {
        let path = format!("/apiv2/keystree/R:{host}:6379:{database}/");
        commander.get(&path).is(200).text()
    };
    assert!(keys(1).contains("seen-by-the-commander"), "{}", keys(1));
    assert!(!keys(2).contains("seen-by-the-commander"), "{}", keys(2));
}
