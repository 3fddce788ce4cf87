//! `djdock init`: a Django project → two stacks.

use crate::catalog::{Catalog, CatalogError, Pack};
use crate::cli::{Global, InitArgs};
use crate::error::Error;
use crate::ui::prompt::{Defaults, Prompter, Question, Terminal};
use crate::ui::{Ui, diff};

use crate::answers::{Existing, Layout, OptionAnswer, Options, PartialAnswers};

use super::draft::{Draft, DraftRequest};
use super::place::{Place, answers_file};

/// Runs the command.
pub fn run(args: InitArgs, global: &Global, ui: &Ui) -> Result<(), Error> {
    let place = Place::find(&args.path.path, args.layout)?;
    if !global.dry_run {
        place.recover(ui)?;
    }
    let catalog = catalog(&args)?;
    let file = answers_file(global.answers.as_deref())?;
    let named = args.dev_branch.is_some() || args.prod_branch.is_some();
    let given = given(args).or(file);
    let request = DraftRequest {
        place: &place,
        catalog: &catalog,
        branches_named: named || given.dev_branch.is_some() || ui.is_interactive(),
    };
    let mut prompter: Box<dyn Prompter> = if ui.is_interactive() {
        Box::new(Terminal::new(ui.clone()))
    } else {
        Box::new(Defaults { yes: global.yes })
    };
    let draft = request.draft(given, &mut *prompter)?;
    refuse(&draft)?;
    let writable = draft.check(&place)?;
    say_providers(&draft, &catalog, ui);
    show(&draft, global, ui);
    if global.dry_run || writable.is_empty() {
        return Ok(());
    }
    if ui.is_interactive() && !prompter.confirm(&write_question(&draft))? {
        return Err(Error::Cancelled);
    }
    // From here on Ctrl-C is too late.
    drop(prompter);
    let receipt = writable.write()?;
    super::next_steps::say(&draft, &receipt, ui);
    Ok(())
}

fn catalog(args: &InitArgs) -> Result<Catalog, Error> {
    let pack = match &args.pack {
        Some(folder) => Pack::from_folder(folder),
        None => Pack::embedded(),
    };
    Ok(Catalog::load(&pack.map_err(CatalogError::from)?)?)
}

/// The flags as answers.
fn given(args: InitArgs) -> PartialAnswers {
    let InitArgs {
        path: _,
        db,
        with,
        layout,
        dev_branch,
        prod_branch,
        manage_py,
        settings,
        prod_settings,
        python,
        server,
        dev_port,
        prod_port,
        domain,
        import_data,
        name,
        pack: _,
        existing,
        set,
    } = args;
    PartialAnswers {
        version: None,
        name,
        layout,
        dev_branch,
        prod_branch,
        manage_py,
        settings,
        prod_settings,
        python,
        db,
        with,
        server,
        import_data,
        domain,
        dev_port,
        prod_port,
        existing: (!existing.is_empty()).then(|| existing.into_iter().collect()),
        options: options_of(set),
    }
}

/// The flags' choices about services.
pub(super) fn options_of(set: Vec<OptionAnswer>) -> Option<Options> {
    let mut options = Options::new();
    for (service, key, value) in set {
        options.entry(service).or_default().insert(key, value);
    }
    (!options.is_empty()).then_some(options)
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
fn say_providers(draft: &Draft, catalog: &Catalog, ui: &Ui) {
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
