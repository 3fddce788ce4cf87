//! What `djdock check` found, and what `--fix` did about it.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{Output, Page, check};
use super::json;
use crate::check::{Finding, Level, What};
use crate::commands::check::Findings;
use crate::environment::Environment;

impl Output for Findings {
    fn text(&self, page: &mut Page) {
        for repair in self.repairs.iter().flatten() {
            page.say(check::repair(repair, self.dry_run, &self.env_file));
        }
        if self.repairs.as_ref().is_some_and(Vec::is_empty) {
            page.say("Nothing here can be put right without you.");
        }
        for finding in &self.found {
            page.data(check::finding_lines(finding, &self.env_file));
        }
        let untold = |finding: &Finding| matches!(finding.what, What::SettingsUntold { .. });
        if !self.is_bad() && self.found.iter().any(untold) {
            page.data(
                "Nothing is seen to stop or weaken this stack; what could not be told is listed above.\n",
            );
        } else if !self.is_bad() {
            page.data("Nothing stops or weakens this stack.\n");
        }
        let findings = self.found.iter();
        let fixable = findings.filter(|finding| finding.fixable).count();
        if fixable > 0 && self.repairs.is_none() {
            page.hint(format!("`djdock check --fix` settles {fixable} of them"));
        }
    }

    fn json(&self) -> serde_json::Value {
        let told: Vec<Told> = self
            .found
            .iter()
            .map(|finding| Told::of(finding, &self.env_file))
            .collect();
        json(&told)
    }

    fn exit_code(&self) -> u8 {
        u8::from(self.is_bad())
    }
}

/// A finding, for scripts.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct Told {
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

impl Told {
    fn of(finding: &Finding, env: &str) -> Self {
        let (id, level) = finding.what.id();
        let spot = finding.spot.clone();
        Self {
            id,
            level,
            environment: spot.environment,
            branch: spot.branch,
            file: spot.file,
            line: spot.line,
            found: check::finding(&finding.what),
            fix: check::fix(&finding.what, &finding.spot, env),
            fixable: finding.fixable,
        }
    }
}
