//! The main job on a real Docker Engine: `djdock init` in `examples/polls`, then dev and prod, for each database.
//!
//! Needs an engine, so the tests run only where they are asked for; see README.md beside this file.
#![cfg(test)]

#[path = "../shared/combinations.rs"]
mod combinations;
mod harness;
mod journey;
mod lint;
#[allow(dead_code, reason = "the law in tests/hostile uses the rest")]
#[path = "../hostile/places.rs"]
mod places;
#[path = "../shared/sandbox.rs"]
mod sandbox;
mod services;
#[allow(dead_code, reason = "the law in tests/hostile uses the rest")]
#[path = "../hostile/world.rs"]
mod world;
