//! The evaluator, by topic. `show` writes a term as one line.

mod bounds;
mod choices;
mod classes;
mod conditions;
mod environment;
mod files;
mod imports;
mod libraries;
mod mutation;
mod paths;
mod values;

use super::values::value::Shape;
use super::{Evaluation, Sources, Term, Value, path};
use crate::tree::MemoryTree;

/// Evaluates `settings.py` among files.
fn evaluated(files: &[(&str, &str)]) -> Evaluation {
    let tree = MemoryTree::new(files.iter().map(|(path, text)| (*path, *text)));
    let sources = Sources::new(&tree);
    sources.evaluate("", "settings", None).expect("it parses")
}

/// The value of `X` in one settings file.
fn x(source: &str) -> String {
    let evaluation = evaluated(&[("settings.py", source)]);
    evaluation
        .get("X")
        .map_or("unbound".to_owned(), |term| show(&term))
}

/// Checks `X` for each source.
fn check(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        assert_eq!(x(source), *expected, "{source}");
    }
}

fn show_all<'a>(terms: impl Iterator<Item = &'a Term>) -> String {
    terms.map(show).collect::<Vec<_>>().join(", ")
}

fn show(term: &Term) -> String {
    match &term.value {
        Value::None => "None".to_owned(),
        Value::Bool(value) => format!("{value}"),
        Value::Int(int) => int.to_string(),
        Value::Str(text) => format!("'{}'", text.replace(path::ROOT, "<root>")),
        Value::Path(text) => format!("Path({})", text.replace(path::ROOT, "<root>")),
        Value::Sequence(sequence) => {
            let (open, close) = match sequence.shape {
                Shape::List => ("[", "]"),
                Shape::Tuple => ("(", ")"),
                Shape::Set => ("{", "}"),
            };
            let more = if sequence.open { ", …" } else { "" };
            format!("{open}{}{more}{close}", show_all(sequence.items.iter()))
        }
        Value::Dict(dict) => {
            let entries = dict.entries.iter();
            let entries: Vec<String> = entries
                .map(|(key, value)| format!("{}: {}", show(key), show(value)))
                .collect();
            let more = if dict.open { ", …" } else { "" };
            format!("{{{}{more}}}", entries.join(", "))
        }
        Value::Read(read) => {
            let kind = if read.url { "url" } else { "env" };
            let usual = read.usual.as_ref().map_or("!".to_owned(), show);
            format!("{kind}({} or {usual})", read.names.join(" "))
        }
        Value::Either(either) => {
            let usual = either.usual.as_ref().map_or("?".to_owned(), show);
            let terms: Vec<String> = either.terms.iter().map(show).collect();
            format!("either({}; usually {usual})", terms.join(" | "))
        }
        Value::Named(name) | Value::Module(name) => format!("<{name}>"),
        Value::Unbound => "unbound".to_owned(),
        Value::Unknown(_) => "?".to_owned(),
        Value::Url(text) => format!("Url({text})"),
        Value::File(path) => format!("File({})", path.replace(path::ROOT, "<root>")),
        Value::Object(_) | Value::Parents(_) => "<object>".to_owned(),
        Value::Method(..) | Value::Function(_) | Value::Reader(_) | Value::Class(_) => {
            "<callable>".to_owned()
        }
    }
}
