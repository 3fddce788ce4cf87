//! Compose files of the user's own.

mod examples;
mod generate;
mod laws;
mod refused;
mod support;
