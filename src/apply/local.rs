//! What is kept beside the repository and never committed: ignore rules and git configuration.

use std::path::{Path, PathBuf};

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

/// The write that takes such rules out again, each by its very line; `None` where none of them is there. A file of which
/// nothing is left goes.
pub fn include(repository: &Repository, rules: &[String]) -> Result<Option<WriteFile>, ApplyError> {
    let store = Store::of_repository(repository)?;
    let target = Target::new(Base::Git, EXCLUDE_FILE);
    let Some(before) = disk::read(&store.locate(&target)?)? else {
        return Ok(None);
    };
    let is_rule = |line: &[u8]| {
        let line = line.trim_ascii_end();
        rules.iter().any(|rule| rule.as_bytes() == line)
    };
    let lines = before.split_inclusive(|byte| *byte == b'\n');
    let after = lines.filter(|line| !is_rule(line)).collect::<Vec<_>>();
    let after = after.concat();
    Ok((after != before).then(|| WriteFile {
        target,
        after: (!after.is_empty()).then_some(after),
        before: Some(before),
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
    let (target, path, standing) = configuration(&store)?;
    let is_set =
        |(key, value): &(&str, &str)| standing.get_string(key).is_ok_and(|found| found == *value);
    if settings.iter().all(is_set) {
        return Ok(None);
    }
    let set = |edited: &mut Config| {
        let mut settings = settings.iter();
        settings.try_for_each(|(key, value)| edited.set_str(key, value))
    };
    edited(&store, target, &path, set).map(Some)
}

/// The write that takes keys out of the repository's own configuration, and sections of which nothing is left then; `None`
/// where none of them is set. As little for a dry run as [`configure`].
pub fn unconfigure(
    repository: &Repository,
    keys: &[&str],
) -> Result<Option<WriteFile>, ApplyError> {
    let store = Store::of_repository(repository)?;
    let (target, path, standing) = configuration(&store)?;
    let mut keys = keys.to_vec();
    keys.retain(|key| standing.get_entry(key).is_ok());
    if keys.is_empty() {
        return Ok(None);
    }
    let unset = |edited: &mut Config| {
        let mut keys = keys.iter();
        keys.try_for_each(|key| edited.remove_multivar(key, ".*"))
    };
    let mut write = edited(&store, target, &path, unset)?;
    let sections: Vec<String> = keys.iter().map(|key| section(key)).collect();
    write.after = write.after.map(|text| without_empty(&text, &sections));
    Ok(Some(write))
}

/// The repository's own configuration: the file, where it is, and what it says.
fn configuration(store: &Store) -> Result<(Target, PathBuf, Config), ApplyError> {
    let target = Target::new(Base::Git, "config");
    let path = store.locate(&target)?;
    let refused = |error| ApplyError::git(path.display().to_string())(error);
    let standing = Config::open(&path).map_err(refused)?;
    Ok((target, path, standing))
}

/// The head of a key's section, as git writes it.
fn section(key: &str) -> String {
    let parts: Vec<&str> = key.splitn(3, '.').collect();
    match parts[..] {
        [section, name, _] => format!("[{section} \"{name}\"]"),
        _ => format!("[{}]", parts[0]),
    }
}

/// A configuration without those sections in which nothing stands.
fn without_empty(text: &[u8], sections: &[String]) -> Vec<u8> {
    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let is_empty = |index: usize| {
        let head = lines[index].trim_ascii();
        let below = lines.get(index + 1);
        sections.iter().any(|section| section.as_bytes() == head)
            && below.is_none_or(|below| below.starts_with(b"["))
    };
    let kept = (0..lines.len()).filter(|index| !is_empty(*index));
    kept.map(|index| lines[index]).collect::<Vec<_>>().concat()
}

/// The write of the configuration as an edit leaves it, which libgit2 makes in a copy.
fn edited(
    store: &Store,
    target: Target,
    path: &Path,
    edit: impl FnOnce(&mut Config) -> Result<(), git2::Error>,
) -> Result<WriteFile, ApplyError> {
    let held = Exclusive::acquire(store)?;
    transaction::recover_held(store, &held)?;
    let before = disk::read(path)?;
    disk::make_folder(&store.scratch())?;
    let scratch = store.scratch().join("config");
    let after = edited_copy(&scratch, before.as_deref().unwrap_or_default(), edit);
    disk::remove_folder(&store.scratch())?;
    Ok(WriteFile {
        target,
        before,
        after: after?,
        mode: Mode::Regular,
        closes: false,
    })
}

fn edited_copy(
    scratch: &Path,
    text: &[u8],
    edit: impl FnOnce(&mut Config) -> Result<(), git2::Error>,
) -> Result<Option<Vec<u8>>, ApplyError> {
    let refused = |error| ApplyError::git(scratch.display().to_string())(error);
    disk::write(scratch, text, disk::PRIVATE)?;
    let mut copy = Config::open(scratch).map_err(refused)?;
    edit(&mut copy).map_err(refused)?;
    disk::read(scratch)
}
