//! The services that a file has.

use std::collections::{BTreeMap, BTreeSet};

use super::Surroundings;
use super::error::ComposeError;
use crate::compose::Container;
use crate::tree::{join, parent};
use crate::yaml::{Id, Tree, Value, is_merge};

/// How many services extend one another at most.
const EXTENDED: usize = 50;

/// A service that the file has.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) name: String,
    /// The line of its name.
    pub(super) line: usize,
    pub(super) node: Id,
    /// What it says, with what it extends in this file.
    pub(super) container: Container,
    /// The service of this file that it extends.
    pub(super) extends: Option<String>,
    /// Whether it extends a service of another file that cannot be read, at once or in the end.
    pub(super) extends_file: bool,
}

/// The services of a file, but for those that are added to it.
pub(super) fn services(
    tree: &Tree,
    services: Id,
    added: &BTreeSet<&str>,
    around: &Surroundings<'_>,
) -> Result<Vec<Service>, ComposeError> {
    let all = Value::of(tree, services)?;
    let mut found = Vec::new();
    for (key, node) in tree.pairs(services) {
        let Some(name) = tree.text(*key).filter(|name| !added.contains(name)) else {
            continue;
        };
        if is_merge(tree, *key) {
            continue;
        }
        let mut value = Value::of(tree, *node)?;
        let extends = value.get("extends");
        let extends = extends.filter(|extends| extends.get("file").is_none());
        let extends = extends.and_then(base_name).map(str::to_owned);
        let extends_file = extend(&mut value, &all, around);
        found.push(Service {
            name: name.to_owned(),
            line: tree.line(*key),
            node: *node,
            container: Container::unchecked(name, value),
            extends,
            extends_file,
        });
    }
    Ok(found)
}

/// A service of a file by its name; what it extends is not looked at.
pub(super) fn named(file: &Value, name: &str) -> Option<Container> {
    let definition = file.get("services")?.get(name)?;
    Some(Container::unchecked(name, definition.clone()))
}

/// Adds to a service what it extends, in the same file or in another one; returns whether it extends one that cannot be
/// read.
fn extend(service: &mut Value, all: &Value, around: &Surroundings<'_>) -> bool {
    let (mut all, mut folder) = (all.clone(), String::new());
    for _ in 0..EXTENDED {
        let Value::Mapping(own) = service else {
            return false;
        };
        let Some(extends) = own.remove(&Value::text("extends")) else {
            return false;
        };
        if let Some(file) = extends.get("file").and_then(Value::as_text) {
            let path = join(&folder, file);
            let text = (around.file)(&path);
            let Some(file) = text.and_then(|text| Value::parse(&text).ok()) else {
                return true;
            };
            all = file.get("services").cloned().unwrap_or(Value::Null);
            parent(&path).clone_into(&mut folder);
        }
        if let Some(base) = base_name(&extends).and_then(|name| all.get(name)) {
            inherit(own, &seen_from(base, &folder));
        } else if extends.get("file").is_some() {
            return true;
        }
    }
    false
}

/// What a service of another file says, with its paths as the extending file would write them.
fn seen_from(base: &Value, folder: &str) -> Value {
    let Value::Mapping(base) = base else {
        return Value::Null;
    };
    let mut base = base.clone();
    if folder.is_empty() {
        return Value::Mapping(base);
    }
    for key in ["build", "env_file", "volumes"] {
        if let Some(value) = base.get_mut(&Value::text(key)) {
            *value = below(value, folder, key == "volumes");
        }
    }
    Value::Mapping(base)
}

/// The paths of a section below a folder; of mounts, those that are written as relative ones.
fn below(value: &Value, folder: &str, mounts: bool) -> Value {
    match value {
        Value::Text(path) if !path.starts_with('/') && (!mounts || path.starts_with('.')) => {
            Value::text(join(folder, path))
        }
        Value::Sequence(items) => {
            let items = items.iter().map(|item| below(item, folder, mounts));
            Value::Sequence(items.collect())
        }
        Value::Mapping(pairs) => {
            let paths = ["context", "path", "source"].map(Value::text);
            let pairs = pairs.iter().map(|(key, value)| {
                let value = if paths.contains(key) {
                    below(value, folder, mounts)
                } else {
                    value.clone()
                };
                (key.clone(), value)
            });
            Value::Mapping(pairs.collect())
        }
        other => other.clone(),
    }
}

/// The name of the service that is extended.
fn base_name(extends: &Value) -> Option<&str> {
    extends
        .as_text()
        .or_else(|| extends.get("service")?.as_text())
}

/// Adds what a service has not set itself; of mappings, each key by itself.
fn inherit(own: &mut BTreeMap<Value, Value>, base: &Value) {
    for (key, value) in base.pairs() {
        match own.get_mut(key) {
            Some(Value::Mapping(own)) => {
                for (key, value) in value.pairs() {
                    own.entry(key.clone()).or_insert_with(|| value.clone());
                }
            }
            Some(_) => {}
            None => {
                own.insert(key.clone(), value.clone());
            }
        }
    }
}
