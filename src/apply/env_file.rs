//! `.env`, or the file beside it: the secrets. What stands in it is the user's; only keys that are missing are added, and
//! secrets that no container is to get any longer become comments.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use git2::Repository;

use crate::compose::EnvFile;
use crate::files::Mode;
use crate::tree::is_tracked;

use super::{ApplyError, Target, WriteFile, disk, worktree};

/// A variable that the stack needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EnvEntry {
    /// The variable's name, which is its key in `.env`.
    pub key: String,
    /// Its value, not quoted.
    pub value: String,
    /// What to say above it; may be empty or have several lines.
    pub comment: String,
}

/// What stands before a secret of a service that is gone: it is there when the service comes back. `make env` knows it too.
const ASIDE: &str = "# removed: ";

/// What becomes of `.env`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct EnvChange {
    /// The write; `None` where no key is missing.
    pub write: Option<WriteFile>,
    /// The keys that are added.
    pub added: Vec<String>,
    /// The keys that become comments.
    pub aside: Vec<String>,
    /// Whether the file that stands may be read by its group or by everyone. Its permissions are kept.
    pub readable_by_others: bool,
}

/// Reads a folder's file of secrets, by its path from there, and says what becomes of it with these keys and without
/// `former` ones. A new one is 0600.
///
/// One that git tracks is refused, and so is a symbolic link: nobody can see from here who else
/// reads what it points to. So is one that Compose cannot read: what is added would not be read either.
pub fn env_change(
    repository: Option<&Repository>,
    root: &Path,
    path: &str,
    entries: &[EnvEntry],
    former: &[String],
) -> Result<EnvChange, ApplyError> {
    // Without a key of djdock's the file is nobody's business.
    if entries.is_empty() && former.is_empty() {
        return Ok(EnvChange::default());
    }
    if let Some(repository) = repository {
        check_untracked(repository, path)?;
    }
    let (store, base) = worktree::site(repository, root)?;
    let target = Target::new(base, path);
    let located = store.locate(&target)?;
    let before = disk::read(&located)?;
    let text = before.as_deref().map(str::from_utf8).transpose();
    let text = text.map_err(|_| ApplyError::NotUtf8 {
        path: path.to_owned(),
    })?;
    let known = EnvFile::keys(text.unwrap_or_default());
    let known = known.map_err(|line| ApplyError::EnvUnreadable {
        path: path.to_owned(),
        line,
    })?;
    let (after, aside) = set_aside(text.unwrap_or_default(), former);
    let after = with_missing(&after, entries, known.clone());
    let mut added: Vec<String> = Vec::new();
    for entry in entries {
        if !known.contains(&entry.key) && !added.contains(&entry.key) {
            added.push(entry.key.clone());
        }
    }
    let bits = disk::metadata(&located)?.map(|metadata| metadata.permissions().mode());
    let write = WriteFile {
        target,
        before,
        after: Some(after.into_bytes()),
        mode: Mode::Private,
        closes: false,
    };
    let is_same =
        write.before.as_deref().unwrap_or_default() == write.after.as_deref().unwrap_or_default();
    Ok(EnvChange {
        write: (!is_same).then_some(write),
        added,
        aside,
        readable_by_others: bits.is_some_and(|bits| bits & 0o077 != 0),
    })
}

/// The write that brings a file of secrets from one text to another; `closes` takes it away from its group and from everyone.
///
/// Refused like [`env_change`], and where the file has changed since it was read.
pub fn rewrite_env(
    repository: Option<&Repository>,
    root: &Path,
    path: &str,
    before: Option<&str>,
    after: String,
    closes: bool,
) -> Result<WriteFile, ApplyError> {
    if let Some(repository) = repository {
        check_untracked(repository, path)?;
    }
    let (store, base) = worktree::site(repository, root)?;
    let target = Target::new(base, path);
    store.locate(&target)?;
    Ok(WriteFile {
        target,
        before: before.map(|text| text.as_bytes().to_owned()),
        after: Some(after.into_bytes()),
        mode: Mode::Private,
        closes,
    })
}

fn check_untracked(repository: &Repository, path: &str) -> Result<(), ApplyError> {
    if is_tracked(repository, path).map_err(ApplyError::git(path))? {
        let path = path.to_owned();
        return Err(ApplyError::EnvTracked { path });
    }
    Ok(())
}

/// The text with the missing keys at its end, in their order; every line that stands is kept.
///
/// # Errors
///
/// The line at which Compose could not read the text that stands, from 1.
pub fn merge_env(existing: Option<&str>, entries: &[EnvEntry]) -> Result<String, usize> {
    let existing = existing.unwrap_or_default();
    Ok(with_missing(existing, entries, EnvFile::keys(existing)?))
}

fn with_missing(existing: &str, entries: &[EnvEntry], mut known: BTreeSet<String>) -> String {
    let line_break = match existing.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    };
    let mut added = String::new();
    let mut text = existing.to_owned();
    for entry in entries {
        if !known.insert(entry.key.clone()) {
            continue;
        }
        if let Some(start) = aside(&text, &entry.key) {
            text.replace_range(start..start + ASIDE.len(), "");
            continue;
        }
        for line in entry.comment.lines() {
            let line = format!("# {line}");
            let _ = writeln!(added, "{}", line.trim_end());
        }
        let _ = writeln!(added, "{}={}", entry.key, env_value(&entry.value));
    }
    if added.is_empty() {
        return text;
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(line_break);
    }
    if !text.trim().is_empty() {
        text.push_str(line_break);
    }
    text.push_str(&added.replace('\n', line_break));
    text
}

/// Where the last line of a key starts that was set aside: of several, Compose went by that one.
fn aside(text: &str, key: &str) -> Option<usize> {
    let line = format!("{ASIDE}{key}=");
    let mut found = text.rmatch_indices(&line).map(|(start, _)| start);
    found.find(|start| *start == 0 || text[..*start].ends_with('\n'))
}

/// The text with the lines of these keys as comments, and which of them have one. A value of several lines stays: nobody made it but the user.
fn set_aside(text: &str, keys: &[String]) -> (String, Vec<String>) {
    let file = EnvFile::parse(text, &|_| Some("set".to_owned()));
    let mut text = text.to_owned();
    let mut aside = Vec::new();
    for entry in file.entries.iter().rev() {
        let start = text[..entry.range.start].rfind('\n').map_or(0, |at| at + 1);
        let is_line = text[start..].starts_with(&format!("{}=", entry.key));
        if keys.contains(&entry.key) && is_line && !text[entry.range.clone()].contains('\n') {
            text.insert_str(start, ASIDE);
            if !aside.contains(&entry.key) {
                aside.push(entry.key.clone());
            }
        }
    }
    aside.reverse();
    (text, aside)
}

/// The value as Compose reads it back.
#[must_use]
pub fn env_value(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.,:/@%+=".contains(&byte);
    if value.bytes().all(is_plain) {
        value.to_owned()
    } else if value.contains(['\'', '\n', '\r']) {
        let mut quoted = String::from('"');
        for character in value.chars() {
            match character {
                '"' | '\\' | '$' => quoted.extend(['\\', character]),
                '\n' => quoted.push_str("\\n"),
                '\r' => quoted.push_str("\\r"),
                _ => quoted.push(character),
            }
        }
        quoted + "\""
    } else {
        format!("'{value}'")
    }
}
