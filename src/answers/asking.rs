//! What questions depend on, and those whose choices or default the facts decide.

use std::collections::BTreeMap;

use crate::catalog::{Catalog, DATABASE, Form, Service};
use crate::environment::Environment;
use crate::inspect::{Guess, Interface, Project, SERVER, names};
use crate::python::family;
use crate::version;

use super::question::Kind;
use super::said::Said;
use super::{
    AskError, CHOICES, Defaults, EVERY_FILE, Existing, Layout, Prompter, Question, defaults,
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
    /// Whether a compose file of the user's own is extended: of djdock's own questions, none concerns it.
    pub extends: bool,
}

/// What the questions depend on, and who is asked.
pub(super) struct Asking<'run> {
    pub(super) project: &'run Project,
    pub(super) situation: &'run Situation,
    pub(super) catalog: &'run Catalog,
    pub(super) prompter: &'run mut dyn Prompter,
}

impl Asking<'_> {
    /// The answer to one of djdock's own questions.
    pub(super) fn answer<T: Said>(
        &mut self,
        flag: &'static str,
        given: Option<T>,
        question: Question,
    ) -> Result<T, AskError> {
        let question = question.named(flag, flag);
        if self.situation.extends {
            return question.answered(given, &mut Defaults { yes: false });
        }
        question.answered(given, self.prompter)
    }
}

/// The settings module of an environment.
pub(super) fn module(project: &Project, environment: Environment) -> &str {
    let settings = &project.settings;
    let own = settings.environments.get(&environment);
    own.unwrap_or(&settings.module)
}

pub(super) fn layout(given: Option<Layout>, situation: &Situation) -> Result<Layout, AskError> {
    match given {
        Some(Layout::Branches) if !situation.repository => Err(AskError::NoRepository),
        Some(layout) => Ok(layout),
        None if situation.repository => Ok(Layout::Branches),
        None => Ok(Layout::Single),
    }
}

/// Which Python. The project's own counts, and a version 2 is refused where nobody says otherwise.
pub(super) fn python(given: Option<&str>, asking: &Asking<'_>) -> Result<Question, AskError> {
    let project = asking.project;
    let declared = project.python.version.as_deref();
    if let Some(version) = declared.filter(|version| version::numbers(version).first() < Some(&3))
        && given.is_none()
        && !asking.situation.extends
    {
        return Err(AskError::PythonTwo {
            version: version.to_owned(),
            at: project
                .evidence
                .get("python.version")
                .cloned()
                .unwrap_or_default(),
        });
    }
    let default = defaults::python(project, asking.catalog);
    Ok(Question::text(Form::Python, default))
}

/// Which database: the project's own is the safe default.
pub(super) fn database(project: &Project, catalog: &Catalog) -> Question {
    let providers: Vec<_> = catalog.providers(DATABASE).collect();
    let engine = project
        .databases
        .get("default")
        .and_then(|database| database.engine.as_deref())
        .filter(|engine| *engine != "sqlite3");
    let own = engine.and_then(|engine| serving(engine, catalog));
    let likely = likely_database(project, catalog).filter(|_| own.is_none());
    let default = own.or(likely.map(|(service, _)| service));
    let default = default.map_or(&catalog.manifest.default_database, |service| &service.name);
    let choices = providers.iter().map(|service| {
        let summary = &service.manifest.summary;
        let why = likely.filter(|(likely, _)| likely.name == service.name);
        let summary = match why {
            Some((_, guess)) => format!("{summary} ({})", guess.why),
            None => summary.clone(),
        };
        (service.name.clone(), summary)
    });
    Question::new(Kind::Choice(choices.collect()), default)
        .asking("Which database?")
        .safe(own.is_some())
}

/// The database that an engine speaks to: by its own name, else by its family's.
fn serving<'run>(engine: &str, catalog: &'run Catalog) -> Option<&'run Service> {
    let of = |engine: &str| {
        let mut providers = catalog.services.iter().filter(|it| it.provides(DATABASE));
        providers.find(|service| service.manifest.engines.iter().any(|name| name == engine))
    };
    of(engine).or_else(|| of(family(engine)?))
}

/// The database that is likely where the settings name none of a server, and why.
#[must_use]
pub fn likely_database<'run>(
    project: &'run Project,
    catalog: &'run Catalog,
) -> Option<(&'run Service, &'run Guess)> {
    let guess = project.guesses.get(SERVER)?;
    Some((serving(&guess.value, catalog)?, guess))
}

/// Which server. It is ASGI only where the project says so, or where nothing else can serve it: startproject writes an
/// asgi.py for everyone.
pub(super) fn server(project: &Project, catalog: &Catalog) -> Question {
    let servers = &catalog.manifest.servers;
    let says = project.interface == Some(Interface::Asgi);
    let alone = project.wsgi_application.is_none() && project.asgi_application.is_some();
    let asgi = says || alone;
    let server = servers.iter().find(|server| server.asgi == asgi);
    let default = server.map(|server| server.name.clone()).unwrap_or_default();
    let names = servers.iter().map(|server| server.name.clone());
    let choices = names.map(|name| (name, String::new()));
    Question::new(Kind::Choice(choices.collect()), default)
}

/// Which host names: those that prod's settings name.
pub(super) fn domain(project: &Project) -> Question {
    let named = names(&project.hosts.allowed).join(" ");
    let prompt = if named.is_empty() {
        "Prod's host names, separated by spaces (empty: localhost alone)"
    } else {
        "Prod's host names, separated by spaces"
    };
    Question::new(Kind::Words(Form::Host), named).asking(prompt)
}

pub(super) fn import_data(db: &str, situation: &Situation) -> Question {
    if !situation.sqlite_tables {
        return Question::yes_no(false);
    }
    Question::yes_no(true).asking(format!("Carry the rows of your sqlite file over to {db}?"))
}

/// Asks about each file of the user's that nothing was said about.
pub(super) fn existing(
    given: Option<BTreeMap<String, Existing>>,
    asking: &mut Asking<'_>,
) -> Result<BTreeMap<String, Existing>, AskError> {
    let mut answers = given.unwrap_or_default();
    for path in &asking.situation.existing {
        if answers.contains_key(path) || answers.contains_key(EVERY_FILE) {
            continue;
        }
        let choices = CHOICES.map(|(choice, what)| (choice.name().to_owned(), what.to_owned()));
        let default = Existing::default().name();
        let question = Question::new(Kind::Choice(choices.into()), default).asking(format!(
            "You have a {path}, and djdock writes its own. What becomes of yours?"
        ));
        let answer = asking.answer("existing", None, question)?;
        answers.insert(path.clone(), answer);
    }
    Ok(answers)
}
