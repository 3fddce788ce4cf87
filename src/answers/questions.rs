//! djdock's own questions, a row each: the flag, the key and its comment, the default, the check and the prompt.

use std::collections::BTreeMap;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml_edit::Value;

use crate::catalog::Form;
use crate::environment::Environment;

use super::asking::{
    Asking, database, domain, existing, import_data, layout, module, python, server,
};
use super::options::{merged, options};
use super::said::Said as _;
use super::table::answers;
use super::{AskError, Existing, Layout, Options, Question, defaults, services};

/// The branches' names where nobody says otherwise.
pub const BRANCHES: [&str; 2] = ["dev", "prod"];

/// The line of a choice in `djdock.toml`.
pub(super) struct Line {
    pub(super) key: &'static str,
    /// What stands above it in a new file, with its line breaks.
    pub(super) comment: &'static str,
    pub(super) value: Value,
}

answers! {
    |asking, given|

    /// The first part of the compose projects' names.
    #[arg(help = "The first part of the compose projects' names", long, value_name = "NAME", display_order = 14)]
    #[line("# The stacks are <name>-dev and <name>-prod, and so are their volumes: another name starts with no data.\n")]
    name: String [String] "name" = question Question::text(Form::Project, defaults::name(asking));

    /// Where the environments live.
    #[arg(help = "A branch for each environment, or both side by side", long, value_enum, display_order = 2)]
    #[line("# \"branches\": a dev and a prod branch. \"single\": both stacks side by side.\n")]
    layout: Layout [Layout] "layout" = value layout(given.layout, asking.situation)?;

    /// The branch that holds dev's stack, in the branch layout.
    #[arg(help = "dev's branch [default: dev]", long, value_name = "NAME", display_order = 3)]
    #[line("")]
    dev_branch: String [String] "dev-branch" = question Question::text(Form::Branch, BRANCHES[0]);

    /// The branch that holds prod's stack, in the branch layout.
    #[arg(help = "prod's branch [default: prod]", long, value_name = "NAME", display_order = 4)]
    #[line("")]
    prod_branch: String [String] "prod-branch" = question Question::text(Form::Branch, BRANCHES[1]);

    /// `manage.py`, from the repository's root.
    #[arg(help = "Which manage.py, from the repository's root", long, value_name = "PATH", display_order = 5)]
    #[line("")]
    manage_py: String [String] "manage-py" = value given
        .manage_py
        .or_else(|| asking.project.manage_py.clone())
        .ok_or(AskError::NoManagePy)?;

    /// The settings module that dev runs with, as a dotted path.
    #[arg(help = "The settings module", long, value_name = "MODULE", display_order = 6)]
    #[line("# The settings module of dev, and of prod.\n")]
    settings: String [String] "settings" =
        question Question::text(Form::Any, module(asking.project, Environment::Dev));

    /// The settings module that prod runs with, as a dotted path.
    #[arg(help = "prod's settings module, where it is another", long, value_name = "MODULE", display_order = 7)]
    #[line("")]
    prod_settings: String [String] "prod-settings" =
        question Question::text(Form::Any, module(asking.project, Environment::Prod));

    /// The Python version, major and minor.
    #[arg(help = "The Python version, as in 3.13", long, value_name = "X.Y", display_order = 8)]
    #[line("")]
    python: String [String] "python" =
        question python(given.python.as_deref(), asking)?;

    /// The service that provides the database, by its name in the pack.
    #[arg(
        help = "The database service, by its name in the template pack",
        long, value_name = "NAME", display_order = 0
    )]
    #[line("# The database, and services: `djdock services` lists them.\n")]
    db: String [String] "db" = question database(asking.project, asking.catalog);

    /// The one that it replaced, as long as its rows may be carried over.
    #[alias("former-db")]
    previous_db: Option<String> [String] "previous-db" = value given.previous_db.filter(|former| *former != db);

    /// The services beside the database, by their names in the pack.
    #[arg(
        help = "Another service (may be repeated), or none; what it needs comes along [default: what the settings need]",
        long, value_name = "SERVICE", display_order = 1
    )]
    #[line("")]
    with: Vec<String> [Vec<String>] "with" = question services::question(asking.project, asking.catalog);

    /// The services among them that came along because another one needs them, and that go with it.
    #[alias("brought")]
    implied: Vec<String> [Vec<String>] "implied" =
        value services::complete(&mut with, given.implied.unwrap_or_default(), &db, asking)?;

    /// What was chosen about services, by service and key; a service's default where nothing was.
    set: Options [Options] "set" = value {
        let chosen: Vec<String> = with.iter().chain([&db]).cloned().collect();
        options(given.set, &chosen, [&settings, &prod_settings], asking)?
    };

    /// The folder of another template pack than the built-in one, from the root.
    pack: Option<String> [String] "pack" = value given.pack;

    /// The application server of prod.
    #[arg(help = "What runs Django in prod: gunicorn, uvicorn", long, value_name = "NAME", display_order = 9)]
    #[line("# What runs Django in prod.\n")]
    server: String [String] "server" = question server(asking.project, asking.catalog);

    /// Whether prod starts with the rows of the sqlite file.
    #[arg(
        help = "Carry the rows of the sqlite file over",
        long, num_args = 0..=1, default_missing_value = "true", require_equals = true, value_name = "BOOL",
        display_order = 13
    )]
    #[line("# Whether rows are to be carried over: by `make import-data` on dev, and on prod's first start.\n")]
    import_data: bool [bool] "import-data" = question import_data(&db, asking.situation);

    /// The host names that prod answers to, beside localhost.
    #[arg(help = "A host name that prod answers to (may be repeated) [default: those of its settings]", long, value_name = "HOST", display_order = 12)]
    #[line("# The host names that prod answers to, beside localhost.\n")]
    domain: Vec<String> [Vec<String>] "domain" = question domain(asking.project);

    /// dev's port on the host.
    #[arg(help = "dev's port on this machine [default: 8000]", long, value_name = "PORT", display_order = 10)]
    #[line("")]
    dev_port: u16 [u16] "dev-port" =
        question Question::text(Form::Port, "8000").asking("Which port of this machine for dev?");

    /// prod's port on the host.
    #[arg(help = "prod's port on this machine [default: 80]", long, value_name = "PORT", display_order = 11)]
    #[line("")]
    prod_port: u16 [u16] "prod-port" =
        question Question::text(Form::Port, "80").asking("Which port of this machine for prod?");

    /// What becomes of files of the user's own under names that djdock writes; `*` is for every other.
    existing: BTreeMap<String, Existing> [BTreeMap<String, Existing>] "existing" =
        value existing(given.existing, asking)?;
}
