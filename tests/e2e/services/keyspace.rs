//! What speaks Redis's protocol: web's cache is database 1, Celery's queue is database 0 unless another broker has it.

use super::trial::Trial;

const HIT: &str = "
from django.core.cache import cache
cache.set('probe', 'seen', 60)
print(cache.get('probe'))
";

pub(super) fn is_used(trial: &Trial<'_>, container: &str, client: &str) {
    let ask = |words: &str| trial.shell(container, &format!("{client} {words}"));
    let hits = || {
        let figures = ask("info stats");
        let mut lines = figures.lines();
        let line = lines.find_map(|line| line.strip_prefix("keyspace_hits:"));
        line.and_then(|hits| hits.trim().parse::<u64>().ok())
            .unwrap_or_else(|| panic!("{figures}"))
    };
    let before = hits();
    assert_eq!(trial.python(HIT), "seen");
    assert!(hits() > before, "{container} was not asked");
    assert!(ask("-n 1 keys '*probe'").contains("probe"));
    if trial.has("celery") && !trial.has("rabbitmq") {
        // The worker has bound its queue here.
        let queues = ask("-n 0 smembers _kombu.binding.celery");
        assert!(queues.contains("celery"), "{queues}");
    }
}
