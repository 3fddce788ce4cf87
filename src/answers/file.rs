//! `djdock.toml`: the human's file. It is read strictly and rewritten value by value.

use std::fmt::Write as _;

use toml_edit::{Array, DocumentMut, Item, Key, Table, Value};

use super::questions::{Line, lines};
use super::{Answers, PartialAnswers};
use crate::merge::sides;

/// The only `version` of the file that this djdock reads.
pub(crate) const VERSION: u32 = 1;

/// What a new file says first.
pub(super) const HEADER: &str = "# The choices that djdock renders this stack from. Edit them freely, then run `djdock init`.\n";

/// The services that came along for others, and what is said about that.
pub(super) const IMPLIED: [&str; 2] = ["implied", "came along for another one, and goes with it"];

/// The database that was replaced.
pub(super) const PREVIOUS_DB: [&str; 2] = [
    "previous-db",
    "its rows are carried over by `make carry-data`",
];

/// Keys that former djdocks wrote, and what they are called now.
const RENAMED: [(&str, &str); 2] = [("brought", IMPLIED[0]), ("former-db", PREVIOUS_DB[0])];

/// What stands above the table of files.
pub(super) const EXISTING_COMMENT: &str = "\n# Files of yours that stood where djdock writes its own: \"beside\" (yours is kept as \
    NAME.before-djdock),\n# \"replace\", or \"keep\" (djdock leaves the name to you).\n";

/// Why an answers file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AnswersFileError {
    /// It is not the TOML that djdock knows.
    #[error("{path}: {source}")]
    Invalid {
        /// The file's path, as it was named.
        path: String,
        /// The parser's words, with line and column.
        source: Box<toml::de::Error>,
    },
    /// It holds git's conflict markers, and what both sides meant is for people to say.
    #[error("{path}: it has git's conflict markers")]
    Unmerged {
        /// The file's path, as it was named.
        path: String,
    },
    /// It is written for another djdock.
    #[error("{path}: version {found}")]
    Version {
        /// The file's path, as it was named.
        path: String,
        /// The number that it gives.
        found: u32,
    },
}

/// Reads the two sides of an answers file that git could not merge; `base` is what both started from, where that is known.
pub fn read_merged(
    path: &str,
    base: Option<&str>,
    [ours, theirs]: &[String; 2],
) -> Result<PartialAnswers, AnswersFileError> {
    let comments = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.filter(|line| line.starts_with('#')).collect()
    };
    // Our side is what stays of the text.
    let kept = comments(ours);
    let is_lost = comments(theirs).iter().any(|line| !kept.contains(line));
    let joined = match base.filter(|_| !is_lost) {
        Some(base) => {
            PartialAnswers::joined(&read(path, base)?, &read(path, ours)?, &read(path, theirs)?)
        }
        None => None,
    };
    joined.ok_or_else(|| AnswersFileError::Unmerged {
        path: path.to_owned(),
    })
}

/// Reads an answers file; `path` is for errors.
pub fn read(path: &str, text: &str) -> Result<PartialAnswers, AnswersFileError> {
    if sides(text).is_some() {
        let path = path.to_owned();
        return Err(AnswersFileError::Unmerged { path });
    }
    let answers: PartialAnswers =
        toml::from_str(text).map_err(|source| AnswersFileError::Invalid {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
    match answers.version {
        Some(found) if found != VERSION => Err(AnswersFileError::Version {
            path: path.to_owned(),
            found,
        }),
        _ => Ok(answers),
    }
}

/// The text of `djdock.toml` for these answers: the existing text with only differing values replaced, or our side of one
/// that git could not merge.
#[must_use]
pub fn render(answers: &Answers, existing: Option<&str>) -> String {
    let lines = lines(answers);
    let fresh = || new(&lines).parse::<DocumentMut>().unwrap_or_default();
    let ours = existing.and_then(sides).map(|[ours, _]| ours);
    let existing = ours.as_deref().or(existing);
    let mut document = existing.map_or_else(fresh, |text| text.parse().unwrap_or_else(|_| fresh()));
    for (from, to) in RENAMED {
        rename(&mut document, from, to);
    }
    set(&mut document, "version", i64::from(VERSION).into());
    for Line { key, value, .. } in lines {
        set(&mut document, key, value);
    }
    let implied = Value::Array(answers.implied.iter().collect::<Array>());
    let implied = (!answers.implied.is_empty()).then_some(implied);
    set_below(&mut document, "with", IMPLIED, implied);
    let former = answers.previous_db.as_deref().map(Value::from);
    set_below(&mut document, "db", PREVIOUS_DB, former);
    if let Some(pack) = &answers.pack {
        set(&mut document, "pack", pack.as_str().into());
    }
    set_options(&mut document, answers);
    if answers.set.is_empty() {
        document.remove("set");
    }
    set_existing(&mut document, answers);
    document.to_string()
}

/// The text of a new file.
fn new(lines: &[Line]) -> String {
    let mut text = format!("{HEADER}version = {VERSION}\n");
    for Line {
        key,
        comment,
        value,
    } in lines
    {
        let _ = writeln!(text, "{comment}{key} = {value}");
    }
    text
}

/// The table of files comes last, and only where there are any.
fn set_existing(document: &mut DocumentMut, answers: &Answers) {
    if answers.existing.is_empty() && !document.contains_key("existing") {
        return;
    }
    let table = document.entry("existing").or_insert_with(|| {
        let mut table = Table::new();
        table.decor_mut().set_prefix(EXISTING_COMMENT);
        Item::Table(table)
    });
    let Some(table) = table.as_table_like_mut() else {
        return;
    };
    for (path, existing) in &answers.existing {
        let said = table.get(path).and_then(Item::as_str);
        if said != Some(existing.name()) {
            table.insert(path, toml_edit::value(existing.name()));
        }
    }
}

/// Gives a key another name, where it is, with its comments.
fn rename(document: &mut DocumentMut, from: &str, to: &str) {
    let is_found = |key: &str| key == from || key == to;
    let keys: Vec<String> = document.iter().map(|(key, _)| key.to_owned()).collect();
    if !keys.iter().any(|key| key == from) || keys.iter().filter(|key| is_found(key)).count() > 1 {
        return;
    }
    for key in keys {
        // What is taken out and put in again comes last: so does everything in turn, in the order that it had.
        let Some((name, item)) = document.remove_entry(&key) else {
            continue;
        };
        let renamed = if key == from {
            Key::new(to).with_leaf_decor(name.leaf_decor().clone())
        } else {
            name
        };
        document.insert_formatted(&renamed, item);
    }
}

/// A value that is said only where there is one, below another key's.
fn set_below(document: &mut DocumentMut, above: &str, key: [&str; 2], value: Option<Value>) {
    let [key, comment] = key;
    let Some(value) = value else {
        document.remove(key);
        return;
    };
    if document.contains_key(key) {
        set(document, key, value);
        return;
    }
    // A key that is inserted comes last, which would be in another one's paragraph.
    let text = document.to_string();
    let line = format!("{key} = {value} # {comment}\n");
    let edited = after_key(&text, above, &line).and_then(|text| text.parse().ok());
    match edited {
        Some(edited) => *document = edited,
        None => set(document, key, value),
    }
}

/// A text with a line after a top-level key's value.
fn after_key(text: &str, key: &str, line: &str) -> Option<String> {
    let document = text.parse::<toml_edit::Document<String>>().ok()?;
    let end = document.get(key)?.span()?.end;
    let end = text[end..]
        .find('\n')
        .map_or(text.len(), |length| end + length + 1);
    let (before, after) = text.split_at(end);
    let break_line = if before.ends_with('\n') { "" } else { "\n" };
    Some(format!("{before}{break_line}{line}{after}"))
}

/// The tables of services come last but one, and only where there is something to choose.
fn set_options(document: &mut DocumentMut, answers: &Answers) {
    if answers.set.is_empty() && !document.contains_key("set") {
        return;
    }
    let options = document.entry("set").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let Some(options) = options.as_table_like_mut() else {
        return;
    };
    let gone: Vec<String> = options
        .iter()
        .map(|(service, _)| service.to_owned())
        .filter(|service| !answers.set.contains_key(service))
        .collect();
    for service in gone {
        options.remove(&service);
    }
    for (service, chosen) in &answers.set {
        let table = options.entry(service).or_insert_with(toml_edit::table);
        let Some(table) = table.as_table_like_mut() else {
            continue;
        };
        for (key, value) in chosen {
            if table.get(key).and_then(Item::as_str) != Some(value) {
                table.insert(key, toml_edit::value(value));
            }
        }
    }
}

/// Replaces a value and keeps the comments around it.
fn set(document: &mut DocumentMut, key: &str, mut value: Value) {
    match document.get_mut(key).and_then(Item::as_value_mut) {
        Some(present) if same(present, &value) => {}
        Some(present) => {
            *value.decor_mut() = present.decor().clone();
            *present = value;
        }
        None => {
            document.insert(key, Item::Value(value));
        }
    }
}

/// Whether two values mean the same, however they are written.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::String(a), Value::String(b)) => a.value() == b.value(),
        (Value::Integer(a), Value::Integer(b)) => a.value() == b.value(),
        (Value::Boolean(a), Value::Boolean(b)) => a.value() == b.value(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
