//! djdock gives an existing Django project a Docker deployment that runs.
//!
//! One pipeline serves every command:
//!
//! ```text
//! Tree ─inspect▶ Project ─ask▶ Answers ─resolve▶ Stack ─render▶ FileSet ─plan▶ Plan ─apply▶ Receipt
//!        facts          djdock.toml      pure          virtual tree   vs Tree + lock  the only writer
//! ```
//!
//! Everything is read first, decided in pure code, and written last. Answers are one; from there on the
//! pipeline runs once per [`environment::Environment`], on that environment's own tree.
//!
//! # Layers
//!
//! A module imports modules that stand in lower lines, and none of its own line or above. `tests/it/layers.rs` reads
//! this picture and holds the code to it.
//!
//! ```text
//! commands
//! ui
//! error
//! branches  check
//! apply
//! pipeline
//! render
//! stack  lock  cli
//! answers
//! catalog
//! inspect  patch  plan
//! python  yaml
//! compose  environment  files  merge  secrets  text  tree  version
//! ```

pub mod answers;
pub mod apply;
pub mod branches;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod commands;
mod compose;
pub mod environment;
pub mod error;
pub mod files;
pub mod inspect;
pub mod lock;
pub mod merge;
pub mod patch;
pub mod pipeline;
pub mod plan;
mod python;
pub mod render;
pub mod secrets;
pub mod stack;
mod text;
pub mod tree;
pub mod ui;
pub mod version;
pub mod yaml;

use std::process::ExitCode;

use clap::CommandFactory as _;

use cli::{Cli, Command};
use error::Error;
use ui::Ui;

/// Runs a command line and tells its exit code: the only place that reports an error.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    // Hashing each object anew is half the time of reading it. As with git, its checksum tells a damaged one.
    git2::opts::strict_hash_verification(false);
    let ui = Ui::new(&cli.global);
    match dispatch(cli, &ui) {
        Ok(code) => code,
        Err(error) => {
            ui::report::report(&error).say(&ui);
            ExitCode::from(error.exit_code())
        }
    }
}

fn dispatch(cli: Cli, ui: &Ui) -> Result<ExitCode, Error> {
    let Cli { command, global } = cli;
    match command {
        Command::Init(args) => commands::init::run(args, &global, ui)?,
        Command::Add(args) => commands::add::run(args, &global, ui)?,
        Command::Remove(args) => commands::remove::run(args, &global, ui)?,
        Command::Services(args) => commands::services::run(&args, &global, ui)?,
        Command::Update(args) => commands::update::run(args, &global, ui)?,
        Command::Inspect(args) => commands::inspect::run(args, &global, ui)?,
        Command::Status(args) => return commands::status::run(&args, &global, ui),
        Command::Check(args) => return commands::check::run(&args, &global, ui),
        Command::Completions(args) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut Cli::command(), "djdock", &mut script);
            ui.data(&String::from_utf8_lossy(&script));
        }
        Command::Man => {
            let mut page = Vec::new();
            // Writing to a vector cannot fail.
            let _ = clap_mangen::Man::new(Cli::command()).render(&mut page);
            ui.data(&String::from_utf8_lossy(&page));
        }
    }
    Ok(ExitCode::SUCCESS)
}
