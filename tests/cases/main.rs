//! One test for each folder and each drawn combination: what is there is tested, under its own name.
//!
//! `cargo test --test cases redis` runs those with the word in their names, and none hides another's failure. They have
//! no function each, so they are listed when the program starts instead of by the compiler.
#![cfg(test)]

mod combinations;
mod compose;
mod databases;
mod facts;
#[path = "../shared/mod.rs"]
mod harness;
mod patched;
mod services;
mod tools;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let tests = [
        combinations::tests(),
        compose::tests(),
        databases::tests(),
        facts::tests(),
        patched::tests(),
        services::tests(),
        tools::tests(),
    ];
    let tests = tests.into_iter().flatten().collect();
    libtest_mimic::run(&arguments, tests).exit();
}

/// A test by its name; a panic is its failure.
fn test(name: impl Into<String>, body: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        body();
        Ok(())
    })
}
