//! Celery beat: the clock strikes once for each second, and the worker hears it.

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

/// From one tick on, until ten follow: how many did, and in how many seconds.
const TICKS: &str = "
import time
from notes.models import Note

def ticks():
    return Note.objects.filter(kind='tick').count()

started, before = time.monotonic(), ticks()
while ticks() == before and time.monotonic() < started + 300:
    time.sleep(.05)
started, before = time.monotonic(), ticks()
while ticks() < before + 10 and time.monotonic() < started + 300:
    time.sleep(.05)
print(ticks() - before, time.monotonic() - started)
";

fn used(trial: &Trial<'_>) {
    let printed = trial.python(TICKS);
    let (struck, seconds) = printed
        .split_once(' ')
        .unwrap_or_else(|| panic!("{printed}"));
    let struck: f64 = struck.parse().expect("a number");
    let seconds: f64 = seconds.parse().expect("seconds");
    // Those that a busy machine kept waiting come together; a clock that strikes twice a second is not one of those.
    assert!(
        struck >= 10.0 && struck < seconds + 4.0,
        "{struck} in {seconds} s"
    );
}
