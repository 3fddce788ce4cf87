//! What is kept beside the repository and never committed: ignore rules and git configuration.

use std::path::Path;

use git2::{Config, Repository};

use crate::files::Mode;

use super::exclusive::Exclusive;
use super::target::EXCLUDE_FILE;
use super::{ApplyError, Base, Store, Target, WriteFile, disk, transaction};

/// The write that excludes paths from git in every work tree, for good and before any branch says so; `None` where each is
/// excluded by its very line. `rules` are as in `.gitignore`. To be given before the write of what they exclude.
pub fn exclude(repository: &Repository, rules: &[String]) -> Result<Option<WriteFile>, ApplyError> {
    let store = Store::of_repository(repository)?;
    let target = Target::new(Base::Git, EXCLUDE_FILE);
    let before = disk::read(&store.locate(&target)?)?;
    let mut text = before.clone().unwrap_or_default();
    for rule in rules {
        let is_rule = |line: &[u8]| line.trim_ascii_end() == rule.as_bytes();
        if text.split(|byte| *byte == b'\n').any(is_rule) {
            continue;
        }
        if !text.is_empty() && !text.ends_with(b"\n") {
            text.push(b'\n');
        }
        text.extend_from_slice(rule.as_bytes());
        text.push(b'\n');
    }
    if before.as_ref().is_some_and(|before| *before == text) {
        return Ok(None);
    }
    Ok(Some(WriteFile {
        target,
        before,
        after: Some(text),
        mode: Mode::Regular,
        closes: false,
    }))
}

/// The write that sets keys in the repository's own configuration; `None` where they are set.
///
/// The rest of the file is kept as it is. Not for a dry run: libgit2 edits a copy beside the journal.
pub fn configure(
    repository: &Repository,
    settings: &[(&str, &str)],
) -> Result<Option<WriteFile>, ApplyError> {
    let store = Store::of_repository(repository)?;
    let target = Target::new(Base::Git, "config");
    let path = store.locate(&target)?;
    let refused = |error| ApplyError::git(path.display().to_string())(error);
    let standing = Config::open(&path).map_err(refused)?;
    let is_set =
        |(key, value): &(&str, &str)| standing.get_string(key).is_ok_and(|found| found == *value);
    if settings.iter().all(is_set) {
        return Ok(None);
    }
    let held = Exclusive::acquire(&store)?;
    transaction::recover_held(&store, &held)?;
    let before = disk::read(&path)?;
    disk::make_folder(&store.scratch())?;
    let scratch = store.scratch().join("config");
    let after = edit(&scratch, before.as_deref().unwrap_or_default(), settings);
    disk::remove_folder(&store.scratch())?;
    Ok(Some(WriteFile {
        target,
        before,
        after: after?,
        mode: Mode::Regular,
        closes: false,
    }))
}

fn edit(
    scratch: &Path,
    text: &[u8],
    settings: &[(&str, &str)],
) -> Result<Option<Vec<u8>>, ApplyError> {
    let refused = |error| ApplyError::git(scratch.display().to_string())(error);
    disk::write(scratch, text, disk::PRIVATE)?;
    let mut edited = Config::open(scratch).map_err(refused)?;
    for (key, value) in settings {
        edited.set_str(key, value).map_err(refused)?;
    }
    disk::read(scratch)
}
