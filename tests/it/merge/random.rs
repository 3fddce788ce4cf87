//! Random histories: whatever happens, `git merge dev` on prod is clean and leaves prod's stack alone.

use super::history::History;
use crate::harness::Project;

/// How many steps are between two merges, at most.
const STEPS: u32 = 5;
const MERGES: u32 = 3;

fn histories(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let mut history = History::new(seed);
        for _ in 0..MERGES {
            for _ in 0..=history.below(STEPS) {
                history.go_on();
            }
            history.merge();
        }
        settles(&history.project, seed);
    }
}

/// After all that, djdock finds nothing to do but what it does at once.
fn settles(project: &Project, seed: u64) {
    project.djdock("init --yes --quiet").ok();
    let tips = [project.id("dev"), project.id("prod")];
    let again = project.djdock("init --yes").ok();
    assert!(
        again.stderr.starts_with("Nothing to do"),
        "seed {seed}: {again}"
    );
    assert_eq!(tips, [project.id("dev"), project.id("prod")], "seed {seed}");
}

// In parts, so that they run side by side.

#[test]
fn histories_0() {
    histories(0..15);
}

#[test]
fn histories_1() {
    histories(15..30);
}

#[test]
fn histories_2() {
    histories(30..45);
}

#[test]
fn histories_3() {
    histories(45..60);
}
