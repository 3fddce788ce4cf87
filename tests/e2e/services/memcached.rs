//! Memcached: the cache of web's settings where no other service is; else what `MEMCACHED_SERVER` names.

use super::probe::{BOTH, Door, Probe, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "memcached",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used,
    },
    doors: &[Door::back("memcached", &[11211])],
};

const BY_SETTINGS: &str = "
from django.core.cache import cache
cache.set('probe', 'seen', 60)
print(cache.get('probe'))
";

const BY_NAME: &str = "
import os
from pymemcache import Client
client = Client(os.environ['MEMCACHED_SERVER'])
client.set('probe', 'seen')
print(client.get('probe').decode())
";

const HITS: &str = "exec 3<>/dev/tcp/127.0.0.1/11211; echo stats >&3; \
                    while read -r _ name value <&3; do [ \"$name\" != get_hits ] || { echo \"$value\"; exit; }; done";

fn used(trial: &Trial<'_>) {
    let hits = || {
        let hits = trial.inside("memcached", &["bash", "-c", HITS]);
        hits.parse::<u64>().unwrap_or_else(|_| panic!("{hits}"))
    };
    let before = hits();
    let other = trial.has("redis") || trial.has("valkey");
    let printed = trial.python(if other { BY_NAME } else { BY_SETTINGS });
    assert_eq!(printed, "seen");
    assert!(hits() > before, "memcached was not asked");
}
