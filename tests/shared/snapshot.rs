//! What was accepted, in `snapshots/`. `INSTA_UPDATE=always cargo test` accepts what is new: read it.

use insta::Settings;

use super::source;

/// Compares a text with `snapshots/<path>.snap`.
#[track_caller]
pub(crate) fn accepted(path: &str, text: &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(source("snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
