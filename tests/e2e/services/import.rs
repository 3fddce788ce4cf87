//! The copy of the rows: its script answers in both stacks. That every row arrives, the journeys show.

use super::probe::{BOTH, Probe, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "import",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used,
    },
    doors: &[],
};

fn used(trial: &Trial<'_>) {
    let state = ["python", "/app/docker/import/transfer.py", "state"];
    let said = trial.inside("web", &state);
    // dev may run on the project's own sqlite file, into which nothing is carried.
    let known = ["none", "done", "unmarked"].contains(&said.trim());
    assert!(known, "{said}");
}
