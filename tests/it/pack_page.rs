//! `docs/pack.md`: the keys of a pack's manifests, as the types have them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use djdock::catalog::{PackManifest, ServiceManifest, ToolManifest};
use schemars::schema_for;
use serde_json::Value;

use crate::harness::source;

/// What stands before the tables.
const HEAD: &str = "# A template pack\n\n\
    A pack is a folder: `pack.toml` says which files every project gets and which versions they pin, each folder of\n\
    `services/` is a service, each of `tools/` a way to install dependencies. The built-in one is `templates/` of this\n\
    repository; `djdock init --pack FOLDER` takes another, loaded by the same code. Files that end in `.tera` are templates:\n\
    [templates.md](templates.md) says how they write a text. `signatures.toml` says what failures look like, for `djdock try`; a pack\n\
    without it has the built-in one.\n\n\
    The tables are written by `DJDOCK_ACCEPT_SCHEMA=1 cargo test --test it pack_page` from the types that read the manifests.\n";

/// A type that has keys: its heading, and its schema.
struct Table {
    heading: String,
    schema: Value,
}

fn page() -> String {
    let mut text = HEAD.to_owned();
    let mut shown = BTreeSet::new();
    for (file, schema) in [
        ("`pack.toml`", schema_for!(PackManifest)),
        ("`services/NAME/service.toml`", schema_for!(ServiceManifest)),
        ("`tools/NAME/tool.toml`", schema_for!(ToolManifest)),
    ] {
        let schema = schema.to_value();
        let definitions = schema["$defs"].clone();
        let mut tables = vec![Table {
            heading: format!("## {file}"),
            schema,
        }];
        let mut next = 0;
        while next < tables.len() {
            for name in named(&tables[next].schema) {
                if shown.insert(name.clone()) {
                    tables.push(Table {
                        heading: format!("### {name}"),
                        schema: definitions[&name].clone(),
                    });
                }
            }
            next += 1;
        }
        for table in &tables {
            write(&mut text, table);
        }
    }
    text
}

/// The other types that a type's keys have, in the order of the keys.
fn named(schema: &Value) -> Vec<String> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let names = properties.filter_map(|(_, property)| reference(property));
    names.map(ToOwned::to_owned).collect()
}

/// The type that a schema names, wherever in it.
fn reference(schema: &Value) -> Option<&str> {
    match schema {
        Value::Object(entries) => entries
            .iter()
            .find_map(|(key, value)| match value.as_str() {
                Some(path) if key == "$ref" => path.strip_prefix("#/$defs/"),
                _ => reference(value),
            }),
        Value::Array(items) => items.iter().find_map(reference),
        _ => None,
    }
}

fn write(text: &mut String, Table { heading, schema }: &Table) {
    let _ = writeln!(text, "\n{heading}");
    let description = said(schema);
    // The first heading says it already.
    if description != "`pack.toml`." {
        let _ = writeln!(text, "\n{description}");
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        text.push_str("\n| value | what it says |\n|---|---|\n");
        for choice in choices {
            let value = choice["const"].as_str().unwrap_or_default();
            let _ = writeln!(text, "| `{value}` | {} |", said(choice));
        }
    }
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    let required = |key: &str| {
        let required = schema["required"].as_array();
        required.is_some_and(|required| required.iter().any(|name| name == key))
    };
    text.push_str("\n| key | what it says | value | default |\n|---|---|---|---|\n");
    for (key, property) in properties {
        let default = match &property["default"] {
            _ if required(key) => "must be there",
            default if is_empty(default) => "none",
            default => &format!("`{default}`"),
        };
        let kind = kind(property);
        let _ = writeln!(
            text,
            "| `{key}` | {} | {kind} | {default} |",
            said(property)
        );
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.values().all(is_empty),
        _ => false,
    }
}

/// A doc comment in one line, without its links.
fn said(schema: &Value) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    text.replace("[`super::SCHEMA`]", "1")
        .replace("[`SCHEMA`]", "1")
        .replace("[`Self::client`]", "`client`")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

/// What a value looks like.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.trim_start_matches("#/$defs/").to_owned();
    }
    if let Some(choices) = schema["anyOf"].as_array().or(schema["allOf"].as_array()) {
        return choices.first().map(kind).unwrap_or_default();
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.first().and_then(Value::as_str),
        one => one.as_str(),
    };
    match types {
        Some("array") => format!("list of {}", kind(&schema["items"])),
        Some("object") => format!("table of {}", kind(&schema["additionalProperties"])),
        Some("string") => "text".to_owned(),
        Some("integer") => "number".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        _ => "any value".to_owned(),
    }
}

#[test]
fn its_tables_are_what_the_types_say() {
    let path = source("docs/pack.md");
    if std::env::var_os("DJDOCK_ACCEPT_SCHEMA").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let published = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        published == page(),
        "DJDOCK_ACCEPT_SCHEMA=1 cargo test --test it pack_page writes it"
    );
}
