//! Tree → Project: reads what a repository says about its Django project. Nothing of it is run.

mod databases;
mod dependencies;
mod engines;
mod entry;
mod error;
mod evaluate;
mod existing;
mod facts;
mod locate;
mod project;
mod servers;
mod settings;
mod sqlite;
mod uses;
mod variables;
mod versions;

pub use error::{Found, InspectError};
pub use project::{
    Apt, Celery, Database, Dependencies, FrontEnd, Guess, Install, Project, Settings, Source, Tool,
    Variable, Version,
};
pub use sqlite::{SqliteFile, sqlite_file, sqlite_tables};

use crate::environment::Environment;
use crate::tree::{Tree, parent};
use dependencies::Declared;
use evaluate::{Evaluation, evaluate};

/// What the user said by flag.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// `--manage-py`.
    pub manage_py: Option<String>,
    /// `--settings`.
    pub settings: Option<String>,
}

/// Reads the facts of the project in `tree`. `evidence` is the work tree: it alone holds files that git ignores.
pub fn inspect(
    tree: &dyn Tree,
    evidence: &dyn Tree,
    hints: &Hints,
) -> Result<Project, InspectError> {
    let manage_py = match &hints.manage_py {
        Some(path) if tree.is_file(path)? => path.clone(),
        Some(path) => return Err(InspectError::NoSuchManagePy(path.clone())),
        None => locate::manage_py(tree, evidence)?,
    };
    let folder = parent(&manage_py).to_owned();
    let mut project = Project {
        manage_py,
        ..Project::default()
    };
    let chosen = settings::choose(tree, &folder, hints, &mut project)?;
    let path = vec![folder.clone()];
    let evaluation = evaluate(tree, &folder, path.clone(), &project.settings.module)?;
    project.settings.files = settings::files(&evaluation, &chosen.file);
    let declared = dependencies::declared(tree, &folder)?;
    read_settings(&evaluation, &declared, &folder, &mut project);
    let production = &project.settings.environments[&Environment::Prod];
    project.hashed_static = if *production == project.settings.module {
        hashed_static(&evaluation, &mut project)
    } else {
        let evaluation = evaluate(tree, &folder, path, production);
        evaluation.is_ok_and(|evaluation| hashed_static(&evaluation, &mut project))
    };
    servers::fill(tree, &folder, &evaluation, &chosen.servers, &mut project)?;
    versions::python(tree, &folder, &declared, &mut project)?;
    versions::django(tree, &chosen.file, &declared, &mut project)?;
    project.existing = existing::existing(tree, evidence)?;
    keep_dependencies(declared, &mut project);
    Ok(project)
}

fn keep_dependencies(declared: Declared, project: &mut Project) {
    let fact = "dependencies.tool".to_owned();
    if let Some(first) = declared.files.first() {
        project.evidence.insert(fact.clone(), format!("{first}:1"));
    }
    if let Some(why) = &declared.why {
        let value = serde_json::to_value(declared.tool).unwrap_or_default();
        let value = value.as_str().unwrap_or_default().to_owned();
        let why = why.clone();
        project.guesses.insert(fact, Guess { value, why });
    }
    project.dependencies = Dependencies {
        packages: declared.versions(),
        tool: declared.tool,
        files: declared.files,
        lock: declared.lock,
        package: declared.package,
        install: declared.install,
        ..Dependencies::default()
    };
}

fn read_settings(
    evaluation: &Evaluation,
    declared: &Declared,
    folder: &str,
    project: &mut Project,
) {
    let evidence = &mut project.evidence;
    project.databases = databases::databases(evaluation, folder, evidence);
    project.environment = variables::variables(evaluation, evidence);
    project.uses = uses::uses(evaluation, declared, evidence);
    let mut fact = |setting: &str, name: &str, read: &dyn Fn(&evaluate::Term) -> Option<String>| {
        let term = facts::setting(evaluation, setting)?;
        let value = read(&term)?;
        evidence.insert(name.to_owned(), term.at.to_string());
        Some(value)
    };
    let path = |term: &evaluate::Term| facts::path(term, folder);
    project.static_url = fact("STATIC_URL", "static_url", &facts::url);
    project.static_root = fact("STATIC_ROOT", "static_root", &path);
    project.media_url = fact("MEDIA_URL", "media_url", &facts::url);
    project.media_root = fact("MEDIA_ROOT", "media_root", &path);
}

/// Whether the storage of static files puts a hash into their names.
fn hashed_static(evaluation: &Evaluation, project: &mut Project) -> bool {
    let new = facts::setting(evaluation, "STORAGES");
    let new = new.and_then(|term| facts::entry(&term, &["staticfiles", "BACKEND"]));
    let Some(term) = new.or_else(|| facts::setting(evaluation, "STATICFILES_STORAGE")) else {
        return false;
    };
    let name = facts::text(&term).unwrap_or_default();
    let class = name.rsplit('.').next().unwrap_or_default();
    let hashed = class.contains("Manifest") || class.contains("Cached");
    if hashed {
        let place = term.at.to_string();
        project.evidence.insert("hashed_static".to_owned(), place);
    }
    hashed
}
