//! A draft is refused, shown, asked about, and written: the last steps of every command that writes.

use std::path::Path;

use crate::answers::{Defaults, Existing, Layout, Prompter, Question};
use crate::catalog::{Catalog, CatalogError, Pack};
use crate::cli::Global;
use crate::error::Error;
use crate::ui::prompt::Terminal;
use crate::ui::{Ui, diff};

use super::draft::Draft;
use super::place::Place;

/// The pack of that folder, or the built-in one.
pub(super) fn catalog(folder: Option<&Path>) -> Result<Catalog, Error> {
    let pack = match folder {
        Some(folder) => Pack::from_folder(folder),
        None => Pack::embedded(),
    };
    Ok(Catalog::load(&pack.map_err(CatalogError::from)?)?)
}

/// Who answers questions: a person, or the defaults.
pub(super) fn prompter(global: &Global, ui: &Ui) -> Box<dyn Prompter> {
    if ui.is_interactive() {
        Box::new(Terminal::new(ui.clone()))
    } else {
        Box::new(Defaults { yes: global.yes })
    }
}

/// Writes a draft, if nothing stands in the way and nobody says no. Tells whether something was written.
pub(super) fn settle(
    draft: &Draft,
    place: &Place,
    global: &Global,
    mut prompter: Box<dyn Prompter>,
    ui: &Ui,
) -> Result<bool, Error> {
    refuse(draft)?;
    let writable = draft.check(place)?;
    show(draft, global, ui);
    if global.dry_run || writable.is_empty() {
        return Ok(false);
    }
    if ui.is_interactive() && !prompter.confirm(&write_question(draft))? {
        return Err(Error::Cancelled);
    }
    // From here on Ctrl-C is too late.
    drop(prompter);
    writable.write()?;
    Ok(true)
}

/// What must not be written over.
fn refuse(draft: &Draft) -> Result<(), Error> {
    let conflicts: Vec<_> = draft
        .outcomes()
        .flat_map(|outcome| &outcome.conflicts)
        .map(|conflict| (conflict.path.clone(), conflict.markers.clone()))
        .collect();
    if !conflicts.is_empty() {
        return Err(Error::Conflicts(conflicts));
    }
    let mut files: Vec<String> = draft
        .outcomes()
        .flat_map(|outcome| &outcome.existing)
        .filter(|(_, existing)| *existing == Existing::Refuse)
        .map(|(path, _)| path.clone())
        .collect();
    files.sort();
    files.dedup();
    if !files.is_empty() {
        return Err(Error::Existing(files));
    }
    Ok(())
}

/// Which service another one gets what it needs from: it may have come along unasked.
pub(super) fn say_providers(draft: &Draft, catalog: &Catalog, ui: &Ui) {
    let with = draft.answers.with.iter();
    let services: Vec<_> = with.filter_map(|name| catalog.service(name)).collect();
    for service in &services {
        for need in &service.manifest.needs {
            if let Some(provider) = services.iter().find(|other| other.provides(need)) {
                let (title, provider) = (&service.manifest.title, &provider.manifest.title);
                ui.say(format!("{title} needs a {need}: {provider}."));
            }
        }
    }
}

/// The plan: files per branch, and the user's own files as a diff.
fn show(draft: &Draft, global: &Global, ui: &Ui) {
    if global.json {
        ui.data(&draft.to_json());
    }
    if draft.is_empty() {
        ui.say("Nothing to do: the stack is as these answers want it.");
        return;
    }
    for part in draft
        .parts
        .iter()
        .filter(|part| !part.outcome.plan.is_empty())
    {
        let place = part.branch.as_deref().map_or_else(
            || "In this folder:".to_owned(),
            |branch| format!("On branch {branch}:"),
        );
        ui.say(place);
        for line in diff::summary(&part.outcome.plan) {
            ui.say(line);
        }
        ui.say("");
    }
    let Some(part) = draft.parts.first() else {
        return;
    };
    if global.diff {
        for part in &draft.parts {
            ui.data(&diff::unified(&part.outcome.plan));
        }
    } else {
        ui.say(diff::edits(&part.outcome.plan));
    }
}

fn write_question(draft: &Draft) -> Question {
    let prompt = match draft.answers.layout {
        Layout::Branches => "Write these commits?",
        Layout::Single => "Write these files?",
    };
    Question {
        flag: "yes",
        prompt: prompt.to_owned(),
        default: "true".to_owned(),
        safe: true,
    }
}
