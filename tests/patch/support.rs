//! What the tests share: a pack, and a diff.

use djdock::patch::{Patched, SettingsPatch, patch_settings};
use similar::TextDiff;

/// The default pack's patch, shortened.
pub(crate) fn pack() -> SettingsPatch {
    toml::from_str(include_str!("pack.toml")).unwrap()
}

/// Patches a module that can be patched.
pub(crate) fn patch(source: &str) -> Patched {
    patch_settings(source, &pack()).unwrap()
}

/// The changed lines with one line around them.
pub(crate) fn diff(before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(1)
        .to_string()
}
