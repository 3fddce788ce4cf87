//! What `init`, `add`, `remove` and `update` did, or would do.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::settings::verdicts;
use super::super::{Output, Page};
use super::{json, next};
use crate::answers::Answers;
use crate::commands::changed::{Changed, PlannedPart};
use crate::plan::PlannedFile;
use crate::ui::diff::{self, Stream};

impl Output for Changed {
    fn text(&self, page: &mut Page) {
        if self.written {
            next::say(&self.next, &self.answers, page);
        }
    }

    fn json(&self) -> serde_json::Value {
        json(&Told::of(self))
    }
}

/// A change of a stack, for scripts: what was done, or with `--dry-run`, what would be.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Change")]
pub(super) struct Told<'run> {
    /// The choices, by their keys in `djdock.toml`.
    answers: &'run Answers,
    /// One per branch, or one for the work tree.
    plan: Vec<ToldPart<'run>>,
    /// Whether it was written: not with `--dry-run`, nor where nothing was to do.
    written: bool,
    /// What djdock could not do, and is left to the user, in a sentence each.
    by_hand: Vec<String>,
    /// Variables that the stack does not start without, and only the owner knows: to be filled in in `.env`.
    missing: Vec<ToldMissing<'run>>,
}

/// What changes on one branch.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Part")]
struct ToldPart<'run> {
    /// The branch; `null` for the work tree.
    branch: Option<&'run str>,
    /// The files that change, ordered by path.
    changes: &'run [PlannedFile],
    /// The changes as a unified diff; there with `--diff` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<&'run str>,
}

/// A variable that the owner must fill in.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Missing")]
struct ToldMissing<'run> {
    /// Its name.
    name: &'run str,
    /// Where the settings read it, as `mysite/settings.py:12`.
    place: Option<&'run str>,
}

impl<'run> Told<'run> {
    fn of(changed: &'run Changed) -> Self {
        let part = |part: &'run PlannedPart| ToldPart {
            branch: part.branch.as_deref(),
            changes: &part.changes,
            diff: part.diff.as_deref(),
        };
        let missing = changed.next.missing.iter().map(|it| ToldMissing {
            name: &it.name,
            place: it.place.as_deref(),
        });
        Self {
            answers: &changed.answers,
            plan: changed.plan.iter().map(part).collect(),
            written: changed.written,
            by_hand: [next::by_hand(&changed.next), verdicts(&changed.verdicts)].concat(),
            missing: missing.collect(),
        }
    }
}

/// That an edit was not looked at.
pub(super) fn unseen(path: &str) -> String {
    format!("`{path}` has changes that are not committed: they were not looked at")
}

/// The plan before it is written: files per branch, and the user's own files as a diff.
pub(super) fn planned(changed: &Changed, page: &mut Page) {
    for path in &changed.unseen {
        page.warn(unseen(path));
    }
    if changed.stands {
        page.say(if changed.unseen.is_empty() {
            "Nothing to do: the stack is as these answers want it."
        } else {
            "Nothing to do for what is committed."
        });
        return;
    }
    for part in changed.plan.iter().filter(|part| !part.changes.is_empty()) {
        let place = part.branch.as_deref().map_or_else(
            || "In this folder:".to_owned(),
            |branch| format!("On branch {branch}:"),
        );
        page.say(place);
        for line in diff::summary_lines(&part.changes, Stream::Talk) {
            page.say_shown(line);
        }
        page.say("");
    }
    for warning in verdicts(&changed.verdicts) {
        page.warn(warning);
    }
    let diffs: Vec<&String> = changed
        .plan
        .iter()
        .filter_map(|it| it.diff.as_ref())
        .collect();
    for unified in &diffs {
        page.shown(diff::colored(unified, Stream::Data));
    }
    if diffs.is_empty() && !changed.plan.is_empty() {
        page.say_shown(diff::colored(&changed.edits, Stream::Talk));
    }
}
