//! A value as text, in block style.

use super::scalar::{Quotes, is_printable, write};
use super::value::{MERGE, Value};

/// How much deeper each level stands.
const STEP: usize = 2;

/// A longer list stands one item a line.
const WIDTH: usize = 100;

/// A mapping or a list at a column, each line ended. It means the value, aliases of other parts of the file included.
pub(crate) fn block(value: &Value, column: usize) -> String {
    let mut text = String::new();
    lines(value, column, &mut text);
    text
}

fn lines(value: &Value, column: usize, text: &mut String) {
    let indent = " ".repeat(column);
    match value {
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                text.extend([&indent, &*key_text(key, value), ":"]);
                below(value, column, text);
            }
        }
        Value::Sequence(items) => {
            for item in items {
                text.extend([&indent, "-"]);
                match item {
                    Value::Mapping(mapping) if !mapping.is_empty() => {
                        let inner = block(item, column + STEP);
                        text.extend([" ", inner.trim_start_matches(' ')]);
                    }
                    item => below(item, column, text),
                }
            }
        }
        scalar => text.extend([&indent, &*flow(scalar), "\n"]),
    }
}

/// What stands behind a key or a dash.
fn below(value: &Value, column: usize, text: &mut String) {
    match value {
        Value::Null => text.push('\n'),
        Value::Tagged(tag, value) if **value != Value::Null => {
            text.extend([" ", tag]);
            below(value, column, text);
        }
        Value::Mapping(mapping) if !mapping.is_empty() => {
            text.push('\n');
            lines(value, column + STEP, text);
        }
        Value::Sequence(items) if !is_short(items) => {
            text.push('\n');
            lines(value, column + STEP, text);
        }
        Value::Text(written) if is_literal(written) => literal(written, column + STEP, text),
        value => text.extend([" ", &*flow(value), "\n"]),
    }
}

fn is_short(items: &[Value]) -> bool {
    let scalar = |item: &Value| match item {
        Value::Text(text) => !text.contains('\n'),
        item => matches!(item, Value::Null | Value::Other(_) | Value::Outer(_)),
    };
    let length = |item: &Value| item.as_text().map_or(0, |text| text.chars().count() + 2);
    items.iter().all(scalar) && items.iter().map(length).sum::<usize>() < WIDTH
}

/// Whether a text may stand line by line as it is.
fn is_literal(text: &str) -> bool {
    let printable = text
        .chars()
        .all(|letter| letter == '\n' || is_printable(letter));
    let starts = !text.starts_with([' ', '\t', '\n', '#']);
    let mut lines = text.split('\n');
    let blank = |line: &str| !line.is_empty() && line.trim().is_empty();
    text.contains('\n') && !text.ends_with("\n\n") && printable && starts && !lines.any(blank)
}

fn literal(written: &str, column: usize, text: &mut String) {
    text.push_str(if written.ends_with('\n') {
        " |\n"
    } else {
        " |-\n"
    });
    let indent = " ".repeat(column);
    for line in written.lines() {
        if !line.is_empty() {
            text.extend([&indent, line]);
        }
        text.push('\n');
    }
}

fn key_text(key: &Value, value: &Value) -> String {
    let merges = match value {
        Value::Outer(_) => true,
        Value::Sequence(items) => items.iter().all(|item| matches!(item, Value::Outer(_))),
        _ => false,
    };
    match key {
        Value::Text(key) if key == MERGE && merges => MERGE.to_owned(),
        Value::Text(key) => write(key, Quotes::Needed, false),
        key => flow(key),
    }
}

/// A value on one line.
fn flow(value: &Value) -> String {
    let all = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Null => "null".to_owned(),
        Value::Other(text) => text.clone(),
        Value::Text(text) => write(text, Quotes::Needed, true),
        Value::Outer(name) => format!("*{name}"),
        Value::Tagged(tag, value) => format!("{tag} {}", flow(value)),
        Value::Sequence(items) => format!("[{}]", all(items.iter().map(flow).collect())),
        Value::Mapping(mapping) => {
            let pairs = mapping.iter().map(|(key, value)| match key {
                Value::Text(_) => format!("{}: {}", key_text(key, value), flow(value)),
                key => format!("{}: {}", flow(key), flow(value)),
            });
            format!("{{{}}}", all(pairs.collect()))
        }
    }
}
