//! Front ends that Node builds into files that Django serves.

mod output;

use serde_json::Value as Json;

use super::error::InspectError;
use super::evaluations::Evaluations;
use super::project::{FrontEnd, Project};
use crate::tree::{EntryKind, Tree, TreeError, join};
use output::{is_committed, is_served, outputs, served_folders};

/// The front ends whose output is among the static files that the settings name.
pub(super) fn front_ends(
    tree: &dyn Tree,
    folder: &str,
    evaluations: &Evaluations,
    project: &mut Project,
) -> Result<Vec<FrontEnd>, InspectError> {
    let mut found = Vec::new();
    let mut served = None;
    for place in folders(tree, folder)? {
        let path = join(&place, "package.json");
        let Some(bytes) = tree.read(&path)? else {
            continue;
        };
        let Ok(package) = serde_json::from_slice::<Json>(&bytes) else {
            continue;
        };
        let Some(script) = script(&package["scripts"]) else {
            continue;
        };
        let served = served.get_or_insert_with(|| served_folders(evaluations, folder));
        let written = outputs(tree, &place, &package["scripts"])?;
        let output = written.into_iter().find(|output| is_served(output, served));
        let Some(output) = output.filter(|output| !is_committed(tree, output)) else {
            continue;
        };
        let (tool, lock) = tool(tree, &place, &package)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let at = text
            .lines()
            .position(|line| line.contains(&format!("\"{script}\"")));
        let fact = format!("front_ends.{}.script", found.len());
        let at = format!("{path}:{}", at.map_or(1, |index| index + 1));
        project.evidence.insert(fact, at);
        found.push(FrontEnd {
            node: node(tree, &place, &package)?,
            folder: place,
            tool,
            lock,
            script: script.to_owned(),
            output: Some(output),
        });
    }
    Ok(found)
}

/// The script that builds for production: one named `build`, of several the one that says so.
fn script(scripts: &Json) -> Option<&str> {
    let builds = |name: &&String| {
        let parts: Vec<&str> = name.split([':', '-', '_', '.']).collect();
        let other = [
            "dev",
            "watch",
            "test",
            "docs",
            "storybook",
            "styleguide",
            "analyze",
            "render",
        ];
        (parts.contains(&"build") || matches!(name.as_str(), "production" | "prod" | "compile"))
            && !parts.iter().any(|part| other.contains(part))
    };
    let names = scripts.as_object()?.keys().filter(builds);
    names
        .min_by_key(|name| (!name.contains("prod"), *name != "build", name.len()))
        .map(String::as_str)
}

/// Folders that may hold a `package.json`: the root, `manage.py`'s, and two levels below either.
fn folders(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let mut found = vec![String::new()];
    if !folder.is_empty() {
        found.push(folder.to_owned());
    }
    let mut level = found.clone();
    for _ in 0..2 {
        let mut next = Vec::new();
        for place in level {
            for entry in tree.list(&place)? {
                let skipped = entry.name.starts_with('.')
                    || matches!(
                        &*entry.name,
                        "node_modules"
                            | "vendor"
                            | "docs"
                            | "tests"
                            | "site-packages"
                            | "venv"
                            | "env"
                    );
                let path = join(&place, &entry.name);
                if entry.kind == EntryKind::Directory && !skipped && !found.contains(&path) {
                    next.push(path);
                }
            }
        }
        next.truncate(300);
        found.extend(next.iter().cloned());
        level = next;
    }
    Ok(found)
}

fn tool(
    tree: &dyn Tree,
    folder: &str,
    package: &Json,
) -> Result<(String, Option<String>), TreeError> {
    let locks = [
        ("pnpm", "pnpm-lock.yaml"),
        ("yarn", "yarn.lock"),
        ("npm", "package-lock.json"),
        ("npm", "npm-shrinkwrap.json"),
    ];
    for (tool, lock) in locks {
        let path = join(folder, lock);
        if tree.is_file(&path)? {
            return Ok((tool.to_owned(), Some(path)));
        }
    }
    let named = package["packageManager"].as_str().unwrap_or("npm");
    let named = named.split('@').next().unwrap_or("npm");
    Ok((named.to_owned(), None))
}

/// Node's version as the project names it; of a range, its first number.
fn node(tree: &dyn Tree, folder: &str, package: &Json) -> Result<Option<String>, TreeError> {
    for name in [".nvmrc", ".node-version"] {
        for place in [folder, ""] {
            let text = tree.read_prefix(&join(place, name), 100)?;
            let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            if let Some(version) = text.as_deref().and_then(version) {
                return Ok(Some(version));
            }
        }
    }
    let named = [&package["volta"]["node"], &package["engines"]["node"]];
    Ok(named.iter().find_map(|text| version(text.as_str()?)))
}

fn version(text: &str) -> Option<String> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let digits = text[start..]
        .chars()
        .take_while(|character| character.is_ascii_digit() || *character == '.');
    Some(digits.collect::<String>().trim_end_matches('.').to_owned())
}
