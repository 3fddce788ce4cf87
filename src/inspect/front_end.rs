//! Front ends that Node builds into files that Django serves, and packages of npm whose files it serves.

mod command;
mod install;
mod javascript;
mod output;
mod served;

use serde_json::Value as Json;

use super::error::InspectError;
use super::evaluations::Evaluations;
use super::project::{FrontEnd, Project};
use crate::tree::{EntryKind, Tree, TreeError, is_within, join};
use command::Command;
use install::installed;
use output::{Build, Output, outermost};
use served::Served;

/// The front ends that a script builds, and the packages that are served as they are installed.
pub(super) fn front_ends(
    tree: &dyn Tree,
    folder: &str,
    evaluations: &Evaluations,
    project: &mut Project,
) -> Result<Vec<FrontEnd>, InspectError> {
    let served = Served::new(evaluations, folder);
    let mut found = Vec::new();
    for place in folders(tree, folder)? {
        let Some((package, text)) = package(tree, &place)? else {
            continue;
        };
        let builds = |commands: &[Command]| output::builds(&place, commands, &served);
        let Some(script) = script(&package["scripts"], builds) else {
            continue;
        };
        let build = Build {
            tree,
            folder: &place,
            package: &package,
            script,
        };
        let mut outputs = match build.output(&served)? {
            Output::Committed => continue,
            Output::Untold => Vec::new(),
            Output::Served(outputs) => outputs,
        }
        .into_iter();
        let at = text
            .lines()
            .position(|line| line.contains(&format!("\"{script}\"")));
        let fact = format!("front_ends.{}.script", found.len());
        let path = join(&place, "package.json");
        let at = format!("{path}:{}", at.map_or(1, |index| index + 1));
        project.evidence.insert(fact, at);
        found.push(FrontEnd {
            script: script.to_owned(),
            output: outputs.next(),
            also: outputs.collect(),
            ..installed(tree, &place, &package)?
        });
    }
    for (place, paths) in served.modules() {
        let Some((package, _)) = package(tree, &place)? else {
            continue;
        };
        let fact = format!("front_ends.{}.script", found.len());
        let at = format!("{}:1", join(&place, "package.json"));
        project.evidence.insert(fact, at);
        let mut paths = outermost(&paths).into_iter();
        let front_end = FrontEnd {
            output: paths.next(),
            also: paths.collect(),
            ..installed(tree, &place, &package)?
        };
        found.push(FrontEnd {
            // Nothing that is served is made by a script.
            needs_code: false,
            development: needs_development(&front_end, &package),
            ..front_end
        });
    }
    Ok(found)
}

/// A folder's `package.json`, and its text.
fn package(tree: &dyn Tree, folder: &str) -> Result<Option<(Json, String)>, TreeError> {
    let bytes = tree.read(&join(folder, "package.json"))?;
    Ok(bytes.and_then(|bytes| {
        let package = serde_json::from_slice(&bytes).ok()?;
        Some((package, String::from_utf8_lossy(&bytes).into_owned()))
    }))
}

/// Whether one of the packages that are served is meant for development alone.
fn needs_development(front_end: &FrontEnd, package: &Json) -> bool {
    let all = join(&front_end.folder, "node_modules");
    let names = |kind: &str| package[kind].as_object().map_or(0, serde_json::Map::len);
    let is_served = |name: &String| {
        let own = join(&all, name);
        let mut served = front_end.output.iter().chain(&front_end.also);
        served.any(|path| is_within(path, &own))
    };
    if front_end.output.iter().any(|path| *path == all) {
        return names("dependencies") == 0;
    }
    let development = package["devDependencies"].as_object().into_iter().flatten();
    development.map(|(name, _)| name).any(is_served)
}

/// The script that builds for production: one named `build`, of several the one that is for production; else one that comes
/// to an end and whose commands do.
fn script(scripts: &Json, are_builds: impl Fn(&[Command]) -> bool) -> Option<&str> {
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
        let named = parts.iter().any(|part| matches!(*part, "build" | "bundle"));
        (named || matches!(name.as_str(), "production" | "prod" | "compile"))
            && !parts.iter().any(|part| other.contains(part))
    };
    let order = |name: &&String| (!name.contains("prod"), *name != "build", name.len());
    let named = scripts.as_object()?.keys().filter(builds).min_by_key(order);
    let builds = |name: &&String| {
        let commands = command::commands(scripts, name);
        !name.is_empty() && !commands.iter().any(command::goes_on) && are_builds(&commands)
    };
    let name = named.or_else(|| scripts.as_object()?.keys().find(builds))?;
    Some(name)
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
                            | "e2e"
                            | "cypress"
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
