//! Celery beat: the clock strikes once for each second, and the worker hears it.

use std::thread;
use std::time::Duration;

use super::probe::{BOTH, Probe, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "celery-beat",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used,
    },
    doors: &[],
};

const TICKS: &str = "
from notes.models import Note
print(Note.objects.filter(kind='tick').count())
";

fn used(trial: &Trial<'_>) {
    let ticks = || trial.python(TICKS).parse::<i64>().expect("a number");
    let first = trial.until(20, "the first tick", || Some(ticks()).filter(|it| *it > 0));
    thread::sleep(Duration::from_secs(5));
    let struck = ticks() - first;
    // Asking takes its time too.
    assert!((3..=9).contains(&struck), "{struck} in 5 s");
}
