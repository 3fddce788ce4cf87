//! The services that a file has.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ComposeError;
use crate::compose::Container;
use crate::yaml::{Id, Tree, Value, is_merge};

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
    /// Whether it extends a service of another file, at once or in the end.
    pub(super) extends_file: bool,
}

/// The services of a file, but for those that are added to it.
pub(super) fn services(
    tree: &Tree,
    services: Id,
    added: &BTreeSet<&str>,
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
        let extends = value.get("extends").and_then(base_name).map(str::to_owned);
        let extends_file = extend(&mut value, &all);
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

/// Adds to a service what it extends in the same file; returns whether it extends one of another file.
fn extend(service: &mut Value, all: &Value) -> bool {
    if service.get("extends").is_none() {
        return false;
    }
    for _ in 0..=all.pairs().count() {
        let Value::Mapping(own) = service else {
            return false;
        };
        let Some(extends) = own.remove(&Value::text("extends")) else {
            return false;
        };
        if extends.get("file").is_some() {
            return true;
        }
        if let Some(base) = base_name(&extends).and_then(|name| all.get(name)) {
            inherit(own, base);
        }
    }
    false
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
