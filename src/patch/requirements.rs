//! `requirements.txt`: adds the packages that it lacks, and leaves the user's pins alone.

mod entry;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::entry::{Entry, continued, entries, normalise};
use super::edit::PatchedText;
use super::lines::append;
use super::record::patched;
use crate::text::Edit;
use crate::text::newline;

/// A package that the project needs.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// Its name on the index: `gunicorn`.
    pub name: String,
    /// The line to add: `gunicorn~=23.0`.
    pub requirement: String,
    /// Other packages that serve as well: `psycopg2-binary` for `psycopg2`.
    #[serde(default)]
    pub provided_by: Vec<String>,
    /// The capability without which the stack does not need it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
    /// The first Python version that it is for; of several entries for one package, the first that fits counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub python: Option<String>,
    /// Packages of the project's that need it, each with the release from which it does without; nothing else does then.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub needed_by: BTreeMap<String, String>,
}

/// What a file that is created says of itself.
const DERIVED: &str = "# Derived by djdock from what the project imports and its settings name. Pin the versions that it was made with.";

/// Why requirements are left as they are.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum RequirementsError {
    /// Every line needs a hash, which only the user's own tool can make.
    #[error("line {line} asks for hashes")]
    Hashes {
        /// The first line that does.
        line: usize,
        /// The requirements that are missing.
        missing: Vec<String>,
    },
}

/// Adds the packages that a requirements file does not name, each in its sorted place if the file is sorted; `None`
/// creates it.
pub fn patch_requirements(
    source: Option<&str>,
    packages: &[Package],
) -> Result<PatchedText, RequirementsError> {
    let text = source.unwrap_or_default();
    let entries = entries(text);
    let missing = missing(&entries, packages);
    if missing.is_empty() {
        return Ok(patched(Some(text), &[]));
    }
    if let Some(hashed) = entries.iter().find(|entry| entry.hashed) {
        return Err(RequirementsError::Hashes {
            line: hashed.line,
            missing: missing
                .iter()
                .map(|package| package.requirement.clone())
                .collect(),
        });
    }
    let mut edits = edits(text, &entries, missing);
    // Part of the first edit: one edit of its own would not be known again.
    if let (None, Some(first)) = (source, edits.first_mut()) {
        first.text.insert_str(0, &format!("{DERIVED}\n"));
    }
    Ok(patched(source, &edits))
}

/// The packages that no entry names, once each.
fn missing<'a>(entries: &[Entry], packages: &'a [Package]) -> Vec<&'a Package> {
    let mut present: BTreeSet<String> = entries
        .iter()
        .filter_map(|entry| entry.name.as_deref().map(normalise))
        .collect();
    packages
        .iter()
        .filter(|package| {
            let provided = package
                .provided_by
                .iter()
                .any(|name| present.contains(&normalise(name)));
            !provided && present.insert(normalise(&package.name))
        })
        .collect()
}

/// Insertions at the sorted places, or at the end.
fn edits(text: &str, entries: &[Entry], mut missing: Vec<&Package>) -> Vec<Edit> {
    let named: Vec<(&Entry, String)> = entries
        .iter()
        .filter_map(|entry| Some((entry, entry.name.as_ref()?.to_lowercase())))
        .collect();
    let sorted = named.is_sorted_by(|(_, first), (_, second)| first <= second);
    if sorted {
        missing.sort_by_key(|package| package.name.to_lowercase());
    }
    let mut last = Vec::new();
    let mut edits = Vec::new();
    for package in missing {
        let name = package.name.to_lowercase();
        let next = named.partition_point(|(_, other)| *other <= name);
        if !sorted || next == named.len() {
            last.push(package.requirement.as_str());
            continue;
        }
        let offset = match next.checked_sub(1) {
            Some(previous) => named[previous].0.end,
            None => named[next].0.start,
        };
        let line = format!("{}{}", package.requirement, newline(text));
        edits.push(Edit::insert(offset, line));
    }
    if !last.is_empty() && continued(text).is_some() {
        edits.push(Edit::insert(text.len(), newline(text)));
    }
    edits.extend(append(text, &last));
    edits
}
