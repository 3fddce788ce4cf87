//! What the file of secrets gets: those, fixed values, and what belongs to the host.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt as _;

use crate::apply::EnvEntry;
use crate::catalog::{HostFact, Scope, Variable};
use crate::compose::{ENV_FILE, EnvFile, OWN_ENV_FILE};
use crate::error::Error;
use crate::secrets::secret;
use crate::stack::Stack;
use crate::tree::Tree as _;

use super::workspace::Workspace;

/// The stack's keys there with fresh values; those that the file has already stay as they are.
pub(super) fn env_entries(stacks: &[&Stack], place: &Workspace) -> Result<Vec<EnvEntry>, Error> {
    let Some(stack) = stacks.first() else {
        return Ok(Vec::new());
    };
    let root = place.work.root();
    // The folder's owner, not the caller: under sudo the files still belong to the user.
    let owner = fs::metadata(root).map_err(|source| Error::Io {
        path: root.to_owned(),
        source,
    })?;
    let value = |variable: &Variable| match (variable.secret, variable.host) {
        (Some(length), _) => secret(length),
        (_, Some(HostFact::Uid)) => owner.uid().to_string(),
        (_, Some(HostFact::Gid)) => owner.gid().to_string(),
        _ => variable.value.clone().unwrap_or_default(),
    };
    let own = own_entries(stacks, place);
    let missing = stack.project_variables.missing.iter();
    let missing = missing.map(|variable| EnvEntry {
        key: variable.name.clone(),
        value: own
            .iter()
            .find(|own| own.key == variable.name)
            .map_or_else(String::new, |own| own.value.clone()),
        comment: match variable.settings.as_slice() {
            [] if variable.comment.is_empty() => "Only you know it.".to_owned(),
            [] => format!("Only you know it. {}", variable.comment),
            settings => format!("Only you know it: {}.", settings.join(", ")),
        },
    });
    let entries = stack
        .variables_in(Scope::Env)
        .map(|variable| EnvEntry {
            key: variable.key.clone(),
            value: value(variable),
            comment: variable.comment.clone(),
        })
        .chain(missing);
    let mut entries: Vec<EnvEntry> = entries.collect();
    for one in own {
        if !entries.iter().any(|entry| entry.key == one.key) {
            entries.push(one);
        }
    }
    Ok(entries)
}

/// The keys that have a value there, or get one from the project's own `.env`.
pub(super) fn filled_in(stacks: &[&Stack], place: &Workspace) -> BTreeSet<String> {
    let Some(stack) = stacks.first() else {
        return BTreeSet::new();
    };
    let text = place.work.read_text(&stack.env_file).ok().flatten();
    let file = EnvFile::parse(&text.unwrap_or_default(), &|_| None);
    let filled = file.entries.into_iter();
    let filled = filled.filter(|entry| !entry.value.is_empty());
    let own = own_entries(stacks, place).into_iter().map(|own| own.key);
    filled.map(|entry| entry.key).chain(own).collect()
}

/// What the project's own `.env` says and the stack does not, where git tracks that file and no container reads it: the
/// project goes on with what it had.
fn own_entries(stacks: &[&Stack], place: &Workspace) -> Vec<EnvEntry> {
    if stacks.iter().any(|stack| stack.env_file != OWN_ENV_FILE) {
        return Vec::new();
    }
    // What is for Compose and Docker themselves would have them run something else.
    let is_tools = |key: &str| key.starts_with("COMPOSE_") || key.starts_with("DOCKER_");
    let is_set = |key: &str| is_tools(key) || stacks.iter().all(|stack| stack.sets(key));
    let text = place.work.read_text(ENV_FILE).ok().flatten();
    let file = EnvFile::parse(&text.unwrap_or_default(), &|_| None);
    let mut entries: Vec<EnvEntry> = Vec::new();
    for entry in &file.entries {
        let is_new = !entries.iter().any(|known| known.key == entry.key);
        // What Compose would make of a `$` is not what the project reads.
        let value = if entry.dollar.expands {
            &entry.written
        } else {
            &entry.value
        };
        if is_new && entry.is_key() && !entry.value.is_empty() && !is_set(&entry.key) {
            entries.push(EnvEntry {
                key: entry.key.clone(),
                value: value.expose().to_owned(),
                comment: format!("As in {ENV_FILE}, which git tracks: whatever is secret in it needs a new value."),
            });
        }
    }
    entries
}
