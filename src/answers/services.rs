//! The services beside the database: what the user names, or what the project uses, and what these need.

use crate::catalog::{Catalog, DATABASE, Service};
use crate::inspect::Project;

use super::asking::Asking;
use super::question::Kind;
use super::{AskError, Question};

/// What `--with` says for no service at all.
const NONE: &str = "none";

/// Which of the services that the project uses. `--yes` takes what it needs in order to work.
pub(super) fn question(project: &Project, catalog: &Catalog) -> Question {
    let found = found(project, catalog);
    // A service that builds on facts is there for what was found.
    let needed = found
        .iter()
        .filter(|service| !service.manifest.requires.is_empty() || service.serves(&project.needs));
    let needed: Vec<&str> = needed.map(|service| service.name.as_str()).collect();
    let choices = found
        .iter()
        .map(|service| (service.name.clone(), summary(service, project)));
    let names = others(catalog).map(|service| service.name.clone());
    let kind = Kind::Several {
        choices: choices.collect(),
        known: names.chain([NONE.to_owned()]).collect(),
    };
    let question = Question::new(kind, needed.join(" "));
    if found.is_empty() {
        return question;
    }
    question.asking("Your project uses these. Which of them belong into the stacks?")
}

/// The services that the project uses, one of those that a stack has once.
fn found<'run>(project: &Project, catalog: &'run Catalog) -> Vec<&'run Service> {
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
    found
}

/// Adds to the services what they need, in the catalogue's order; tells which of them came along for another one.
pub(super) fn complete(
    with: &mut Vec<String>,
    mut implied: Vec<String>,
    db: &str,
    asking: &mut Asking<'_>,
) -> Result<Vec<String>, AskError> {
    with.retain(|name| name != NONE);
    implied.extend(needed(with, db, asking)?);
    implied.retain(|name| with.contains(name));
    let ordered = |names: &[String]| -> Vec<String> {
        let all = asking.catalog.services.iter().map(|service| &service.name);
        all.filter(|name| names.contains(name)).cloned().collect()
    };
    *with = ordered(with);
    Ok(ordered(&implied))
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
fn needed(
    names: &mut Vec<String>,
    db: &str,
    asking: &mut Asking<'_>,
) -> Result<Vec<String>, AskError> {
    let (project, catalog) = (asking.project, asking.catalog);
    let mut implied = Vec::new();
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
                let provider = provider(service, need, &providers, asking)?;
                implied.extend(provider.clone());
                names.extend(provider);
            }
        }
    }
    Ok(implied)
}

/// Who provides what a service needs, where nothing in the project speaks for one of them. A database is nobody's
/// companion: another one would be another home for the rows.
fn provider(
    service: &Service,
    need: &str,
    providers: &[&Service],
    asking: &mut Asking<'_>,
) -> Result<Option<String>, AskError> {
    let providers = providers.iter().filter(|it| !it.provides(DATABASE));
    let providers: Vec<&Service> = providers.copied().collect();
    let usual = asking.catalog.manifest.default_providers.get(need);
    let usual = providers.iter().find(|it| Some(&it.name) == usual);
    let Some(default) = usual.or_else(|| providers.first()) else {
        return Ok(None);
    };
    if providers.len() == 1 {
        return Ok(Some(default.name.clone()));
    }
    let choices = providers
        .iter()
        .map(|service| (service.name.clone(), service.manifest.summary.clone()));
    let question = Question::new(Kind::Choice(choices.collect()), &default.name)
        .named("with", "with")
        .asking(format!("{} needs a {need}. Which?", service.manifest.title));
    Ok(Some(question.answered(None, asking.prompter)?))
}

/// The services that are no database.
fn others(catalog: &Catalog) -> impl Iterator<Item = &Service> {
    let services = catalog.services.iter();
    services.filter(|service| !service.provides(DATABASE))
}
