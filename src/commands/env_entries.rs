//! What `.env` gets: secrets, fixed values, and what belongs to the host.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use crate::apply::EnvEntry;
use crate::catalog::{HostFact, Scope, Variable};
use crate::error::Error;
use crate::secrets::secret;
use crate::stack::Stack;

use super::workspace::Workspace;

/// The stack's `.env` keys with fresh values; those that the file has already stay as they are.
pub(super) fn env_entries(stack: &Stack, place: &Workspace) -> Result<Vec<EnvEntry>, Error> {
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
    let missing = stack
        .project_variables
        .missing
        .iter()
        .map(|variable| EnvEntry {
            key: variable.name.clone(),
            value: String::new(),
            comment: match variable.settings.as_slice() {
                [] if variable.comment.is_empty() => "Only you know it.".to_owned(),
                [] => format!("Only you know it. {}", variable.comment),
                settings => format!("Only you know it: {}.", settings.join(", ")),
            },
        });
    Ok(stack
        .variables_in(Scope::Env)
        .map(|variable| EnvEntry {
            key: variable.key.clone(),
            value: value(variable),
            comment: variable.comment.clone(),
        })
        .chain(missing)
        .collect())
}
