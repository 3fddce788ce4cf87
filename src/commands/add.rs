//! `djdock add`: more services, or another database.

use crate::answers::PartialAnswers;
use crate::catalog::{DATABASE, ROWS};
use crate::cli::{AddArgs, Global};
use crate::error::{ChangeError, Error};
use crate::pipeline::Facts;

use super::audience::Audience;
use super::change::Change;
use super::changed::{Changed, Provided};
use super::next::Next;
use super::replace::former;

/// Runs `djdock add`: renders the stack with further services, and writes it.
pub fn run(args: AddArgs, global: &Global, audience: &dyn Audience) -> Result<Changed, Error> {
    let AddArgs {
        services,
        import_data,
        change,
    } = args;
    let change = Change::find(change, global, audience)?;
    let mut given = with(&services, &change)?;
    given.previous_db = former(&given, import_data, &change)?;
    let verb = format!("add {}", services.join(" "));
    change.make(&verb, Facts::Recorded, given, |draft| Next {
        provided: Provided::of(draft, &change.catalog),
        ..Next::changed(draft, &change)
    })
}

/// The stack's choices with these services among them.
fn with(names: &[String], change: &Change<'_>) -> Result<PartialAnswers, ChangeError> {
    let mut given = change.standing.answers.clone();
    let mut databases = Vec::new();
    let mut others = given.with.take().unwrap_or_default();
    let mut implied = given.implied.take().unwrap_or_default();
    for name in names {
        let service = change.service(name)?;
        if service.provides(DATABASE) && change.standing.own.is_none() {
            databases.push(name.clone());
            continue;
        }
        if service.provides(ROWS) && change.standing.own.is_none() {
            given.import_data = Some(true);
            continue;
        }
        // Who asks for what came along wants it for itself.
        implied.retain(|other| other != name);
        if !others.contains(name) {
            others.push(name.clone());
        }
    }
    databases.dedup();
    if databases.len() > 1 {
        return Err(ChangeError::SeveralDatabases(databases));
    }
    given.db = databases.pop().or(given.db);
    given.with = Some(others);
    given.implied = Some(implied);
    Ok(given)
}
