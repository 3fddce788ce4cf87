//! The `djdock` command.

use std::process::ExitCode;

use clap::Parser as _;
use djdock::cli::Cli;

fn main() -> ExitCode {
    djdock::run(Cli::parse())
}
