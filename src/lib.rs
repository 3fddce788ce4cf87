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
//! ui
//! commands
//! error
//! attempt  branches  check
//! apply
//! pipeline
//! render  plan  verify
//! stack  lock  cli
//! answers
//! catalog
//! inspect  patch
//! python
//! compose
//! yaml
//! embedded  environment  files  ignore  merge  secrets  text  tree  version
//! ```

pub mod answers;
pub mod apply;
pub mod attempt;
pub mod branches;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod commands;
pub mod compose;
mod embedded;
pub mod environment;
pub mod error;
pub mod files;
mod ignore;
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
pub mod verify;
pub mod version;
pub mod yaml;

use std::process::ExitCode;

use clap::CommandFactory as _;

use cli::{Cli, Command};
use error::Error;
use ui::Ui;
use ui::report::{Output, Plain};

/// Runs a command line and tells its exit code: the only place that prints a result, or reports an error.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    // Hashing each object anew is half the time of reading it. As with git, its checksum tells a damaged one.
    git2::opts::strict_hash_verification(false);
    let ui = Ui::new(&cli.global);
    let code = dispatch(cli, &ui).and_then(|result| {
        ui.print(&*result)?;
        Ok(result.exit_code())
    });
    let code = code.unwrap_or_else(|error| {
        ui::report::report(&error).say(&ui);
        error.exit_code()
    });
    ExitCode::from(code)
}

/// Prints what the command line itself is answered with: help, the version, or what is wrong with it.
#[must_use]
pub fn answer(answer: &clap::Error) -> ExitCode {
    let code = match ui::print_answer(answer) {
        Ok(()) => u8::try_from(answer.exit_code()).unwrap_or(u8::MAX),
        Err(error) => {
            ui::report::report(&error).say(&Ui::default());
            error.exit_code()
        }
    };
    ExitCode::from(code)
}

fn dispatch(cli: Cli, ui: &Ui) -> Result<Box<dyn Output>, Error> {
    let Cli { command, global } = cli;
    Ok(match command {
        Command::Init(args) => Box::new(commands::init::run(args, &global, ui)?),
        Command::Add(args) => Box::new(commands::add::run(args, &global, ui)?),
        Command::Remove(args) => Box::new(commands::remove::run(args, &global, ui)?),
        Command::Services(args) => Box::new(commands::services::run(&args)?),
        Command::Update(args) => Box::new(commands::update::run(args, &global, ui)?),
        Command::Undo(args) => Box::new(commands::undo::run(&args, &global, ui)?),
        Command::Inspect(args) => Box::new(commands::inspect::run(args)?),
        Command::Status(args) => Box::new(commands::status::run(&args)?),
        Command::Check(args) => Box::new(commands::check::run(&args, global.dry_run, ui)?),
        Command::Try(args) => Box::new(commands::attempt::run(&args, &global, ui)?),
        Command::Completions(args) => Box::new(Plain(completions(args.shell))),
        Command::Man => Box::new(Plain(manual())),
    })
}

fn completions(shell: clap_complete::Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "djdock", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

fn manual() -> String {
    let mut page = Vec::new();
    // Writing to a vector cannot fail.
    let _ = clap_mangen::Man::new(Cli::command()).render(&mut page);
    String::from_utf8_lossy(&page).into_owned()
}
