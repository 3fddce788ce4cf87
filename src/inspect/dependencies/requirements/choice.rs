//! Which requirements file is installed where.

use crate::environment::Environment;
use crate::inspect::dependencies::purpose::{self, Purpose};
use crate::tree::{EntryKind, Tree, TreeError, join};

/// Folders of requirements files.
const FOLDERS: [&str; 5] = ["requirements", "reqs", "requires", "requirement", "deps"];
/// The file that is installed where there is no `requirements.txt`, best first.
const PREFERRED: [&str; 9] = [
    "requirements.txt",
    "production.txt",
    "prod.txt",
    "deploy.txt",
    "base.txt",
    "common.txt",
    "main.txt",
    "default.txt",
    "pip.txt",
];

/// Entries of a folder among which folders are looked into.
const MAX_ENTRIES: usize = 200;

/// Everything that looks like a requirements file, those of the folder itself first.
pub(super) fn candidates(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let entries = tree.list(folder)?;
    let of_name =
        |name: &str| is_text(name) && (name.contains("requirements") || name == "reqs.txt");
    let mut files: Vec<String> = entries
        .iter()
        .filter(|entry| matches!(entry.kind, EntryKind::File { .. }) && of_name(&entry.name))
        .map(|entry| join(folder, &entry.name))
        .collect();
    for entry in &entries {
        if entry.kind == EntryKind::Directory && FOLDERS.contains(&entry.name.as_str()) {
            let inner = join(folder, &entry.name);
            let listed = tree.list(&inner)?;
            let texts = listed.iter().filter(|file| is_text(&file.name));
            files.extend(texts.map(|file| join(&inner, &file.name)));
        }
    }
    Ok(files)
}

/// Names that a file of requirements has by mistake or by habit, and folders that hold one for a deployment: what they say
/// decides. Those of the folder itself come first.
pub(super) fn near(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let is_near = |name: &str| {
        let name = name.to_ascii_lowercase();
        let named = ["req", "dependencies", "deps", "packages", "pip", "install"];
        is_text(&name) && named.iter().any(|start| name.starts_with(start))
    };
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    for (index, entry) in tree.list(folder)?.into_iter().enumerate() {
        let is_own = !entry.name.starts_with('.') && entry.name != "node_modules";
        if entry.kind == EntryKind::Directory && is_own && index < MAX_ENTRIES {
            folders.push(join(folder, &entry.name));
        }
    }
    for folder in folders {
        let listed = tree.list(&folder)?.into_iter();
        let listed = listed.filter(|entry| matches!(entry.kind, EntryKind::File { .. }));
        let named = listed.filter(|entry| is_near(&entry.name));
        files.extend(named.map(|entry| join(&folder, &entry.name)));
    }
    Ok(files)
}

fn is_text(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "txt" | "in" | "pip")))
}

/// The file that runs the project.
pub(super) fn main(candidates: &[String]) -> Option<&String> {
    let named = |name: &str| {
        let of_name = |file: &&String| file.rsplit('/').next() == Some(name);
        candidates.iter().find(of_name)
    };
    let preferred = PREFERRED.iter().find_map(|name| named(name));
    let for_everybody = || first_for(candidates, &[Purpose::Base, Purpose::Production]);
    // The only file, unless its name says that it is not what runs the project.
    let only = || match candidates {
        [file] if purpose_of(file) == Purpose::Other => Some(file),
        _ => None,
    };
    let local = || named("local.txt");
    preferred
        .or_else(for_everybody)
        .or_else(only)
        .or_else(local)
}

fn first_for<'a>(candidates: &'a [String], purposes: &[Purpose]) -> Option<&'a String> {
    let mut purposes = purposes.iter();
    purposes.find_map(|wanted| candidates.iter().find(|file| purpose_of(file) == *wanted))
}

/// What an environment installs from beside the main file, or instead of it.
pub(super) fn further<'a>(
    candidates: &'a [String],
    environment: Environment,
    main: &str,
) -> Option<&'a String> {
    let purposes: &[Purpose] = match environment {
        Environment::Dev => &[Purpose::Development, Purpose::Test],
        Environment::Prod => &[Purpose::Production],
    };
    let compiled = |file: &&String| {
        let text = file.strip_suffix(".in").map(|stem| format!("{stem}.txt"));
        text.is_none_or(|text| !candidates.contains(&text))
    };
    let others: Vec<_> = candidates
        .iter()
        .filter(|file| *file != main)
        .filter(compiled)
        .collect();
    let mut purposes = purposes.iter();
    purposes.find_map(|wanted| {
        others
            .iter()
            .copied()
            .find(|file| purpose_of(file) == *wanted)
    })
}

fn purpose_of(path: &str) -> Purpose {
    let name = path.rsplit('/').next().unwrap_or(path);
    purpose::of_name(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}
