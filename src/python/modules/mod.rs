//! Modules of the repository: where they are, what importing them leaves, files that run in another module.

pub(crate) mod example;
pub(crate) mod import;
pub(crate) mod include;
pub(crate) mod load;
pub(crate) mod names;
pub(crate) mod shared;
pub(crate) mod star;
pub(crate) mod state;
pub(crate) mod sys;
