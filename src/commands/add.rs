//! `djdock add`: more services, or another database.

use crate::answers::PartialAnswers;
use crate::catalog::DATABASE;
use crate::cli::{AddArgs, Global};
use crate::error::Error;
use crate::pipeline::Facts;
use crate::ui::Ui;
use crate::ui::prompt::Question;

use super::change::{Change, ChangeError};
use super::next_steps;
use super::settle::{prompter, say_providers};

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

/// The database that stays beside the new one. The former one again takes the replacement back.
fn former(
    given: &PartialAnswers,
    import_data: Option<bool>,
    change: &Change<'_>,
    global: &Global,
    ui: &Ui,
) -> Result<Option<String>, Error> {
    let kept = change.standing.answers.former_db.clone();
    if kept.is_some() && kept == given.db {
        return Ok(None);
    }
    let service = |name: &Option<String>| change.catalog.service(name.as_deref()?);
    let standing = &change.standing.answers.db;
    let replaced = match (service(standing), service(&given.db)) {
        (Some(old), Some(new)) if !old.shares_data(new) => old,
        _ if import_data == Some(true) => return Err(ChangeError::NothingReplaced.into()),
        _ => return Ok(kept),
    };
    let wanted = match import_data {
        Some(wanted) => wanted,
        None if kept.is_some() => false,
        None => prompter(global, ui).confirm(&Question {
            flag: "import-data",
            prompt: format!(
                "Keep {} beside it, so that `make carry-data` carries the rows over?",
                replaced.manifest.title
            ),
            default: "false".to_owned(),
            safe: true,
        })?,
    };
    match kept {
        kept if !wanted => Ok(kept),
        Some(kept) => Err(ChangeError::FormerStays(kept).into()),
        None => Ok(Some(replaced.name.clone())),
    }
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
