//! Compose files of the user's own.

mod generate;
mod laws;
mod refused;
mod support;
