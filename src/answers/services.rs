//! The services beside the database: what the user names, or what the project uses, and what these need.

use crate::catalog::{Catalog, DATABASE, Service};
use crate::inspect::Project;

use super::{AskError, Prompter, Question};

/// What `--with` says for no service at all.
const NONE: &str = "none";

/// The services beside the database, in the catalogue's order.
pub(super) struct Chosen {
    /// All of them.
    pub(super) with: Vec<String>,
    /// Those that came along for another one.
    pub(super) brought: Vec<String>,
}

/// The services that are named or proposed, and those that they need.
pub(super) fn services(
    given: Option<Vec<String>>,
    mut brought: Vec<String>,
    db: &str,
    project: &Project,
    catalog: &Catalog,
    prompter: &mut dyn Prompter,
) -> Result<Chosen, AskError> {
    let mut names = match given {
        Some(names) => names,
        None => proposed(project, catalog, prompter)?,
    };
    names.retain(|name| name != NONE);
    check(&names, catalog)?;
    brought.extend(complete(&mut names, db, project, catalog, prompter)?);
    let ordered = |names: &[String]| -> Vec<String> {
        let all = catalog.services.iter().map(|service| &service.name);
        all.filter(|name| names.contains(name)).cloned().collect()
    };
    brought.retain(|name| names.contains(name));
    Ok(Chosen {
        with: ordered(&names),
        brought: ordered(&brought),
    })
}

fn check(names: &[String], catalog: &Catalog) -> Result<(), AskError> {
    let unknown = names.iter().find(|name| catalog.service(name).is_none());
    let Some(value) = unknown.cloned() else {
        return Ok(());
    };
    let known = others(catalog).map(|service| service.name.clone());
    Err(AskError::Unknown {
        flag: "with",
        value,
        known: known.chain([NONE.to_owned()]).collect(),
    })
}

/// Asks about what the project uses. `--yes` takes what it needs in order to work.
fn proposed(
    project: &Project,
    catalog: &Catalog,
    prompter: &mut dyn Prompter,
) -> Result<Vec<String>, AskError> {
    let mut found: Vec<&Service> = Vec::new();
    for service in others(catalog) {
        let fits = service.serves(&project.uses) && service.lacks(project).is_none();
        let once = catalog.manifest.once.iter();
        let mut once = once.filter(|capability| service.provides(capability));
        let second = once.any(|capability| found.iter().any(|other| other.provides(capability)));
        if fits && !second {
            found.push(service);
        }
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    // A service that builds on facts is there for what was found.
    let needed = found
        .iter()
        .filter(|service| !service.manifest.requires.is_empty() || service.serves(&project.needs));
    let needed: Vec<&str> = needed.map(|service| service.name.as_str()).collect();
    let question = Question {
        flag: "with",
        prompt: "Your project uses these. Which of them belong into the stacks?".to_owned(),
        default: needed.join(" "),
        safe: true,
    };
    let choices: Vec<_> = found
        .iter()
        .map(|service| (service.name.clone(), summary(service, project)))
        .collect();
    Ok(prompter.choose_several(&question, &choices)?)
}

/// What it is, and where the project shows that it uses it.
fn summary(service: &Service, project: &Project) -> String {
    let uses = service.manifest.uses.iter();
    let mut places = uses.filter_map(|name| project.evidence.get(&format!("uses.{name}")));
    let summary = &service.manifest.summary;
    match places.next() {
        Some(place) => format!("{summary} ({place})"),
        None => summary.clone(),
    }
}

/// Adds what they need: what settings name, what some package hints at, else what is asked, with the pack's choice as
/// the default. Tells which of them nothing in the project speaks for.
fn complete(
    names: &mut Vec<String>,
    db: &str,
    project: &Project,
    catalog: &Catalog,
    prompter: &mut dyn Prompter,
) -> Result<Vec<String>, AskError> {
    let mut brought = Vec::new();
    let mut index = 0;
    while let Some(service) = names.get(index).and_then(|name| catalog.service(name)) {
        index += 1;
        for need in &service.manifest.needs {
            let there = |service: &Service| names.contains(&service.name) || service.name == db;
            let providers: Vec<&Service> = catalog.providers(need).collect();
            if providers.iter().any(|service| there(service)) {
                continue;
            }
            let by = |uses: &[String]| providers.iter().find(|service| service.serves(uses));
            if let Some(provider) = by(&project.needs).or_else(|| by(&project.uses)) {
                names.push(provider.name.clone());
            } else {
                let provider = provider(service, need, &providers, catalog, prompter)?;
                brought.extend(provider.clone());
                names.extend(provider);
            }
        }
    }
    Ok(brought)
}

/// Who provides what a service needs, where nothing in the project speaks for one of them. A database is nobody's
/// companion: another one would be another home for the rows.
fn provider(
    service: &Service,
    need: &str,
    providers: &[&Service],
    catalog: &Catalog,
    prompter: &mut dyn Prompter,
) -> Result<Option<String>, AskError> {
    let providers = providers.iter().filter(|it| !it.provides(DATABASE));
    let providers: Vec<&Service> = providers.copied().collect();
    let usual = catalog.manifest.default_providers.get(need);
    let usual = providers.iter().find(|it| Some(&it.name) == usual);
    let Some(default) = usual.or_else(|| providers.first()) else {
        return Ok(None);
    };
    if providers.len() == 1 {
        return Ok(Some(default.name.clone()));
    }
    let title = &service.manifest.title;
    let question = Question {
        flag: "with",
        prompt: format!("{title} needs a {need}. Which?"),
        default: default.name.clone(),
        safe: true,
    };
    let choices: Vec<_> = providers
        .iter()
        .map(|service| (service.name.clone(), service.manifest.summary.clone()))
        .collect();
    Ok(Some(prompter.choose(&question, &choices)?))
}

/// The services that are no database.
fn others(catalog: &Catalog) -> impl Iterator<Item = &Service> {
    let services = catalog.services.iter();
    services.filter(|service| !service.provides(DATABASE))
}
