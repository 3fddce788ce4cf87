//! What `djdock undo` did, or would do.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{Output, Page};
use super::json;
use super::next::unheeded;
use crate::branches::undo::Stays;
use crate::commands::undone::{Undone, UndonePart};
use crate::plan::PlannedFile;
use crate::ui::diff::{self, Stream};
use crate::ui::shell::word;
use crate::ui::table::padded;

/// The column behind which a command says what it is for.
const COMMANDS: usize = 44;

impl Output for Undone {
    fn text(&self, page: &mut Page) {
        if !self.written {
            return;
        }
        for part in &self.parts {
            for line in by_hand(part) {
                page.warn(line);
            }
        }
        for warning in unheeded(&self.unheeded) {
            page.warn(warning);
        }
        page.say("Done.");
        let commands = leftover(self);
        if !commands.is_empty() {
            page.say("What djdock never deletes by itself, and how you do:");
            page.say("");
            for (command, what) in commands {
                if console::measure_text_width(&command) > COMMANDS {
                    page.say(format!("  # {what}"));
                    page.say(format!("  {command}"));
                } else {
                    page.say(format!("  {}  # {what}", padded(&command, COMMANDS)));
                }
            }
        }
        for name in &self.others {
            page.hint(format!(
                "`{name}` holds a stack still: `git switch {} && djdock undo`",
                word(name)
            ));
        }
    }

    fn json(&self) -> serde_json::Value {
        json(&Told::of(self))
    }
}

/// What was undone, for scripts; with `--dry-run`, what would be.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Undo")]
pub(super) struct Told<'run> {
    /// One per branch with a stack, or one for the work tree; none where there is nothing to undo.
    plan: Vec<ToldPart<'run>>,
    /// Whether it was written: not with `--dry-run`, nor where nothing was to do.
    written: bool,
    /// What stays for you to look at, in a sentence each.
    by_hand: Vec<String>,
    /// The commands that delete what djdock never does: containers, volumes, secrets, data, branches.
    commands: Vec<String>,
    /// Further local branches that hold a stack, and keep it.
    others: &'run [String],
}

/// What becomes of one branch.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "UndonePart")]
struct ToldPart<'run> {
    /// The branch; `null` for the work tree.
    branch: Option<&'run str>,
    /// Whether the branch itself goes.
    deleted: bool,
    /// Why it stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    stays: Option<&'static str>,
    /// The files that change, ordered by path.
    changes: &'run [PlannedFile],
    /// The changes as a unified diff; there with `--diff` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<&'run str>,
}

impl<'run> Told<'run> {
    fn of(undone: &'run Undone) -> Self {
        let part = |part: &'run UndonePart| ToldPart {
            branch: part.branch.as_deref(),
            deleted: part.deleted,
            stays: part.stays.map(why),
            changes: &part.changes,
            diff: part.diff.as_deref(),
        };
        let commands = leftover(undone).into_iter();
        Self {
            plan: undone.parts.iter().map(part).collect(),
            written: undone.written,
            by_hand: undone.parts.iter().flat_map(by_hand).collect(),
            commands: stopping(undone)
                .chain(commands.map(|(command, _)| command))
                .collect(),
            others: &undone.others,
        }
    }
}

/// What is about to go.
pub(super) fn undoing(undone: &Undone, page: &mut Page) {
    if undone.is_nothing() {
        page.say("There is nothing to undo: no stack of djdock's stands here.");
        for name in &undone.others {
            page.hint(format!("`{name}` holds one: `git switch {}`", word(name)));
        }
        return;
    }
    for part in &undone.parts {
        match &part.branch {
            Some(name) if part.deleted => page.say(format!(
                "Branch {name} goes: djdock made it, and nothing but djdock's is on it."
            )),
            Some(name) => page.say(format!("On branch {name}:")),
            None => page.say("In this folder:"),
        }
        if !part.deleted {
            for file in &part.changes {
                page.say_shown(diff::summary_line(file, Stream::Talk));
            }
        }
        page.say("");
    }
    if undone.parts.is_empty() {
        page.say("No branch holds a stack; what is left of djdock in git's configuration goes.");
    }
    let diffs: Vec<&String> = undone
        .parts
        .iter()
        .filter_map(|it| it.diff.as_ref())
        .collect();
    for unified in &diffs {
        page.shown(diff::colored(unified, Stream::Data));
    }
    let first = undone.parts.iter().find(|part| !part.deleted);
    if let Some(part) = first.filter(|_| diffs.is_empty()) {
        page.say_shown(diff::colored(&part.edits, Stream::Talk));
    }
    let stopping: Vec<String> = stopping(undone).collect();
    if !stopping.is_empty() {
        page.say("A stack that runs goes on without its files; to stop it, now or then:");
        for command in stopping {
            page.say(format!("  {command}"));
        }
    }
}

/// What stays on a branch for the user to look at, a sentence each.
fn by_hand(part: &UndonePart) -> Vec<String> {
    let on = part.branch.as_deref();
    let on = on.map_or_else(String::new, |name| format!(" on {name}"));
    let left = part
        .left
        .iter()
        .map(|path| format!("`{path}`{on} is yours now: you edited it, so it stays"));
    let lines = part.lines.iter().map(|path| {
        format!(
            "`{path}`{on} keeps lines of djdock's: you edited them, or code of yours needs them"
        )
    });
    let aside = part
        .aside
        .iter()
        .map(|(path, to)| format!("`{to}`{on} stays under that name, for `{path}` is there"));
    left.chain(lines).chain(aside).collect()
}

/// The commands that stop the stacks.
fn stopping(undone: &Undone) -> impl Iterator<Item = String> {
    let projects = undone.projects.iter();
    projects.map(|project| {
        let name = word(&project.name);
        format!("docker compose --project-name {name} down")
    })
}

/// The commands that delete what djdock never does, and what each is about.
fn leftover(undone: &Undone) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let volumes = undone.projects.iter().flat_map(|project| &project.volumes);
    let volumes: Vec<_> = volumes.map(|volume| word(volume)).collect();
    if !volumes.is_empty() {
        let command = format!("docker volume rm {}", volumes.join(" "));
        all.push((command, "the data in volumes, for good".to_owned()));
    }
    if undone.is_extension {
        all.push((
            "docker volume ls".to_owned(),
            "which volumes the services had".to_owned(),
        ));
    }
    for file in &undone.files {
        if file.starts_with(".env") {
            let what =
                "the secrets; .git/info/exclude keeps them out of git as long as they are there";
            all.push((format!("rm {}", word(file)), what.to_owned()));
        } else {
            let what = "your rows, uploads or backups, as the stack wrote them there";
            all.push((format!("rm -r {}", word(file)), what.to_owned()));
        }
    }
    all.extend(undone.parts.iter().filter_map(branch_command));
    let own = |remote: &&String| {
        let short = remote.split_once('/').map(|(_, short)| short);
        undone
            .parts
            .iter()
            .any(|part| part.is_own && part.branch.as_deref() == short)
    };
    for remote in undone.remotes.iter().filter(own) {
        let (remote, short) = remote.split_once('/').unwrap_or(("origin", remote));
        all.push((
            format!("git push {} --delete {}", word(remote), word(short)),
            "the branch that others may have, once nobody needs it".to_owned(),
        ));
    }
    all
}

/// The command that deletes a branch which djdock leaves.
fn branch_command(part: &UndonePart) -> Option<(String, String)> {
    let name = part.branch.as_deref().filter(|_| part.is_own)?;
    let stays = part.stays.filter(|stays| *stays != Stays::NotMade)?;
    let command = format!("git branch -D {}", word(name));
    Some((command, format!("it stays: {}", why(stays))))
}

fn why(stays: Stays) -> &'static str {
    match stays {
        Stays::NotMade => "djdock did not make it, or git's log of it is gone",
        Stays::CheckedOut => "a work tree has it checked out",
        Stays::Pushed => "a remote has it, or it follows one there",
        Stays::HoldsCommits => "there are commits on it that djdock did not make",
        Stays::Differs => "what you did to files of the stack is there alone",
    }
}
