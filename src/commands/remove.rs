//! `djdock remove`: fewer services. Their data stays.

use crate::answers::PartialAnswers;
use crate::catalog::{DATABASE, ROWS, Service};
use crate::cli::{Global, ServicesArgs};
use crate::error::{ChangeError, Error};
use crate::pipeline::Facts;

use super::audience::Audience;
use super::change::Change;
use super::changed::Changed;
use super::next::Next;

/// Runs `djdock remove`: renders the stack without some services, and writes it.
pub fn run(args: ServicesArgs, global: &Global, audience: &dyn Audience) -> Result<Changed, Error> {
    let ServicesArgs { services, change } = args;
    let change = Change::find(change, global, audience)?;
    let gone = gone(&services, &change)?;
    let verb = format!("remove {}", services.join(" "));
    let given = without(&gone, &change);
    change.make(&verb, Facts::Recorded, given, |draft| {
        Next::removed(&gone, draft, &change)
    })
}

/// The services that go: the named ones, and those that came along for them alone.
fn gone(names: &[String], change: &Change<'_>) -> Result<Vec<String>, ChangeError> {
    let installed = change.standing.installed(&change.catalog);
    for name in names {
        let service = change.service(name)?;
        if change.standing.answers.previous_db.as_ref() == Some(name) {
            continue;
        }
        let replaced = service.provides(DATABASE) && change.standing.own.is_none();
        if replaced && installed.contains(name) {
            let all = change.catalog.providers(DATABASE);
            let others = all.filter(|other| other.name != *name);
            return Err(ChangeError::Database {
                name: name.clone(),
                others: others.map(|other| other.name.clone()).collect(),
            });
        }
        if !installed.contains(name) {
            let name = name.clone();
            return Err(ChangeError::NotInstalled { name, installed });
        }
        let former = change.standing.answers.previous_db.as_ref();
        if let Some(former) = former.filter(|it| service.provides(ROWS) && !names.contains(it)) {
            return Err(ChangeError::StillNeeded {
                service: name.clone(),
                by: vec![former.clone()],
            });
        }
    }
    let mut gone = names.to_vec();
    while let Some(name) = idle(&gone, change) {
        gone.push(name);
    }
    for name in names {
        let by = needing(name, &gone, change);
        if !by.is_empty() {
            let service = name.clone();
            return Err(ChangeError::StillNeeded { service, by });
        }
    }
    Ok(gone)
}

/// A service that came along, and that nothing needs which stays.
fn idle(gone: &[String], change: &Change<'_>) -> Option<String> {
    let implied = change.standing.answers.implied.iter().flatten();
    let mut implied = implied.filter(|name| !gone.contains(name));
    implied
        .find(|name| {
            let mut all = gone.to_vec();
            all.push((*name).clone());
            needing(name, &all, change).is_empty()
        })
        .cloned()
}

/// Which services that stay need something that no other one provides.
fn needing(name: &str, gone: &[String], change: &Change<'_>) -> Vec<String> {
    let installed = change.standing.installed(&change.catalog);
    let stay = installed.iter().filter(|other| !gone.contains(other));
    let stay: Vec<&Service> = stay
        .filter_map(|other| change.catalog.service(other))
        .collect();
    let Some(service) = change.catalog.service(name) else {
        return Vec::new();
    };
    let lost =
        |need: &String| service.provides(need) && !stay.iter().any(|other| other.provides(need));
    let needing = stay
        .iter()
        .filter(|other| other.manifest.needs.iter().any(lost));
    needing.map(|other| other.name.clone()).collect()
}

/// The stack's choices without these services.
fn without(gone: &[String], change: &Change<'_>) -> PartialAnswers {
    let mut given = change.standing.answers.clone();
    let lists = [&mut given.with, &mut given.implied];
    for names in lists.into_iter().flatten() {
        names.retain(|name| !gone.contains(name));
    }
    given.previous_db = given.previous_db.filter(|name| !gone.contains(name));
    let mut gone = gone.iter().filter_map(|name| change.catalog.service(name));
    if gone.any(|service| service.provides(ROWS)) {
        given.import_data = Some(false);
    }
    given
}
