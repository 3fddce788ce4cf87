//! Plans and changes as a person reads them.

use console::Style;
use similar::{ChangeTag, TextDiff};

use crate::files::{File, Mode};
use crate::lock;
use crate::plan::{Change, Plan};

/// One line per change: `create  Dockerfile`.
#[must_use]
pub fn summary(plan: &Plan) -> Vec<String> {
    plan.changes.iter().map(summary_line).collect()
}

/// What happens to the file, in one word.
#[must_use]
pub fn verb(change: &Change) -> &'static str {
    match (&change.before, &change.after) {
        (None, _) => "create",
        (_, None) => "delete",
        _ => "edit",
    }
}

/// The change as one line.
#[must_use]
pub fn summary_line(change: &Change) -> String {
    let verb = verb(change);
    let style = match verb {
        "create" => Style::new().green(),
        "delete" => Style::new().red(),
        _ => Style::new().yellow(),
    };
    let verb = style.for_stderr().apply_to(format!("{verb:>8}"));
    format!("{verb}  {}", change.path)
}

/// A line that goes or comes.
pub struct ChangedLine {
    /// Its number, from 1: in the text before where it goes, in the one after where it comes.
    pub number: usize,
    /// `-` or `+`.
    pub sign: char,
    /// The line, without its end.
    pub text: String,
}

impl std::fmt::Display for ChangedLine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:>4} {} {}", self.number, self.sign, self.text)
    }
}

/// The lines of a file that stands there before and after, where they differ. The lock's are djdock's own.
pub fn lines(change: &Change) -> impl Iterator<Item = ChangedLine> {
    let (before, after) = match (&change.before, &change.after) {
        (Some(before), Some(after)) if change.path != lock::PATH => (shown(before), shown(after)),
        _ => Default::default(),
    };
    let diff = TextDiff::from_lines(before.as_str(), after.as_str());
    let changed = diff.iter_all_changes().filter_map(|line| {
        let (sign, index) = match line.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => ('-', line.old_index()),
            ChangeTag::Insert => ('+', line.new_index()),
        };
        let text = line.value().trim_end_matches(['\r', '\n']).to_owned();
        let number = index? + 1;
        Some(ChangedLine { number, sign, text })
    });
    changed.collect::<Vec<_>>().into_iter()
}

/// A unified diff of every change but the lock's, which is djdock's own.
#[must_use]
pub fn unified(plan: &Plan) -> String {
    let changes = plan.changes.iter();
    changes
        .filter(|change| change.path != lock::PATH)
        .map(unified_change)
        .collect()
}

/// A unified diff of the user's own files alone: what a person wants to see before it is written.
#[must_use]
pub fn edits(plan: &Plan) -> String {
    let edited = |change: &&Change| change.before.is_some() && change.after.is_some();
    let changes = plan.changes.iter().filter(edited);
    changes
        .filter(|change| change.path != lock::PATH)
        .map(unified_change)
        .collect()
}

fn unified_change(change: &Change) -> String {
    let text = |file: &Option<File>| file.as_ref().map(shown).unwrap_or_default();
    let name = |side: &str, file: &Option<File>| match file {
        Some(_) => format!("{side}/{}", change.path),
        None => "/dev/null".to_owned(),
    };
    let (before, after) = (text(&change.before), text(&change.after));
    let diff = TextDiff::from_lines(before.as_str(), after.as_str());
    let unified = diff
        .unified_diff()
        .context_radius(2)
        .header(&name("a", &change.before), &name("b", &change.after))
        .to_string();
    unified.lines().map(colored).collect()
}

/// No secret reaches the screen.
fn shown(file: &File) -> String {
    if file.mode == Mode::Private {
        return "(not shown: it holds secrets)\n".to_owned();
    }
    file.text.clone()
}

fn colored(line: &str) -> String {
    let style = match line.as_bytes().first() {
        Some(b'+') => Style::new().green(),
        Some(b'-') => Style::new().red(),
        Some(b'@') => Style::new().cyan(),
        _ => Style::new(),
    };
    format!("{}\n", style.for_stderr().apply_to(line))
}
