//! `djdock status`: what `init` with the recorded answers would change, and what the user edited.

use std::process::ExitCode;

use crate::answers::PartialAnswers;
use crate::catalog::Catalog;
use crate::cli::{Global, PathArgs};
use crate::error::Error;
use crate::lock;
use crate::ui::prompt::Defaults;
use crate::ui::{Ui, diff};

use super::draft::DraftRequest;
use super::place::Place;

/// Runs the command: 0 without drift, 1 with.
pub fn run(args: &PathArgs, global: &Global, ui: &Ui) -> Result<ExitCode, Error> {
    let place = Place::find(&args.path, None)?;
    let catalog = Catalog::embedded()?;
    let request = DraftRequest {
        place: &place,
        catalog: &catalog,
        branches_named: false,
    };
    let draft = request.draft(PartialAnswers::default(), &mut Defaults { yes: true })?;
    let stack = |part: &super::draft::Part| {
        let changes = &part.outcome.plan.changes;
        let created = changes
            .iter()
            .any(|change| change.path == lock::PATH && change.before.is_none());
        !created
    };
    if !draft.parts.iter().any(stack) {
        return Err(Error::NoStack);
    }
    if global.json {
        ui.data(&draft.to_json());
    }
    for part in &draft.parts {
        let name = part.branch.as_deref().unwrap_or("this folder");
        let state = if part.outcome.plan.is_empty() {
            "up to date"
        } else {
            "drift"
        };
        if !global.json {
            ui.data(&format!("{name}: {state}\n"));
            for line in diff::summary(&part.outcome.plan) {
                ui.data(&format!("{line}\n"));
            }
            for path in &part.outcome.edited {
                ui.data(&format!("  edited  {path} (by you)\n"));
            }
        }
        if global.diff {
            ui.data(&diff::unified(&part.outcome.plan));
        }
    }
    Ok(if draft.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
