//! How often a law is tried: on a part of the inputs by `cargo test`, which must not take long, on all in the check.

use proptest::prelude::ProptestConfig;

/// Whether every law of this test binary is tried as often as it can be: `DJDOCK_LAWS=all` asks for it,
/// `DJDOCK_LAWS=merge,patch` of these binaries alone, and `DJDOCK_LAWS=it:2/3` of a third of one's tests, as `.ci/run`
/// does by turn.
pub(crate) fn are_long() -> bool {
    let asked = std::env::var("DJDOCK_LAWS").unwrap_or_default();
    let this = std::thread::current();
    let test = this.name().unwrap_or_default();
    asked == "all" || asked.split(',').any(|asked| names(asked, test))
}

/// Whether what is asked for is this binary, or the part of it that a test belongs to.
fn names(asked: &str, test: &str) -> bool {
    let (binary, part) = asked.split_once(':').unwrap_or((asked, "1/1"));
    let numbers = part.split_once('/').expect("a part, as in it:2/3");
    let [part, parts] =
        [numbers.0, numbers.1].map(|number| number.parse::<usize>().expect("a number"));
    let sum: usize = test.bytes().map(usize::from).sum();
    binary == env!("CARGO_CRATE_NAME") && sum % parts + 1 == part
}

/// A law that is tried `all` times in the check, and a tenth of it by `cargo test`.
pub(crate) fn tried(all: u32) -> ProptestConfig {
    let cases = if are_long() { all } else { all.div_ceil(10) };
    ProptestConfig::with_cases(cases)
}
