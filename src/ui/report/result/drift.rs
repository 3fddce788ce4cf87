//! How far a stack is from what it would be.

use super::super::{Output, Page};
use super::changed::unseen;
use super::json;
use crate::commands::status::{Drift, DriftOnBranch};
use crate::text::visible;
use crate::ui::diff::{self, Stream};
use crate::ui::shell::word;

impl Output for Drift {
    fn text(&self, page: &mut Page) {
        for part in &self.parts {
            page.shown(lines(part).join("\n") + "\n");
        }
        if self.interrupted {
            page.warn(
                "an earlier djdock was stopped while it wrote: files may be half changed; `djdock update` finishes it first",
            );
        }
        for path in &self.unseen {
            page.warn(unseen(path));
        }
        if self.lacks_driver {
            page.warn(
                "this clone lacks djdock's merge driver: `git merge dev` on prod may bring these edits; `djdock check --fix` sets it",
            );
        }
    }

    fn json(&self) -> serde_json::Value {
        json(self)
    }

    fn exit_code(&self) -> u8 {
        u8::from(self.drifts || self.interrupted)
    }
}

fn lines(part: &DriftOnBranch) -> Vec<String> {
    let name = part.branch.as_deref().unwrap_or("this folder");
    let drifts = !part.changes.is_empty() || !part.conflicts.is_empty();
    let state = if drifts { "drift" } else { "up to date" };
    let mut lines = vec![format!("{}: {state}", visible(name))];
    for change in &part.changes {
        lines.push(diff::summary_line(&change.file, Stream::Data));
        let changed = change.lines.iter().map(diff::changed_line);
        lines.extend(changed.map(|line| format!("            {line}")));
    }
    let conflicts = part.conflicts.iter();
    lines.extend(conflicts.map(|path| format!("conflict  {}", visible(path))));
    let edited = part.edited.iter();
    lines.extend(edited.map(|path| format!("  edited  {} (by you)", visible(path))));
    let deleted = part.deleted.iter();
    lines.extend(deleted.map(|path| {
        let quoted = word(path);
        let (path, quoted) = (visible(path), visible(&quoted));
        format!(
            "    gone  {path} (deleted by you; `djdock update --restore {quoted}` brings it back)"
        )
    }));
    lines
}
