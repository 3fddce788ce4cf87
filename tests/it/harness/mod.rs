//! What every test works with: a project of its own, the binary, git, and what stands on disk.

mod listing;
mod mount;
mod project;
mod run;
mod snapshot;
mod terminal;

pub(crate) use listing::Listing;
pub(crate) use mount::Mount;
pub(crate) use project::Project;
pub(crate) use run::Run;
pub(crate) use snapshot::accepted;
pub(crate) use terminal::Terminal;

use std::path::PathBuf;

/// A path in the repository of djdock itself.
pub(crate) fn source(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}
