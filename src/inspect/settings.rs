//! Which settings the project runs with, in each environment.

use super::Hints;
use super::deployment;
use super::entry::{self, Entry, Named};
use super::environments::{Choice, Search, is_for};
use super::error::InspectError;
use super::package::Start;
use super::project::{Guess, Project};
use super::search_path::SearchPath;
use crate::environment::Environment;
use crate::python::{Evaluation, Sources};

/// The settings module's file, and the servers' modules beside it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chosen {
    pub(super) file: String,
    pub(super) servers: Vec<String>,
}

/// Finds the settings module and those of the environments.
pub(super) fn choose(
    sources: &Sources,
    start: &Start,
    hints: &Hints,
    project: &mut Project,
) -> Result<Chosen, InspectError> {
    let (folder, manage_py) = (start.folder.as_str(), &start.manage_py);
    let tree = sources.tree();
    let mut path = SearchPath::new(sources, folder);
    let own = match manage_py {
        Some(path) => entry::of_manage_py(sources, path)?,
        None => Entry::default(),
    };
    path.add(&own.path)?;
    let module = hints.settings.as_deref();
    let module = module.or(own.named.first().map(|named| named.module.as_str()));
    let servers = entry::server_modules(sources, folder, module)?;
    let entries = servers
        .iter()
        .map(|server| entry::of_server(sources, folder, server));
    let entries: Vec<Entry> = entries.collect();
    for entry in &entries {
        path.add(&entry.path)?;
    }
    path.keep(project);
    let mut mentions = start.mentions.clone();
    mentions.extend(deployment::mentions(tree, folder)?);
    let search = Search {
        tree,
        sources,
        folder,
        servers: &entries,
        mentions: &mentions,
    };
    let said = said(&search, &own, manage_py.as_deref().unwrap_or("manage.py"));
    let (chosen, likely) = match &hints.settings {
        None => (said?, true),
        Some(module) => hinted(module, said.ok()),
    };
    let file = file(&search, &chosen.named)?;
    let asked = Asked { hints, likely };
    keep(&search, &chosen, &asked, project)?;
    Ok(Chosen { file, servers })
}

/// The module that the user names, and whether it is the one that is `said` anyway: with it go those of the
/// environments.
fn hinted(module: &str, said: Option<Choice>) -> (Choice, bool) {
    let said = said.filter(|choice| choice.named.module == module);
    let likely = said.is_some();
    let named = Named {
        module: module.to_owned(),
        class: said.and_then(|choice| choice.named.class),
        by: "--settings".to_owned(),
    };
    (Choice { named, why: None }, likely)
}

/// The module that an entry point names: `manage.py`, a server's module, then files that deploy or test.
fn said(search: &Search, own: &Entry, manage_py: &str) -> Result<Choice, InspectError> {
    let (tree, folder) = (search.tree, search.folder);
    let absent = own.sure().cloned();
    let there = match own.sure() {
        Some(named) => {
            entry::module_file(search.sources, folder, &named.module)?.map(|_| named.clone())
        }
        None => None,
    };
    // A container lacks what tells a developer's machine: by that, it would be production's.
    let is_prods = |named: &Named| own.any.len() > 1 && is_for(&named.module, Environment::Prod);
    if let Some(named) = there.as_ref().filter(|named| !is_prods(named)) {
        let named = named.clone();
        return Ok(Choice { named, why: None });
    }
    let likely = search.likely(own).filter(|likely| {
        let same = there
            .as_ref()
            .is_some_and(|there| there.module == likely.module);
        !same && (there.is_some() || absent.is_none())
    });
    if let Some(named) = there.filter(|_| likely.is_none()) {
        return Ok(Choice { named, why: None });
    }
    if let Some(named) = likely {
        let why = format!("one of those that {manage_py} may name");
        return Ok(Choice {
            named,
            why: Some(why),
        });
    }
    let why = match &absent {
        Some(absent) => format!("{} names {}, which is not there", absent.by, absent.module),
        None => format!("{manage_py} names none"),
    };
    let mut others: Vec<Named> = Vec::new();
    for server in search.servers {
        others.extend(server.sure().cloned());
    }
    let by_servers = others.len();
    let tools = deployment::of_tools(tree, folder)?;
    // What is for production only counts last: the module is the one that development uses.
    let mut mentions: Vec<_> = search.mentions.iter().collect();
    mentions.sort_by_key(|mention| match mention.environment {
        Some(Environment::Dev) => 0,
        None => 1,
        Some(Environment::Prod) => 2,
    });
    let named = mentions.into_iter().chain(&tools).map(|mention| Named {
        module: mention.module.clone(),
        class: None,
        by: mention.by.clone(),
    });
    others.extend(named);
    let found = others
        .iter()
        .position(|named| search.is_settings(&named.module));
    if let Some(index) = found {
        // A server's module is as good as manage.py, unless they disagree.
        let plain = absent.is_none() && index < by_servers;
        return Ok(Choice {
            named: others.swap_remove(index),
            why: (!plain).then_some(why),
        });
    }
    let candidates = candidates(search)?;
    Err(match absent.or(others.into_iter().next()) {
        Some(named) => InspectError::SettingsMissing {
            link: entry::link(tree, folder, &named.module)?,
            candidates,
            module: named.module,
            named_by: named.by,
        },
        None => InspectError::NoSettings {
            manage_py: manage_py.to_owned(),
            candidates,
        },
    })
}

/// Modules that look like settings, wherever modules are found.
fn candidates(search: &Search) -> Result<Vec<String>, InspectError> {
    let mut found = Vec::new();
    for folder in search.sources.path(search.folder) {
        found.extend(entry::settings_candidates(search.tree, &folder)?);
    }
    Ok(found)
}

/// Where the module's file is.
fn file(search: &Search, named: &Named) -> Result<String, InspectError> {
    match entry::module_file(search.sources, search.folder, &named.module)? {
        Some(file) => Ok(file),
        None => Err(InspectError::SettingsMissing {
            link: entry::link(search.tree, search.folder, &named.module)?,
            candidates: candidates(search)?,
            module: named.module.clone(),
            named_by: named.by.clone(),
        }),
    }
}

/// What the environments' modules depend on beside the project's own.
struct Asked<'run> {
    hints: &'run Hints,
    /// Whether others than that are looked for.
    likely: bool,
}

/// Records the module and those of the environments.
fn keep(
    search: &Search,
    chosen: &Choice,
    asked: &Asked,
    project: &mut Project,
) -> Result<(), InspectError> {
    let settings = chosen.named.clone();
    project.settings.module.clone_from(&settings.module);
    record("settings.module", chosen, project);
    for environment in Environment::ALL {
        let found = match environment {
            Environment::Dev if asked.likely && asked.hints.settings.is_none() => {
                search.development(&settings)?
            }
            Environment::Prod => asked.production(search, &settings)?,
            Environment::Dev => None,
        };
        let named = match found {
            Some(choice) => {
                record(
                    &format!("settings.environments.{environment}"),
                    &choice,
                    project,
                );
                choice.named
            }
            None => settings.clone(),
        };
        let modules = &mut project.settings.environments;
        modules.insert(environment, named.module);
        if let Some(class) = named.class.or_else(|| settings.class.clone()) {
            project.settings.configurations.insert(environment, class);
        }
    }
    Ok(())
}

impl Asked<'_> {
    /// prod's module: the user's choice, or what is found.
    fn production(
        &self,
        search: &Search,
        settings: &Named,
    ) -> Result<Option<Choice>, InspectError> {
        let found = if self.likely {
            search.production(settings)?
        } else {
            None
        };
        let Some(module) = &self.hints.prod_settings else {
            return Ok(found);
        };
        if *module == settings.module {
            return Ok(None);
        }
        let named = Named {
            module: module.clone(),
            class: found
                .filter(|found| found.named.module == *module)
                .and_then(|found| found.named.class),
            by: "--prod-settings".to_owned(),
        };
        file(search, &named)?;
        Ok(Some(Choice { named, why: None }))
    }
}

fn record(fact: &str, choice: &Choice, project: &mut Project) {
    if let Some(why) = &choice.why {
        let guess = Guess {
            value: choice.named.module.clone(),
            why: why.clone(),
        };
        project.guesses.insert(fact.to_owned(), guess);
    }
    let by = choice.named.by.clone();
    project.evidence.insert(fact.to_owned(), by);
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
