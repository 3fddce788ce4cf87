//! `djdock status`: what `update` would change, line by line, and what the user edited.

use std::process::ExitCode;

use serde_json::json;

use crate::answers::Defaults;
use crate::check::clone_facts;
use crate::cli::{Global, ListArgs};
use crate::error::Error;
use crate::pipeline::Facts;
use crate::ui::{Ui, diff};

use super::change::pack_of;
use super::draft::{Draft, DraftRequest, Part};
use super::place::Place;
use super::standing::Standing;

/// Runs the command: 0 without drift, 1 with.
pub fn run(args: &ListArgs, global: &Global, ui: &Ui) -> Result<ExitCode, Error> {
    let place = Place::find(&args.path, None)?;
    let standing = place.standing()?;
    let catalog = pack_of(args, &place, &standing.answers)?;
    let request = DraftRequest::new(&place, &catalog, "status", Facts::Inspected);
    let given = standing.answers.clone();
    let draft = request.redraft(&standing, given, &mut Defaults { yes: true })?;
    if global.json {
        let parts: Vec<_> = draft.parts.iter().map(to_json).collect();
        ui.data(&format!("{:#}\n", serde_json::Value::from(parts)));
    } else {
        for part in &draft.parts {
            ui.data(&text(part));
        }
    }
    warn_of_merges(&place, &standing, &draft, ui);
    let conflicts = draft
        .outcomes()
        .any(|outcome| !outcome.conflicts.is_empty());
    Ok(if draft.is_empty() && !conflicts {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Without djdock's merge driver an edit of a stack file on dev goes to prod, or stands in a merge's way.
fn warn_of_merges(place: &Place, standing: &Standing, draft: &Draft, ui: &Ui) {
    if draft.outcomes().all(|outcome| outcome.edited.is_empty()) {
        return;
    }
    let branches = standing.tips.is_some_and(|tips| tips.lone().is_none());
    let repository = place.repository.as_ref();
    let driver = repository.and_then(|repository| clone_facts(repository, branches).driver);
    if driver == Some(false) {
        ui.warn(
            "this clone lacks djdock's merge driver: `git merge dev` on prod may bring these edits; `djdock check --fix` sets it",
        );
    }
}

fn text(part: &Part) -> String {
    let outcome = &part.outcome;
    let name = part.branch.as_deref().unwrap_or("this folder");
    let drifts = !outcome.plan.is_empty() || !outcome.conflicts.is_empty();
    let state = if drifts { "drift" } else { "up to date" };
    let mut lines = vec![format!("{name}: {state}")];
    for change in &outcome.plan.changes {
        lines.push(diff::summary_line(change));
        lines.extend(diff::lines(change).map(|line| format!("            {line}")));
    }
    let conflicts = outcome.conflicts.iter();
    lines.extend(conflicts.map(|conflict| format!("conflict  {}", conflict.path)));
    let edited = outcome.edited.iter();
    lines.extend(edited.map(|path| format!("  edited  {path} (by you)")));
    lines.join("\n") + "\n"
}

fn to_json(part: &Part) -> serde_json::Value {
    let outcome = &part.outcome;
    let changes: Vec<_> = outcome
        .plan
        .changes
        .iter()
        .map(|change| {
            let lines: Vec<_> = diff::lines(change)
                .map(|line| json!({ "line": line.number, "change": line.sign.to_string(), "text": line.text }))
                .collect();
            json!({ "path": change.path, "change": diff::verb(change), "lines": lines })
        })
        .collect();
    let conflicts: Vec<_> = outcome.conflicts.iter().map(|it| &it.path).collect();
    json!({
        "branch": part.branch,
        "changes": changes,
        "conflicts": conflicts,
        "edited": outcome.edited,
    })
}
