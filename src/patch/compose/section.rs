//! The sections of a compose file: its services and its volumes.

use std::collections::BTreeSet;

use super::definition::Definition;
use super::entry::Entry;
use super::error::{ComposeError, Obstacle};
use super::slot::{Addition, Slot, block_end};
use super::style::Style;
use crate::compose::Container;
use crate::text::Edit;
use crate::text::position;
use crate::yaml::{Chomping, Id, Kind, Tree, Value, after_comments, after_line, column};

/// The top level and the services of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sections {
    pub(super) root: Id,
    /// The node of the key `services`.
    key: Id,
    pub(super) services: Id,
}

impl Sections {
    /// Finds them, if services can be added there.
    pub(super) fn find(tree: &Tree) -> Result<Self, ComposeError> {
        let root = tree.root().ok_or(ComposeError::NoServices)?;
        let flow = |id: Id| {
            let line = tree
                .node(id)
                .bracket
                .map(|at| position(tree.source, at).0)?;
            Some(ComposeError::Flow { line })
        };
        let refused = |key: &str, id: Id| ComposeError::NotAMapping {
            key: key.to_owned(),
            line: tree.line(id),
        };
        let block = matches!(tree.node(root).kind, Kind::Mapping(_));
        if let Some(error) = flow(root).filter(|_| block) {
            return Err(error);
        }
        if !block || column(tree, root).is_none() {
            return Err(refused("the file", root));
        }
        let found = tree
            .pair(root, "services")
            .ok_or(ComposeError::NoServices)?;
        let (key, services) = found;
        match &tree.node(services).kind {
            Kind::Mapping(pairs) if !pairs.is_empty() => {
                flow(services).map_or(Ok(()), Err)?;
                column(tree, services).ok_or_else(|| refused("services", key))?;
            }
            _ if is_empty(tree, services) => {}
            _ => return Err(refused("services", key)),
        }
        Ok(Self {
            root,
            key,
            services,
        })
    }

    /// Adds services after the last one.
    pub(super) fn add_services(
        self,
        tree: &Tree,
        style: &Style,
        added: &[&Definition],
        networks: &[String],
    ) -> Option<Vec<Addition>> {
        let top = column(tree, self.root)?;
        let mut additions = Vec::new();
        let node = tree.node(self.services);
        let some = !tree.pairs(self.services).is_empty();
        let offset = if some {
            block_end(tree, self.services, top + 1)?
        } else {
            let start = tree.node(self.key).range.end;
            if !node.range.is_empty() {
                // `{}` or `null`: it gives way to the services.
                let before = tree.source[..node.range.start].trim_end_matches(' ').len();
                additions.push(Addition {
                    edit: Edit::replace(before..node.range.end, ""),
                    depth: 0,
                    lines: false,
                });
            }
            let end = after_line(tree.source, start.max(node.range.end));
            after_comments(tree.source, end, top + 1)
        };
        for (index, definition) in added.iter().enumerate() {
            let mut text = definition.block(style, networks);
            // An empty line would be part of such a text.
            let keeps = tree.chomping(self.services) == Some(Chomping::Keep);
            if style.services_apart && (index > 0 || some && !keeps) {
                text.insert_str(0, style.newline);
            }
            additions.push(Addition::lines(offset, style.names, text));
        }
        Some(additions)
    }

    /// The addition of named volumes to the top level; nothing where none is missing.
    pub(super) fn add_volumes(
        self,
        tree: &Tree,
        style: &Style,
        added: &[&String],
    ) -> Result<Option<Addition>, ComposeError> {
        let entries: Vec<Entry> = added
            .iter()
            .map(|name| Entry::Volume {
                name: (*name).clone(),
            })
            .collect();
        if entries.is_empty() {
            return Ok(None);
        }
        let present = tree.pair(self.root, "volumes");
        let slot = present.map_or(Slot::Absent(self.root), |(key, value)| Slot::Present {
            key,
            value,
        });
        let deeper = style.names - column(tree, self.root).unwrap_or(0);
        let layout = (deeper, style.sections_apart);
        let addition = slot.extended(tree, style, "volumes", &entries, layout);
        let refused = |_| ComposeError::NotAMapping {
            key: "volumes".to_owned(),
            line: present.map_or(1, |(key, _)| tree.line(key)),
        };
        let list = present.is_some_and(|(_, value)| {
            matches!(tree.node(tree.resolved(value)).kind, Kind::Sequence(_))
        });
        match addition.map_err(refused) {
            Ok(_) if list => Err(refused(Obstacle::Extends)),
            result => result.map(Some),
        }
    }

    /// The services that are missing; one of another definition under such a name is an error.
    pub(super) fn missing<'a>(
        self,
        tree: &Tree,
        wanted: &'a [Definition<'a>],
    ) -> Result<Vec<&'a Definition<'a>>, ComposeError> {
        let present = Value::of(tree, self.services)?;
        let mut missing: Vec<&Definition> = Vec::new();
        let mut names = BTreeSet::new();
        for definition in wanted {
            let Some(own) = present.get(definition.name) else {
                if names.insert(definition.name) {
                    missing.push(definition);
                }
                continue;
            };
            let own = Container::unchecked(definition.name, own.clone());
            let apart = own.without(|key, _| key == "networks");
            if own != definition.container && apart != definition.container {
                let pair = tree.pair(self.services, definition.name);
                return Err(ComposeError::NameTaken {
                    service: definition.name.to_owned(),
                    line: tree.line(pair.map_or(self.key, |(key, _)| key)),
                });
            }
        }
        Ok(missing)
    }

    /// The volumes that are missing; one that is there and that no service to add mounts already is an error.
    pub(super) fn missing_volumes<'a>(
        self,
        tree: &Tree,
        wanted: &'a [String],
        present: &[&Definition],
    ) -> Result<Vec<&'a String>, ComposeError> {
        let mut missing: Vec<&String> = Vec::new();
        for name in wanted {
            let section = tree.pair(self.root, "volumes").map(|(_, value)| value);
            let taken = section.and_then(|id| tree.pair(tree.resolved(id), name));
            match taken {
                Some((key, _)) if !present.iter().any(|service| service.mounts(name)) => {
                    return Err(ComposeError::VolumeTaken {
                        volume: name.clone(),
                        line: tree.line(key),
                    });
                }
                None if !missing.contains(&name) => missing.push(name),
                _ => {}
            }
        }
        Ok(missing)
    }
}

/// Whether a node is null or `{}`, with nothing inside.
fn is_empty(tree: &Tree, id: Id) -> bool {
    let node = tree.node(id);
    let written = &tree.source[node.range.clone()];
    let nothing = written
        .trim_matches(['{', '}'])
        .chars()
        .all(char::is_whitespace);
    match &node.kind {
        _ if node.tag.is_some() || node.anchored => false,
        Kind::Scalar { .. } => tree.is_absent(id) || matches!(written, "~" | "null"),
        Kind::Mapping(pairs) => pairs.is_empty() && nothing,
        _ => false,
    }
}
