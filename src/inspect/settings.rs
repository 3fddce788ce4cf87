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
    let said = said(tree, hints, &project.manage_py)?;
    let module = said.as_ref().map(|named| named.module.as_str());
    let servers = entry::server_modules(tree, folder, module)?;
    let by_server = || {
        servers
            .iter()
            .find_map(|server| entry::of_server(tree, folder, server))
    };
    let Some(named) = said.or_else(by_server) else {
        return Err(InspectError::NoSettings {
            manage_py: project.manage_py.clone(),
            candidates: entry::settings_candidates(tree, folder)?,
        });
    };
    let file = module_file(tree, folder, &named)?;
    project
        .evidence
        .insert("settings.module".to_owned(), named.by);
    project.settings.environments = Environment::ALL
        .map(|environment| (environment, named.module.clone()))
        .into();
    if let Some(module) = &hints.prod_settings {
        if *module != named.module {
            let by = "--prod-settings".to_owned();
            let module = module.clone();
            let prod = entry::Named { module, by };
            module_file(tree, folder, &prod)?;
            keep_production(prod, None, project);
        }
    } else if hints.settings.is_none()
        && let Some((prod, why)) = entry::production(tree, folder, &named.module, &servers)?
    {
        keep_production(prod, why, project);
    }
    project.settings.module = named.module;
    Ok(Chosen { file, servers })
}

/// The module that the user names, or `manage.py`.
fn said(
    tree: &dyn Tree,
    hints: &Hints,
    manage_py: &str,
) -> Result<Option<entry::Named>, InspectError> {
    match &hints.settings {
        Some(module) => Ok(Some(entry::Named {
            module: module.clone(),
            by: "--settings".to_owned(),
        })),
        None => entry::of_manage_py(tree, manage_py),
    }
}

/// Where the module's file is.
fn module_file(
    tree: &dyn Tree,
    folder: &str,
    named: &entry::Named,
) -> Result<String, InspectError> {
    match entry::module_file(tree, folder, &named.module)? {
        Some(file) => Ok(file),
        None => Err(InspectError::SettingsMissing {
            candidates: entry::settings_candidates(tree, folder)?,
            module: named.module.clone(),
            named_by: named.by.clone(),
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
