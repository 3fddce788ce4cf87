//! Celery: the worker does what web asks for, and web reads the result.

use super::probe::{BOTH, Probe, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "celery",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used,
    },
    doors: &[],
};

const TASK: &str = "
from notes.models import Note
from notes.tasks import note
print(note.delay('task', 'five!').get(timeout=30))
print(Note.objects.filter(kind='task').count())
";

fn used(trial: &Trial<'_>) {
    let printed = trial.python(TASK);
    let [result, rows] = printed.lines().collect::<Vec<_>>()[..] else {
        panic!("{printed}");
    };
    assert_eq!(result, "5");
    assert_ne!(rows, "0");
    let log = trial.stack.log("celery");
    assert!(log.contains("succeeded"), "{log}");
}
