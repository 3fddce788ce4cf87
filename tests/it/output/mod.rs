//! What commands print: each `--json` as its schema says, no output that gets lost, and prose in one place.

mod full;
mod json;
mod prose;
pub(crate) mod schemas;
mod unwritable;
mod verbose;
mod visible;
