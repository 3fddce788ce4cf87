//! The folders that settings have files written into. git does not hold an empty folder, and an image no folder outside
//! the project.

use std::collections::BTreeMap;

use super::evaluations::Evaluations;
use super::facts;
use super::project::Project;
use crate::python::{Term, Value, path};
use crate::tree::{is_within, parent};

/// Folders of the system's own, which every image has and which stay as they are.
const SYSTEM: [&str; 20] = [
    "/", "/bin", "/boot", "/etc", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/root",
    "/run", "/sbin", "/srv", "/tmp", "/usr", "/var", "/var/lib", "/var/run", "/var/tmp",
];

/// What is no folder on a disk.
const VIRTUAL: [&str; 3] = ["/dev", "/proc", "/sys"];

/// Who makes a folder that is missing.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Maker {
    /// Django, if it may.
    Django,
    /// Nobody: what wants to write there fails.
    Nobody,
}

/// Notes them, with the settings that name them.
pub(super) fn fill(evaluations: &Evaluations, folder: &str, project: &mut Project) {
    let mut found = BTreeMap::new();
    for evaluation in evaluations.all() {
        let mut note = |term: &Term, maker, of: fn(&str) -> &str| {
            let text = term
                .value
                .text()
                .and_then(|text| path::from_root(text, folder));
            if let Some(path) = text {
                let path = of(&path);
                if is_wanted(path, maker, project) {
                    found
                        .entry(path.to_owned())
                        .or_insert_with(|| term.at.to_string());
                }
            }
        };
        let get = |name: &str| evaluation.get(name);
        for file in get("LOGGING")
            .iter()
            .flat_map(|term| under(term, "filename"))
        {
            note(&file, Maker::Nobody, parent_of);
        }
        for cache in get("CACHES").iter().flat_map(dicts) {
            let backend = facts::entry(&cache, &["BACKEND"]);
            let backend = backend.as_ref().and_then(|term| term.value.text());
            let location = facts::entry(&cache, &["LOCATION"]);
            if let Some(location) = location
                && backend.is_some_and(|backend| backend.ends_with("FileBasedCache"))
            {
                note(&location, Maker::Django, itself);
            }
        }
        let settings = [
            ("EMAIL_FILE_PATH", Maker::Django),
            ("FILE_UPLOAD_TEMP_DIR", Maker::Nobody),
            ("SESSION_FILE_PATH", Maker::Nobody),
        ];
        for (name, maker) in settings {
            for term in get(name).iter().flat_map(values) {
                note(&term, maker, itself);
            }
        }
    }
    for (index, (path, at)) in found.into_iter().enumerate() {
        let fact = format!("written_folders.{index}");
        project.evidence.insert(fact, at);
        project.written_folders.push(path);
    }
}

/// Whether a folder may be missing.
fn is_wanted(path: &str, maker: Maker, project: &Project) -> bool {
    if path.starts_with('/') {
        let within = |folder: &&str| is_within(path, folder);
        return !SYSTEM.contains(&path) && !VIRTUAL.iter().any(within);
    }
    // What holds code is there.
    let settings = &project.settings;
    let code = settings.files.iter().chain(&settings.prod_files);
    let mut code = code.chain(&project.manage_py);
    let is_inside = !path.starts_with("..");
    let is_code = path.is_empty() || path == "." || code.any(|file| is_within(file, path));
    !(is_code || is_inside && maker == Maker::Django)
}

/// The folder of a file, absolute or from the root.
fn parent_of(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) => "/",
        _ => parent(path),
    }
}

fn itself(path: &str) -> &str {
    path
}

/// What a term may be, each as it is while no variable is set.
fn values(term: &Term) -> Vec<Term> {
    let alternatives = term.alternatives().into_iter();
    let mut values: Vec<Term> = alternatives
        .map(|term| term.usual().unwrap_or(term))
        .collect();
    values.extend(term.usual());
    values
}

/// A term's dicts, and those in them.
fn dicts(term: &Term) -> Vec<Term> {
    let mut found = Vec::new();
    for value in values(term) {
        if let Value::Dict(dict) = &value.value {
            found.extend(dict.entries.iter().flat_map(|(_, inner)| dicts(inner)));
            found.push(value);
        }
    }
    found
}

/// What stands under a key, at any depth.
fn under(term: &Term, key: &str) -> Vec<Term> {
    let mut found = Vec::new();
    for dict in dicts(term) {
        let Value::Dict(dict) = &dict.value else {
            continue;
        };
        let named = dict.entries.iter();
        let named = named.filter(|(name, _)| name.value.text() == Some(key));
        found.extend(named.flat_map(|(_, value)| values(value)));
    }
    found
}
