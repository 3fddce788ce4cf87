//! What users do to files: lines that come, go and change, wherever.

use proptest::prelude::*;
use proptest::sample::Index;

/// One edit of a text.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// A comment, as deep as the line below it.
    Comment(Index),
    /// A service of their own, before another one or at the end of the services.
    Service(Index),
    /// A key of their own in a service.
    Key(Index),
    /// Something at the end of a line.
    Change(Index),
    /// A line that goes.
    Delete(Index),
    /// An empty line.
    Blank(Index),
    /// Lines at the end.
    End,
}

pub(crate) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let index = any::<Index>;
    let edit = prop_oneof![
        4 => index().prop_map(Edit::Comment),
        4 => index().prop_map(Edit::Service),
        4 => index().prop_map(Edit::Key),
        2 => index().prop_map(Edit::Change),
        1 => index().prop_map(Edit::Delete),
        1 => index().prop_map(Edit::Blank),
        1 => Just(Edit::End),
    ];
    proptest::collection::vec(edit, 1..5)
}

/// A text after edits. Every line of the user's is one that nobody else writes.
pub(crate) fn edited(text: &str, edits: &[Edit], name: &str) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for (number, edit) in edits.iter().enumerate() {
        if lines.is_empty() {
            lines.push("# mine\n".to_owned());
        }
        apply(&mut lines, edit, &format!("{name}{number}"));
    }
    lines.concat()
}

fn indent(line: &str) -> String {
    line.chars().take_while(|c| *c == ' ').collect()
}

/// The lines for which something holds; all of them where it holds for none.
fn among(lines: &[String], wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    let found: Vec<usize> = (0..lines.len()).filter(|at| wanted(&lines[*at])).collect();
    if found.is_empty() {
        (0..lines.len()).collect()
    } else {
        found
    }
}

fn apply(lines: &mut Vec<String>, edit: &Edit, name: &str) {
    let service = |line: &str| {
        indent(line).len() == 2 && line.trim_end().ends_with(':') && !line.trim().starts_with('#')
    };
    match edit {
        Edit::Comment(index) => {
            let at = index.index(lines.len());
            let indent = indent(&lines[at]);
            lines.insert(at, format!("{indent}# mine {name}\n"));
        }
        Edit::Service(index) => {
            let at = *index.get(&among(lines, service));
            let block = [
                format!("  {name}:\n"),
                format!("    image: {name}:1\n"),
                "    networks: [back]\n".to_owned(),
                "    healthcheck:\n".to_owned(),
                format!("      test: [CMD, {name}]\n"),
                "      timeout: 10s\n".to_owned(),
                "\n".to_owned(),
            ];
            lines.splice(at..at, block);
        }
        Edit::Key(index) => {
            let at = *index.get(&among(lines, service));
            lines.insert(at + 1, format!("    x-{name}: mine\n"));
        }
        Edit::Change(index) => {
            let at = index.index(lines.len());
            let line = lines[at].trim_end().to_owned();
            lines[at] = format!("{line} # {name}\n");
        }
        Edit::Delete(index) => {
            lines.remove(index.index(lines.len()));
        }
        Edit::Blank(index) => lines.insert(index.index(lines.len()), "\n".to_owned()),
        Edit::End => {
            if let Some(last) = lines.last_mut().filter(|last| !last.ends_with('\n')) {
                last.push('\n');
            }
            lines.push(format!("# the end of {name}\n"));
        }
    }
}
