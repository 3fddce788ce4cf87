//! The command line: clap's types alone.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::answers::{AnswerFlags, Existing, OptionAnswer, parse_existing, parse_option};
use crate::environment::Environment;
use crate::merge::OnConflict;

/// Gives a Django project a Docker deployment that runs.
#[derive(Debug, Parser)]
#[command(name = "djdock", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct Global {
    /// Take the default for every question that is not answered, and do not ask before writing
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// Read answers from a TOML file with the keys of djdock.toml
    #[arg(long, global = true, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Show what would be written, and write nothing
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// Show every change as a diff
    #[arg(long, global = true)]
    pub diff: bool,
    /// Print the result as JSON on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Tell also which facts of the project a change follows from, and where they stand
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto)]
    pub color: ColorWhen,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Detect, ask, render, patch, and create the dev and prod branches
    Init(InitArgs),
    /// Extend the stack: the services, and what they need, on both branches
    Add(AddArgs),
    /// Take services out of the stack again; their data stays
    Remove(ServicesArgs),
    /// List the catalogue, and what is installed
    Services(ListArgs),
    /// Render the stack anew with this djdock and template pack, merged with your edits
    Update(UpdateArgs),
    /// Take the stack and the patches out again; what is yours stays, and so do data and secrets
    Undo(UndoArgs),
    /// Print the facts about a project, each with the file and line that it comes from
    Inspect(InspectArgs),
    /// Tell what `djdock update` would change, line by line, and what you edited (exit 1 on drift)
    Status(ListArgs),
    /// Tell what would stop the stack or weaken it, each with its fix (exit 1 on findings)
    Check(CheckArgs),
    /// Build and start a stack apart from everything else, ask its pages, tell what failed and why, and take it away again
    Try(TryArgs),
    /// Print a shell's completions
    Completions(CompletionsArgs),
    /// Print the manual page
    #[command(hide = true)]
    Man,
}

/// Where the project is.
#[derive(Args, Clone, Debug)]
pub struct PathArgs {
    /// The project's repository, or a folder in it
    #[arg(default_value = ".")]
    pub path: PathBuf,
}

/// `djdock inspect`.
#[derive(Args, Clone, Debug)]
pub struct InspectArgs {
    /// Where the project is.
    #[command(flatten)]
    pub path: PathArgs,
    /// Which manage.py, from the repository's root
    #[arg(long, value_name = "PATH")]
    pub manage_py: Option<String>,
    /// The settings module
    #[arg(long, value_name = "MODULE")]
    pub settings: Option<String>,
    /// The template pack whose services are looked for, a folder [default: djdock's own]
    #[arg(long, value_name = "PATH")]
    pub pack: Option<PathBuf>,
}

/// `djdock init`.
#[derive(Args, Clone, Debug)]
pub struct InitArgs {
    /// Where the project is.
    #[command(flatten)]
    pub path: PathArgs,
    /// The answers to djdock's own questions.
    #[command(flatten)]
    pub answers: AnswerFlags,
    /// Another template pack, a folder
    #[arg(long, value_name = "PATH")]
    pub pack: Option<PathBuf>,
    /// What becomes of a file of yours where djdock writes its own: beside (yours is kept as
    /// NAME.before-djdock), replace, keep, refuse; for one FILE or for all [default: beside]
    #[arg(long, value_name = "[FILE=]WHAT", value_parser = parse_existing)]
    pub existing: Vec<(String, Existing)>,
    /// A choice about a service (may be repeated); `djdock services` lists them
    #[arg(long, value_name = "SERVICE.KEY=VALUE", value_parser = parse_option)]
    pub set: Vec<OptionAnswer>,
    /// What becomes of lines that both you and djdock change [default: nothing is written]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub on_conflict: Option<OnConflict>,
}

/// `djdock add`.
#[derive(Args, Clone, Debug)]
pub struct AddArgs {
    /// Services of the catalogue: `djdock services` lists them
    #[arg(required = true, value_name = "SERVICE")]
    pub services: Vec<String>,
    /// Keep the database that another one replaces, so that `make carry-data` carries its rows over [default: false]
    #[arg(long, num_args = 0..=1, default_missing_value = "true", require_equals = true, value_name = "BOOL")]
    pub import_data: Option<bool>,
    /// How the stack is changed.
    #[command(flatten)]
    pub change: ChangeArgs,
}

/// `djdock remove`.
#[derive(Args, Clone, Debug)]
pub struct ServicesArgs {
    /// Services of the catalogue: `djdock services` lists them
    #[arg(required = true, value_name = "SERVICE")]
    pub services: Vec<String>,
    /// How the stack is changed.
    #[command(flatten)]
    pub change: ChangeArgs,
}

/// `djdock update`.
#[derive(Args, Clone, Debug)]
pub struct UpdateArgs {
    /// Bring back files of the stack that you deleted: this FILE (may be repeated), or all of them
    #[arg(long, num_args = 0..=1, value_name = "FILE")]
    pub restore: Option<Vec<String>>,
    /// How the stack is changed.
    #[command(flatten)]
    pub change: ChangeArgs,
}

/// `djdock undo`.
#[derive(Args, Clone, Debug)]
pub struct UndoArgs {
    /// Whose stack [default: both]
    #[arg(value_enum, value_name = "ENVIRONMENT")]
    pub environments: Vec<Environment>,
    /// The project's repository, or a folder in it
    #[arg(short = 'C', long = "path", default_value = ".", value_name = "PATH")]
    pub path: PathBuf,
    /// What becomes of lines that you changed and that go, in a compose file of your own [default: nothing is written]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub on_conflict: Option<OnConflict>,
}

/// How a stack is changed.
#[derive(Args, Clone, Debug)]
pub struct ChangeArgs {
    /// Where the stack is.
    #[command(flatten)]
    pub place: ListArgs,
    /// What becomes of lines that both you and djdock change [default: nothing is written]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub on_conflict: Option<OnConflict>,
    /// A choice about a service (may be repeated); `djdock services` lists them
    #[arg(long, value_name = "SERVICE.KEY=VALUE", value_parser = parse_option)]
    pub set: Vec<OptionAnswer>,
    /// Where djdock made no stack: the compose file of your own to extend [default: the one that Compose reads]
    #[arg(long, value_name = "PATH")]
    pub compose: Option<PathBuf>,
    /// And its service that runs Django [default: the one that looks like it]
    #[arg(long, value_name = "NAME")]
    pub web: Option<String>,
    /// And which manage.py, from the repository's root [default: the one that there is]
    #[arg(long, value_name = "PATH")]
    pub manage_py: Option<String>,
    /// A host name that prod answers to (may be repeated) [default: those of djdock.toml]
    #[arg(long, value_name = "HOST")]
    pub domain: Option<Vec<String>>,
}

/// Where a stack is, and which pack it is from.
#[derive(Args, Clone, Debug)]
pub struct ListArgs {
    /// The project's repository, or a folder in it
    #[arg(short = 'C', long = "path", default_value = ".", value_name = "PATH")]
    pub path: PathBuf,
    /// Another template pack, a folder [default: the one that djdock.toml names]
    #[arg(long, value_name = "PATH")]
    pub pack: Option<PathBuf>,
}

/// `djdock check`.
#[derive(Args, Clone, Debug)]
pub struct CheckArgs {
    /// Where the stack is.
    #[command(flatten)]
    pub place: ListArgs,
    /// Put right what is safe to: missing keys and permissions of .env, a $ in it, line endings of
    /// djdock's scripts in the work tree, git's merge driver
    #[arg(long)]
    pub fix: bool,
}

/// `djdock try`.
#[derive(Args, Clone, Debug)]
pub struct TryArgs {
    /// Whose stack [default: that of the branch that is checked out; else prod]
    #[arg(value_enum, value_name = "ENVIRONMENT")]
    pub environment: Option<Environment>,
    /// Where the stack is.
    #[command(flatten)]
    pub place: ListArgs,
    /// Do what is safe about what failed, by a command of djdock's, which asks as always
    #[arg(long, conflicts_with_all = ["explain", "clean"])]
    pub fix: bool,
    /// Start nothing: tell why the stack that `make run` started does not run
    #[arg(long, conflicts_with = "clean")]
    pub explain: bool,
    /// Start nothing: take away what an earlier try left behind that was killed
    #[arg(long)]
    pub clean: bool,
}

/// `djdock completions`.
#[derive(Args, Clone, Copy, Debug)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}
