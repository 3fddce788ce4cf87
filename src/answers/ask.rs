//! Facts and what is answered already → Answers; the prompter is asked for the rest.

use std::collections::BTreeMap;

use crate::catalog::{Catalog, DATABASE};
use crate::environment::Environment;
use crate::inspect::{Home, Project};

use super::check::{check, check_domain, check_port};
use super::options::{Asking, options};
use super::services::{Chosen, services};
use super::{
    Answers, CHOICES, EVERY_FILE, Existing, Layout, PartialAnswers, PromptError, Prompter,
    Question, defaults,
};

/// What the questions depend on beside the project's own facts.
#[derive(Clone, Debug, Default)]
pub struct Situation {
    /// Whether the project stands in a git repository.
    pub repository: bool,
    /// Whether a sqlite file with tables was found.
    pub sqlite_tables: bool,
    /// Files of the user's own under names that djdock writes.
    pub existing: Vec<String>,
    /// The text of the settings module, which tells two projects of one name apart.
    pub settings_text: String,
}

/// Why there are no complete answers.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// A question got no answer.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// An answer names something that the pack does not have.
    #[error("--{flag} {value}")]
    Unknown {
        /// The flag.
        flag: &'static str,
        /// What it was given.
        value: String,
        /// What it may be.
        known: Vec<String>,
    },
    /// An answer is not of the form that it must have.
    #[error("--{flag} {value}: {reason}")]
    Malformed {
        /// The flag.
        flag: &'static str,
        /// What it was given.
        value: String,
        /// What it must be.
        reason: String,
    },
    /// Branches were asked for where there is no git repository.
    #[error("no repository")]
    NoRepository,
    /// The project is started without a `manage.py`, which the stack's commands need.
    #[error("no manage.py")]
    NoManagePy,
    /// Both environments were given one branch, or one port of the host.
    #[error("{0} and {1}")]
    Same(&'static str, &'static str),
}

/// Completes the answers. The order of the questions is the order here.
pub fn ask(
    given: PartialAnswers,
    project: &Project,
    situation: &Situation,
    catalog: &Catalog,
    prompter: &mut dyn Prompter,
) -> Result<Answers, AskError> {
    let layout = layout(given.layout, situation)?;
    let db = database(given.db, project, catalog, prompter)?;
    let Chosen { with, brought } = services(
        given.with,
        given.brought.unwrap_or_default(),
        &db,
        project,
        catalog,
        prompter,
    )?;
    let chosen: Vec<String> = with.iter().chain([&db]).cloned().collect();
    let settings = given
        .settings
        .unwrap_or_else(|| module(project, Environment::Dev));
    let prod_settings = given
        .prod_settings
        .unwrap_or_else(|| module(project, Environment::Prod));
    let asking = Asking {
        project,
        has_home: Home::of(project, &settings, &prod_settings).is_some(),
        catalog,
    };
    let set = options(given.set, &chosen, &asking, prompter)?;
    let server = server(given.server, project, catalog)?;
    let import_data = import_data(given.import_data, &db, situation, prompter)?;
    let domain = domain(given.domain, prompter)?;
    let dev_port = port(given.dev_port, "dev-port", "8000", "dev", prompter)?;
    let prod_port = port(given.prod_port, "prod-port", "80", "prod", prompter)?;
    let existing = existing(given.existing, situation, prompter)?;
    let answers = Answers {
        name: match given.name {
            Some(name) => name,
            None => defaults::name(project, situation, catalog),
        },
        layout,
        dev_branch: given.dev_branch.unwrap_or_else(|| "dev".to_owned()),
        prod_branch: given.prod_branch.unwrap_or_else(|| "prod".to_owned()),
        manage_py: given
            .manage_py
            .or_else(|| project.manage_py.clone())
            .ok_or(AskError::NoManagePy)?,
        settings,
        prod_settings,
        python: given
            .python
            .unwrap_or_else(|| defaults::python(project, catalog)),
        former_db: given.former_db.filter(|former| *former != db),
        db,
        with,
        brought,
        pack: given.pack,
        server,
        import_data,
        domain,
        dev_port,
        prod_port,
        existing,
        set,
    };
    check(&answers)?;
    Ok(answers)
}

/// The settings module of an environment.
fn module(project: &Project, environment: Environment) -> String {
    let settings = &project.settings;
    let own = settings.environments.get(&environment);
    own.unwrap_or(&settings.module).clone()
}

fn layout(given: Option<Layout>, situation: &Situation) -> Result<Layout, AskError> {
    match given {
        Some(Layout::Branches) if !situation.repository => Err(AskError::NoRepository),
        Some(layout) => Ok(layout),
        None if situation.repository => Ok(Layout::Branches),
        None => Ok(Layout::Single),
    }
}

fn database(
    given: Option<String>,
    project: &Project,
    catalog: &Catalog,
    prompter: &mut dyn Prompter,
) -> Result<String, AskError> {
    let providers: Vec<_> = catalog.providers(DATABASE).collect();
    let known = || {
        providers
            .iter()
            .map(|service| service.name.clone())
            .collect()
    };
    if let Some(value) = given {
        if providers.iter().any(|service| service.name == value) {
            return Ok(value);
        }
        let flag = "db";
        return Err(AskError::Unknown {
            flag,
            value,
            known: known(),
        });
    }
    let engine = project
        .databases
        .get("default")
        .and_then(|database| database.engine.as_deref())
        .filter(|engine| *engine != "sqlite3");
    let own = engine.and_then(|engine| {
        providers
            .iter()
            .find(|service| service.manifest.engines.iter().any(|name| name == engine))
    });
    let question = Question {
        flag: "db",
        prompt: "Which database?".to_owned(),
        default: own.map_or_else(
            || catalog.manifest.default_database.clone(),
            |service| service.name.clone(),
        ),
        safe: own.is_some(),
    };
    let choices: Vec<_> = providers
        .iter()
        .map(|service| (service.name.clone(), service.manifest.summary.clone()))
        .collect();
    Ok(prompter.choose(&question, &choices)?)
}

fn server(given: Option<String>, project: &Project, catalog: &Catalog) -> Result<String, AskError> {
    let servers = &catalog.manifest.servers;
    if let Some(value) = given {
        if servers.iter().any(|server| server.name == value) {
            return Ok(value);
        }
        let known = servers.iter().map(|server| server.name.clone()).collect();
        let flag = "server";
        return Err(AskError::Unknown { flag, value, known });
    }
    // ASGI only where nothing else can serve the project: startproject writes an asgi.py for everyone.
    let asgi = project.wsgi_application.is_none() && project.asgi_application.is_some();
    let server = servers.iter().find(|server| server.asgi == asgi);
    Ok(server.map(|server| server.name.clone()).unwrap_or_default())
}

fn import_data(
    given: Option<bool>,
    db: &str,
    situation: &Situation,
    prompter: &mut dyn Prompter,
) -> Result<bool, AskError> {
    match given {
        Some(answer) => Ok(answer),
        None if !situation.sqlite_tables => Ok(false),
        None => Ok(prompter.confirm(&Question {
            flag: "import-data",
            prompt: format!("Carry the rows of your sqlite file over to {db}?"),
            default: "true".to_owned(),
            safe: true,
        })?),
    }
}

/// Asks about each file of the user's that nothing was said about.
fn existing(
    given: Option<BTreeMap<String, Existing>>,
    situation: &Situation,
    prompter: &mut dyn Prompter,
) -> Result<BTreeMap<String, Existing>, AskError> {
    let mut answers = given.unwrap_or_default();
    for path in &situation.existing {
        if answers.contains_key(path) || answers.contains_key(EVERY_FILE) {
            continue;
        }
        let question = Question {
            flag: "existing",
            prompt: format!("You have a {path}, and djdock writes its own. What becomes of yours?"),
            default: Existing::default().name().to_owned(),
            safe: true,
        };
        let choices = CHOICES.map(|(choice, what)| (choice.name().to_owned(), what.to_owned()));
        let answer = prompter.choose(&question, &choices)?;
        let existing = Existing::named(&answer).ok_or_else(|| AskError::Malformed {
            flag: "existing",
            value: answer,
            reason: "beside, replace, keep or refuse".to_owned(),
        })?;
        answers.insert(path.clone(), existing);
    }
    Ok(answers)
}

fn domain(
    given: Option<Vec<String>>,
    prompter: &mut dyn Prompter,
) -> Result<Vec<String>, AskError> {
    if let Some(domains) = given {
        return Ok(domains);
    }
    let question = Question {
        flag: "domain",
        prompt: "Prod's host names, separated by spaces (empty: localhost alone)".to_owned(),
        default: String::new(),
        safe: true,
    };
    let check = |text: &str| text.split_whitespace().try_for_each(check_domain);
    let answer = prompter.text(&question, &check)?;
    Ok(answer.split_whitespace().map(ToOwned::to_owned).collect())
}

fn port(
    given: Option<u16>,
    flag: &'static str,
    default: &str,
    environment: &str,
    prompter: &mut dyn Prompter,
) -> Result<u16, AskError> {
    if let Some(port) = given {
        return Ok(port);
    }
    let question = Question {
        flag,
        prompt: format!("Which port of this machine for {environment}?"),
        default: default.to_owned(),
        safe: true,
    };
    let answer = prompter.text(&question, &|text| check_port(text).map(|_| ()))?;
    check_port(&answer).map_err(|reason| AskError::Malformed {
        flag,
        value: answer,
        reason,
    })
}
