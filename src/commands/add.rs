//! `djdock add`: more services, or another database.

use crate::answers::PartialAnswers;
use crate::catalog::DATABASE;
use crate::cli::{AddArgs, Global};
use crate::error::{ChangeError, Error};
use crate::pipeline::Facts;
use crate::ui::Ui;

use super::change::Change;
use super::next_steps;
use super::replace::former;
use super::settle::say_providers;

/// Runs the command.
pub fn run(args: AddArgs, global: &Global, ui: &Ui) -> Result<(), Error> {
    let AddArgs {
        services,
        import_data,
        change,
    } = args;
    let change = Change::find(change, global, ui)?;
    let mut given = with(&services, &change)?;
    given.former_db = former(&given, import_data, &change, global, ui)?;
    let verb = format!("add {}", services.join(" "));
    let draft = change.make(&verb, Facts::Recorded, given)?;
    if let Some(draft) = draft {
        say_providers(&draft, &change.catalog, ui);
        next_steps::say_added(&draft, &change, ui);
    }
    Ok(())
}

/// The stack's choices with these services among them.
fn with(names: &[String], change: &Change<'_>) -> Result<PartialAnswers, ChangeError> {
    let mut given = change.standing.answers.clone();
    let mut databases = Vec::new();
    let mut others = given.with.unwrap_or_default();
    let mut brought = given.brought.unwrap_or_default();
    for name in names {
        let service = change.service(name)?;
        if service.provides(DATABASE) && change.standing.own.is_none() {
            databases.push(name.clone());
            continue;
        }
        // Who asks for what came along wants it for itself.
        brought.retain(|other| other != name);
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
    given.brought = Some(brought);
    Ok(given)
}
