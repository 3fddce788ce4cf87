//! Laws and examples of the patches of a user's files.

mod example;
mod support;
