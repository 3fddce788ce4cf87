//! The `djdock` command.

use std::process::ExitCode;

use clap::Parser as _;
use djdock::cli::Cli;

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => djdock::run(cli),
        Err(answer) => djdock::answer(&answer),
    }
}
