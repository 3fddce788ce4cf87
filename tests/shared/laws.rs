//! How often a law is tried: on a part of the inputs by `cargo test`, which must not take long, on all in the check.

use proptest::prelude::ProptestConfig;

/// Whether every law is tried as often as it can be: `.ci/run` asks for it with `DJDOCK_LAWS=all`.
pub(crate) fn are_long() -> bool {
    std::env::var_os("DJDOCK_LAWS").is_some_and(|value| value == "all")
}

/// A law that is tried `all` times in the check, and a tenth of it by `cargo test`.
pub(crate) fn tried(all: u32) -> ProptestConfig {
    let cases = if are_long() { all } else { all.div_ceil(10) };
    ProptestConfig::with_cases(cases)
}
