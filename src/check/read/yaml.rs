//! A place in a YAML file: aliases and merge keys are looked through, and the line is the one where it is written.

use std::collections::{BTreeMap, HashSet};

use crate::yaml::{Id, Kind, Tree, Value, YamlError, is_merge, is_null};

/// Deeper than merge keys go in any file.
const DEPTH: usize = 16;

/// A node and its line.
#[derive(Clone, Copy)]
pub(super) struct Field<'t> {
    tree: &'t Tree<'t>,
    id: Id,
    /// From 1: that of the key, for what stands under one.
    pub(super) line: usize,
}

/// The entries of a mapping while it and those that it merges are gone through.
#[derive(Default)]
struct Entries<'t> {
    found: Vec<(&'t str, Field<'t>)>,
    names: HashSet<&'t str>,
    mappings: HashSet<Id>,
}

impl<'t> Field<'t> {
    pub(super) fn root(tree: &'t Tree<'t>) -> Option<Self> {
        let id = tree.root()?;
        Some(Self { tree, id, line: 1 })
    }

    fn kind(self) -> &'t Kind {
        &self.tree.node(self.tree.resolved(self.id)).kind
    }

    /// What it means; an error where its aliases grow too large.
    pub(super) fn value(self) -> Result<Value, YamlError> {
        Value::of(self.tree, self.id)
    }

    /// A scalar's text; none for null.
    pub(super) fn text(self) -> Option<&'t str> {
        match self.kind() {
            Kind::Scalar { text, style } => {
                let plain = *style == saphyr_parser::ScalarStyle::Plain;
                (!plain || !is_null(text)).then_some(text)
            }
            _ => None,
        }
    }

    /// A list's items; none for anything else.
    pub(super) fn items(self) -> Vec<Self> {
        let Kind::Sequence(items) = self.kind() else {
            return Vec::new();
        };
        let item = |id: &Id| Self {
            id: *id,
            line: self.tree.line(*id),
            ..self
        };
        items.iter().map(item).collect()
    }

    /// A mapping's entries, its own and those that it merges; none for anything else.
    pub(super) fn entries(self) -> Vec<(&'t str, Self)> {
        let mut entries = Entries::default();
        self.collect(&mut entries, 0);
        entries.found
    }

    fn collect(self, entries: &mut Entries<'t>, depth: usize) {
        // What is merged a second time has nothing that is new.
        if !entries.mappings.insert(self.tree.resolved(self.id)) {
            return;
        }
        let Kind::Mapping(pairs) = self.kind() else {
            return;
        };
        let at = |id: &Id, line| Self {
            id: *id,
            line,
            ..self
        };
        let mut merged = Vec::new();
        for (key, value) in pairs {
            let line = self.tree.line(*key);
            if is_merge(self.tree, *key) {
                let value = at(value, line);
                let several = value.items();
                merged.extend(if several.is_empty() {
                    vec![value]
                } else {
                    several
                });
            } else if let Some(name) = self.tree.text(*key)
                && entries.names.insert(name)
            {
                entries.found.push((name, at(value, line)));
            }
        }
        for value in merged.into_iter().filter(|_| depth < DEPTH) {
            value.collect(entries, depth + 1);
        }
    }

    /// What a mapping has under a key.
    pub(super) fn get(self, key: &str) -> Option<Self> {
        let mut entries = self.entries().into_iter();
        entries.find_map(|(name, value)| (name == key).then_some(value))
    }

    /// The line of each key of a mapping, or of each name of a list of `NAME=value`.
    pub(super) fn lines(self) -> BTreeMap<&'t str, usize> {
        let listed = self.items().into_iter();
        let listed = listed.filter_map(|item| {
            let text = item.text()?;
            let name = text.split_once('=').map_or(text, |(name, _)| name);
            Some((name, item.line))
        });
        let mapped = self.entries().into_iter();
        let mapped = mapped.map(|(name, value)| (name, value.line));
        mapped.chain(listed).collect()
    }

    /// Every scalar that is written in or below it, but for keys and aliases, with its own line.
    pub(super) fn scalars(self, found: &mut Vec<(&'t str, usize)>) {
        match &self.tree.node(self.id).kind {
            Kind::Scalar { text, .. } => found.push((text, self.tree.line(self.id))),
            Kind::Sequence(items) => {
                for id in items {
                    Self { id: *id, ..self }.scalars(found);
                }
            }
            Kind::Mapping(pairs) => {
                for (_, id) in pairs {
                    Self { id: *id, ..self }.scalars(found);
                }
            }
            Kind::Alias(_) => {}
        }
    }
}
