//! Code written on dev reaches prod by plain `git merge`, and nothing else does.

mod driver;
mod history;
mod random;
pub(crate) mod step;
