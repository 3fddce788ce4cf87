//! A change line by line, and as a unified diff. No secret gets into either.

use schemars::JsonSchema;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::{Change, Plan};
use crate::files::{File, Mode};
use crate::lock;

/// Lines that stand unchanged around a change in a unified diff.
const CONTEXT: usize = 2;

/// Whether a line goes or comes.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub enum Sign {
    /// The line goes.
    #[serde(rename = "-")]
    Minus,
    /// The line comes.
    #[serde(rename = "+")]
    Plus,
}

/// A line that goes or comes.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
pub struct ChangedLine {
    /// Its number, from 1: in the text before where it goes, in the one after where it comes.
    #[serde(rename = "line")]
    pub number: usize,
    /// Whether it goes or comes.
    #[serde(rename = "change")]
    pub sign: Sign,
    /// The line, without its end.
    pub text: String,
}

impl Change {
    /// The lines of a file that stands there before and after, where they differ. The lock's are djdock's own.
    #[must_use]
    pub fn lines(&self) -> Vec<ChangedLine> {
        let (before, after) = match (&self.before, &self.after) {
            (Some(before), Some(after)) if self.path != lock::PATH => (shown(before), shown(after)),
            _ => return Vec::new(),
        };
        let diff = TextDiff::from_lines(before.as_str(), after.as_str());
        let changed = diff.iter_all_changes().filter_map(|line| {
            let (sign, index) = match line.tag() {
                ChangeTag::Equal => return None,
                ChangeTag::Delete => (Sign::Minus, line.old_index()),
                ChangeTag::Insert => (Sign::Plus, line.new_index()),
            };
            let text = line.value().trim_end_matches(['\r', '\n']).to_owned();
            let number = index? + 1;
            Some(ChangedLine { number, sign, text })
        });
        changed.collect()
    }

    fn unified(&self) -> String {
        let text = |file: &Option<File>| file.as_ref().map(shown).unwrap_or_default();
        let name = |side: &str, file: &Option<File>| match file {
            Some(_) => format!("{side}/{}", self.path),
            None => "/dev/null".to_owned(),
        };
        let (before, after) = (text(&self.before), text(&self.after));
        let diff = TextDiff::from_lines(before.as_str(), after.as_str());
        diff.unified_diff()
            .context_radius(CONTEXT)
            .header(&name("a", &self.before), &name("b", &self.after))
            .to_string()
    }
}

impl Plan {
    /// A unified diff of every change but the lock's, which is djdock's own.
    #[must_use]
    pub fn unified(&self) -> String {
        self.unified_where(|_| true)
    }

    /// A unified diff of the user's own files alone: what a person wants to see before it is written.
    #[must_use]
    pub fn unified_edits(&self) -> String {
        self.unified_where(|change| change.before.is_some() && change.after.is_some())
    }

    fn unified_where(&self, wanted: impl Fn(&Change) -> bool) -> String {
        let changes = self.changes.iter();
        let changes = changes.filter(|change| change.path != lock::PATH && wanted(change));
        changes.map(Change::unified).collect()
    }
}

/// The text that is compared: no secret reaches the screen.
fn shown(file: &File) -> String {
    if file.mode == Mode::Private {
        return "(not shown: it holds secrets)\n".to_owned();
    }
    file.text.clone()
}
