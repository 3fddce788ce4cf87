//! Which of the drawn combinations are brought up now.

use crate::harness::engine::repository;
use crate::harness::run::Run;

/// How many at a time.
const ROUND: usize = 4;

/// The numbers that are asked for, or all, or those whose turn it is.
pub(super) fn numbers(count: usize) -> Vec<usize> {
    let asked = std::env::var("DJDOCK_E2E_COMBINATIONS").unwrap_or_default();
    if !asked.is_empty() {
        let parse = |number: &str| number.trim().parse().expect("numbers with commas between");
        return asked.split(',').map(parse).collect();
    }
    if super::are_all() {
        return (1..=count).collect();
    }
    turn(commits(), count)
}

/// Commit after commit the next ones, all of them in turn.
fn turn(commits: usize, count: usize) -> Vec<usize> {
    let first = commits * ROUND;
    let numbers = (first..first + ROUND).map(|index| index % count + 1);
    numbers.collect()
}

fn commits() -> usize {
    let git = Run::new("git").dir(&repository("."));
    let counted = git.args(["rev-list", "--count", "HEAD"]).run().out;
    counted.trim().parse().unwrap_or_default()
}

#[test]
fn everyone_has_a_turn() {
    let mut turns: Vec<usize> = (7..17).flat_map(|commits| turn(commits, 40)).collect();
    turns.sort_unstable();
    assert_eq!(turns, (1..=40).collect::<Vec<_>>());
}
