//! `djdock check`: what would stop the stack or weaken it, each with its fix.

mod checked;
mod repair;

use std::process::ExitCode;

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Finding, Level, ThisMachine};
use crate::cli::{CheckArgs, Global};
use crate::environment::Environment;
use crate::error::Error;
use crate::ui::{Ui, report};

use super::change::pack_of;
use super::place::Place;
use checked::Checked;

/// Runs the command: 0 where nothing stops or weakens the stack, 1 otherwise.
pub fn run(args: &CheckArgs, global: &Global, ui: &Ui) -> Result<ExitCode, Error> {
    let place = Place::find(&args.place.path, None)?;
    if args.fix && !global.dry_run {
        place.recover(ui)?;
    }
    let mut findings = look(args, &place, |checked| {
        if args.fix {
            checked.repair(global, ui)
        } else {
            Ok(())
        }
    })?;
    if args.fix && !global.dry_run {
        // git's own configuration is read anew.
        let place = Place::find(&args.place.path, None)?;
        findings = look(args, &place, |_| Ok(()))?;
    }
    tell(&findings, args, global, ui);
    let bad = findings
        .iter()
        .any(|finding| finding.level() != Level::Note);
    Ok(ExitCode::from(u8::from(bad)))
}

fn look(
    args: &CheckArgs,
    place: &Place,
    then: impl FnOnce(&Checked<'_>) -> Result<(), Error>,
) -> Result<Vec<Finding>, Error> {
    let standing = place.standing_of_dev()?;
    let catalog = pack_of(&args.place, place, &standing.answers)?;
    let checked = Checked::new(place, &standing, &catalog, &ThisMachine)?;
    then(&checked)?;
    Ok(checked.findings)
}

/// A finding, for scripts.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct Told {
    /// What kind of finding it is.
    id: &'static str,
    /// How bad it is; a note does not count in the exit code.
    level: Level,
    /// `null` for what both environments share.
    environment: Option<Environment>,
    /// The branch whose files were looked at; `null` where the stack is in the work tree.
    branch: Option<String>,
    /// From the repository's root.
    file: Option<String>,
    /// From 1.
    line: Option<usize>,
    /// What was found, in one sentence.
    found: String,
    /// What to do about it.
    fix: String,
    /// Whether `djdock check --fix` does it.
    fixable: bool,
}

/// The JSON Schema of `djdock check --json`; `docs/check.schema.json` is its text.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Vec<Told>).to_value()
}

impl Told {
    fn of(finding: &Finding) -> Self {
        let (id, level) = finding.what.id();
        let spot = finding.spot.clone();
        Self {
            id,
            level,
            environment: spot.environment,
            branch: spot.branch,
            file: spot.file,
            line: spot.line,
            found: report::finding(&finding.what),
            fix: report::fix(&finding.what, &finding.spot),
            fixable: finding.fixable,
        }
    }
}

fn tell(findings: &[Finding], args: &CheckArgs, global: &Global, ui: &Ui) {
    if global.json {
        let told: Vec<Told> = findings.iter().map(Told::of).collect();
        let told = serde_json::to_string_pretty(&told).unwrap_or_default();
        ui.data(&format!("{told}\n"));
        return;
    }
    for finding in findings {
        ui.data(&report::finding_lines(finding));
    }
    if findings
        .iter()
        .all(|finding| finding.level() == Level::Note)
    {
        ui.data("Nothing stops or weakens this stack.\n");
    }
    let fixable = findings.iter().filter(|finding| finding.fixable).count();
    if fixable > 0 && !args.fix {
        ui.hint(format!("`djdock check --fix` settles {fixable} of them"));
    }
}
