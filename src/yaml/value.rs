//! What a YAML text means: aliases and merge keys resolved, styles and order of keys gone.

use std::collections::{BTreeMap, HashSet};

use saphyr_parser::ScalarStyle;

use super::error::YamlError;
use super::node::{Id, Kind};
use super::scalar::{is_null, is_string};
use super::tree::Tree;

/// More values than any compose file has; bounds what aliases of aliases grow to.
const LIMIT: usize = 100_000;

/// Deeper than any compose file; bounds the recursion into aliases of aliases.
const DEPTH: usize = 128;

/// What a YAML node means. Two texts that are written differently and mean the same have the same value.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Value {
    /// Nothing: `null`, `~`, or a value that is left out.
    Null,
    /// A number, a boolean, or anything else that no plain string is, as it is written.
    Other(String),
    /// A string; a number in quotes is one.
    Text(String),
    /// The items of a list, in their order.
    Sequence(Vec<Value>),
    /// The values of a mapping by their keys.
    Mapping(BTreeMap<Value, Value>),
    /// A value under a tag, such as `!reset`.
    Tagged(String, Box<Value>),
    /// What stands under an anchor of another part of the document: its name, without the `&`.
    Outer(String),
}

/// The key under which a mapping takes in others.
pub(crate) const MERGE: &str = "<<";

impl Value {
    /// What a node means.
    pub(crate) fn of(tree: &Tree, id: Id) -> Result<Self, YamlError> {
        read(tree, id, &mut 0, 0)
    }

    /// What a text of one document means; nothing but comments is null.
    pub(crate) fn parse(text: &str) -> Result<Self, YamlError> {
        let tree = Tree::parse(text)?;
        tree.root().map_or(Ok(Self::Null), |id| Self::of(&tree, id))
    }

    /// The value that is a string of this text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A mapping with one key.
    #[must_use]
    pub fn pair(key: &str, value: Self) -> Self {
        Self::Mapping(BTreeMap::from([(Self::text(key), value)]))
    }

    /// A mapping's pairs; of anything else, none.
    pub fn pairs(&self) -> impl Iterator<Item = (&Value, &Value)> {
        let mapping = match self {
            Self::Mapping(mapping) => Some(mapping),
            _ => None,
        };
        mapping.into_iter().flatten()
    }

    /// A list's items; of anything else, none.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        match self {
            Self::Sequence(items) => items,
            _ => &[],
        }
    }

    /// What a mapping has under a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Mapping(mapping) => mapping.get(&Self::text(key)),
            _ => None,
        }
    }

    /// The text of a scalar, as Compose takes it, whatever its tag.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Other(text) => Some(text),
            Self::Tagged(_, value) => value.as_text(),
            _ => None,
        }
    }

    /// The names of a list of names, or a mapping's keys.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let keys = self.pairs().map(|(key, _)| key);
        self.items()
            .iter()
            .chain(keys)
            .filter_map(Self::as_text)
            .collect()
    }

    /// Whether it is, or holds, what stands in another part of the document.
    #[must_use]
    pub fn has_outer(&self) -> bool {
        match self {
            Self::Outer(_) => true,
            Self::Sequence(items) => items.iter().any(Self::has_outer),
            Self::Mapping(_) => self
                .pairs()
                .any(|(key, value)| key.has_outer() || value.has_outer()),
            Self::Tagged(_, value) => value.has_outer(),
            Self::Null | Self::Other(_) | Self::Text(_) => false,
        }
    }

    /// Whether it has all that another one has, and perhaps more.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Mapping(own), Self::Mapping(other)) => other
                .iter()
                .all(|(key, value)| own.get(key).is_some_and(|own| own.contains(value))),
            (Self::Sequence(own), Self::Sequence(other)) => own.starts_with(other),
            (_, Self::Null) => true,
            _ => self == other,
        }
    }
}

/// Reads a node at a depth; `count` is how many were read.
fn read(tree: &Tree, id: Id, count: &mut usize, depth: usize) -> Result<Value, YamlError> {
    *count += 1;
    let node = tree.node(id);
    if *count > LIMIT || depth > DEPTH {
        return Err(YamlError::Unbounded);
    }
    let value = match &node.kind {
        Kind::Alias(target) => match tree.outer(*target) {
            Some(name) => Value::Outer(name.to_owned()),
            None => read(tree, *target, count, depth + 1)?,
        },
        Kind::Scalar { text, style } => match style {
            ScalarStyle::Plain if is_null(text) => Value::Null,
            ScalarStyle::Plain if !is_string(text) => Value::Other(text.clone()),
            _ => Value::Text(text.clone()),
        },
        Kind::Sequence(items) => {
            let items = items.iter().map(|item| read(tree, *item, count, depth + 1));
            Value::Sequence(items.collect::<Result<_, _>>()?)
        }
        Kind::Mapping(pairs) => mapping(tree, pairs, count, depth + 1)?,
    };
    Ok(match &node.tag {
        Some(tag) => Value::Tagged(tag.clone(), Box::new(value)),
        None => value,
    })
}

/// A mapping; its own keys hide those that it merges.
fn mapping(
    tree: &Tree,
    pairs: &[(Id, Id)],
    count: &mut usize,
    depth: usize,
) -> Result<Value, YamlError> {
    let mut own = BTreeMap::new();
    let mut merged = Vec::new();
    for (key, value) in pairs {
        let name = match read(tree, *key, count, depth)? {
            // A key is known by its text: `"1"` and `1` are the same service.
            Value::Other(text) => Value::Text(text),
            name => name,
        };
        if is_merge(tree, *key) {
            for source in sources(tree, *value) {
                merged.push(read(tree, source, count, depth)?);
            }
            continue;
        }
        own.insert(name, read(tree, *value, count, depth)?);
    }
    let mut outer = Vec::new();
    for value in merged {
        for (key, value) in value.pairs() {
            own.entry(key.clone()).or_insert_with(|| value.clone());
        }
        outer.extend(Some(value).filter(|it| matches!(it, Value::Outer(_))));
    }
    if !outer.is_empty() {
        own.insert(Value::text(MERGE), Value::Sequence(outer));
    }
    Ok(Value::Mapping(own))
}

/// What a merge key takes in, each once: what is merged a second time has nothing that is new.
fn sources(tree: &Tree, value: Id) -> Vec<Id> {
    let sources = match &tree.node(tree.resolved(value)).kind {
        Kind::Sequence(items) => items.clone(),
        _ => vec![value],
    };
    let mut seen = HashSet::new();
    let sources = sources.into_iter();
    sources
        .filter(|source| seen.insert(tree.resolved(*source)))
        .collect()
}

/// Whether a key is `<<`.
pub(crate) fn is_merge(tree: &Tree, key: Id) -> bool {
    matches!(
        &tree.node(key).kind,
        Kind::Scalar { text, style: ScalarStyle::Plain } if text == MERGE
    )
}
