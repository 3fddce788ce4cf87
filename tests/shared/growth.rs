//! How work grows with its input, in the CPU time of one thread: that a machine is busy counts little.

use std::fs;

/// The shortest work that tells anything, in nanoseconds.
const LEAST: u64 = 10_000_000;

/// How often each size is tried; the least counts.
const TRIES: usize = 3;

/// Runs the work on an input and on one of four times its size: about four times the work is allowed, and not sixteen
/// times, as where each part is compared with each other one. The kernel counts in ticks, so less than [`LEAST`] is none.
#[track_caller]
pub(crate) fn is_linear<T>(what: &str, size: usize, input: impl Fn(usize) -> T, work: impl Fn(&T)) {
    let [small, large] = [size, 4 * size].map(|size| {
        let input = input(size);
        let tries = (0..TRIES).map(|_| {
            let before = spent();
            work(&input);
            spent() - before
        });
        tries.min().unwrap_or_default()
    });
    assert!(
        large < 9 * small.max(LEAST),
        "{what}: {small} ns for {size}, {large} ns for four times as many"
    );
}

/// The CPU time of this thread so far, in nanoseconds.
fn spent() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let mut numbers = text.split_whitespace();
    let number = numbers.next().and_then(|number| number.parse().ok());
    number.expect("a number")
}
