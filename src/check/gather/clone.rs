//! This clone: the work tree's secrets, and what git is told.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use git2::Repository;

use crate::apply::MERGE_DRIVER;
use crate::check::machine::Machine;
use crate::check::subject::{CloneFacts, EnvFacts};
use crate::compose::{EnvFile, Secret};
use crate::tree::is_tracked;

/// The work tree's file of secrets, as Compose finds it: a symbolic link is followed.
pub(crate) fn env_facts(
    root: &Path,
    name: &str,
    repository: Option<&Repository>,
    machine: &dyn Machine,
) -> EnvFacts {
    let path = root.join(name);
    let mut facts = EnvFacts {
        path: name.to_owned(),
        ignored: repository.is_none_or(|it| it.is_path_ignored(name).unwrap_or(true)),
        tracked: repository.is_some_and(|it| is_tracked(it, name).unwrap_or(false)),
        writable: true,
        ..EnvFacts::default()
    };
    if let (Ok(bytes), Ok(metadata)) = (fs::read(&path), fs::metadata(&path)) {
        let shell = |name: &str| machine.variable(name);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        facts.file = Some(EnvFile::parse(&text, &shell));
        facts.writable = !path.is_symlink() && text.as_bytes() == bytes;
        facts.mode = metadata.permissions().mode() & 0o777;
        facts.text = Some(Secret::new(text));
    }
    facts
}

/// What this clone's git is told; `branches` is whether both environments have a branch here.
pub(crate) fn clone_facts(repository: &Repository, branches: bool) -> CloneFacts {
    let config = repository.config().and_then(|mut config| config.snapshot());
    let is_set = |config: &git2::Config| {
        MERGE_DRIVER
            .iter()
            .all(|(key, value)| config.get_str(key).is_ok_and(|found| found == *value))
    };
    CloneFacts {
        driver: branches.then(|| config.is_ok_and(|config| is_set(&config))),
    }
}
