//! How often a law is tried: on a part of the inputs by `cargo test`, which must not take long, on all in the check.

use proptest::prelude::ProptestConfig;

/// Whether every law of this test binary is tried as often as it can be: `DJDOCK_LAWS=all` asks for it, and
/// `DJDOCK_LAWS=it,patch` of these binaries alone, as `.ci/run` does by turn.
pub(crate) fn are_long() -> bool {
    let asked = std::env::var("DJDOCK_LAWS").unwrap_or_default();
    asked == "all"
        || asked
            .split(',')
            .any(|name| name == env!("CARGO_CRATE_NAME"))
}

/// A law that is tried `all` times in the check, and a tenth of it by `cargo test`.
pub(crate) fn tried(all: u32) -> ProptestConfig {
    let cases = if are_long() { all } else { all.div_ceil(10) };
    ProptestConfig::with_cases(cases)
}
