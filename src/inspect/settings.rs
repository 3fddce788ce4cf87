//! Which settings the project runs with, in each environment.

use super::Hints;
use super::entry;
use super::error::InspectError;
use super::evaluate::Evaluation;
use super::project::{Guess, Project};
use crate::environment::Environment;
use crate::tree::Tree;

/// The settings module's file, and the servers' modules beside it.
pub(super) struct Chosen {
    pub(super) file: String,
    pub(super) servers: Vec<String>,
}

/// Finds the settings module and the one for production.
pub(super) fn choose(
    tree: &dyn Tree,
    folder: &str,
    hints: &Hints,
    project: &mut Project,
) -> Result<Chosen, InspectError> {
    let servers = entry::server_modules(tree, folder)?;
    let named = named(tree, folder, hints, &servers, &project.manage_py)?;
    let Some(file) = entry::module_file(tree, folder, &named.module)? else {
        return Err(InspectError::SettingsMissing {
            candidates: entry::settings_candidates(tree, folder)?,
            module: named.module,
            named_by: named.by,
        });
    };
    project
        .evidence
        .insert("settings.module".to_owned(), named.by);
    project.settings.environments = Environment::ALL
        .map(|environment| (environment, named.module.clone()))
        .into();
    if hints.settings.is_none()
        && let Some((prod, why)) = entry::production(tree, folder, &named.module, &servers)?
    {
        keep_production(prod, why, project);
    }
    project.settings.module = named.module;
    Ok(Chosen { file, servers })
}

/// The module that the user names, `manage.py`, or else a server's module.
fn named(
    tree: &dyn Tree,
    folder: &str,
    hints: &Hints,
    servers: &[String],
    manage_py: &str,
) -> Result<entry::Named, InspectError> {
    let named = match &hints.settings {
        Some(module) => Some(entry::Named {
            module: module.clone(),
            by: "--settings".to_owned(),
        }),
        None => entry::of_manage_py(tree, manage_py)?,
    };
    let by_server = || {
        servers
            .iter()
            .find_map(|server| entry::of_server(tree, folder, server))
    };
    match named.or_else(by_server) {
        Some(named) => Ok(named),
        None => Err(InspectError::NoSettings {
            manage_py: manage_py.to_owned(),
            candidates: entry::settings_candidates(tree, folder)?,
        }),
    }
}

fn keep_production(prod: entry::Named, why: Option<String>, project: &mut Project) {
    let fact = "settings.environments.prod".to_owned();
    if let Some(why) = why {
        let value = prod.module.clone();
        project.guesses.insert(fact.clone(), Guess { value, why });
    }
    project.evidence.insert(fact, prod.by);
    let environments = &mut project.settings.environments;
    environments.insert(Environment::Prod, prod.module);
}

/// The module's own file first, then those whose names it takes over.
pub(super) fn files(evaluation: &Evaluation, file: &str) -> Vec<String> {
    let mut files = vec![file.to_owned()];
    for other in &evaluation.files {
        if !files.contains(other) {
            files.push(other.clone());
        }
    }
    files
}
