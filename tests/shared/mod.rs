//! What tests work with: a project of their own, the binary, git, and what stands on disk. Each binary uses a part.
#![allow(
    dead_code,
    unused_imports,
    reason = "each of the test binaries uses a part"
)]

pub(crate) mod changes;
pub(crate) mod combinations;
pub(crate) mod growth;
pub(crate) mod laws;
mod listing;
mod mount;
mod project;
mod run;
mod sandbox;
mod snapshot;
mod terminal;

pub(crate) use listing::Listing;
pub(crate) use mount::Mount;
pub(crate) use project::Project;
pub(crate) use run::Run;
pub(crate) use sandbox::{Sandbox, fixtures, source};
pub(crate) use snapshot::accepted;
pub(crate) use terminal::Terminal;
