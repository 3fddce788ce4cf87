//! Random histories: whatever happens, `git merge dev` on prod is clean and leaves prod's stack alone.

use super::history::History;
use crate::harness::{Project, laws};

/// How many steps are between two merges, at most.
const STEPS: u32 = 5;
const MERGES: u32 = 3;

/// How many of each part, where every law is tried as often as it can be, and elsewhere; `DJDOCK_HISTORIES=100` asks for
/// more than there is time for every time.
const COUNTS: [u64; 2] = [7, 2];
const PARTS: u64 = 4;

fn histories(part: u64) {
    let [all, some] = COUNTS;
    let usual = if laws::are_long() { all } else { some };
    let count =
        std::env::var("DJDOCK_HISTORIES").map_or(usual, |count| count.parse().expect("a number"));
    for seed in (0..count).map(|index| index * PARTS + part) {
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
    histories(0);
}

#[test]
fn histories_1() {
    histories(1);
}

#[test]
fn histories_2() {
    histories(2);
}

#[test]
fn histories_3() {
    histories(3);
}
