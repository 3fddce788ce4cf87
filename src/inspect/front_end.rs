//! Front ends that Node builds into files that Django serves.

use serde_json::Value as Json;

use super::error::InspectError;
use super::evaluate::{Term, Value, place};
use super::evaluations::Evaluations;
use super::facts::settled;
use super::project::{FrontEnd, Project};
use crate::tree::{EntryKind, Tree, TreeError, join};

/// Files that say where a build writes.
const CONFIGURATIONS: [&str; 11] = [
    "vite.config.js",
    "vite.config.ts",
    "vite.config.mjs",
    "webpack.config.js",
    "webpack.prod.js",
    "webpack.config.prod.js",
    "rollup.config.js",
    "esbuild.config.js",
    "esbuild.config.mjs",
    "gulpfile.js",
    "build.js",
];
/// What stands before the folder or file that is written.
const MARKS: [&str; 10] = [
    "outfile:",
    "outDir:",
    "outdir:",
    "outdir=",
    "outfile=",
    "--output-path",
    "path.resolve(__dirname,",
    "path.join(__dirname,",
    "--dist-dir",
    "-o ",
];

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

/// What the settings serve as static files, from the root.
fn served_folders(evaluations: &Evaluations, folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for evaluation in evaluations.all() {
        for name in ["STATICFILES_DIRS", "STATIC_ROOT", "DJANGO_VITE_ASSETS_PATH"] {
            if let Some(term) = evaluation.get(name) {
                texts(&term, &mut found);
            }
        }
    }
    let mut paths: Vec<String> = found
        .iter()
        .filter_map(|text| place::in_tree(text, folder))
        .filter(|path| !path.is_empty())
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

fn texts(term: &Term, found: &mut Vec<String>) {
    let term = settled(term).unwrap_or_else(|| term.clone());
    match &term.value {
        Value::Str(text) | Value::Path(text) => found.push(text.to_string()),
        Value::Sequence(sequence) => {
            for item in sequence.items.iter().take(50) {
                texts(item, found);
            }
        }
        _ => {}
    }
}

/// Whether a folder is one that is served or lies in one, as an application's `static` does too.
fn is_served(output: &str, served: &[String]) -> bool {
    let within = |folder: &String| {
        output == folder
            || output
                .strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
    };
    served.iter().any(within) || output.split('/').any(|part| part == "static")
}

/// The folders that the build writes, from the root, as its scripts and configuration say.
fn outputs(tree: &dyn Tree, folder: &str, scripts: &Json) -> Result<Vec<String>, TreeError> {
    let mut found = Vec::new();
    for command in scripts
        .as_object()
        .into_iter()
        .flat_map(|scripts| scripts.values())
    {
        written(command.as_str().unwrap_or_default(), folder, &mut found);
    }
    for name in CONFIGURATIONS {
        if let Some(bytes) = tree.read_prefix(&join(folder, name), 256 * 1024)? {
            written(&String::from_utf8_lossy(&bytes), folder, &mut found);
        }
    }
    for usual in ["dist", "build"] {
        found.push(join(folder, usual));
    }
    Ok(found)
}

fn written(text: &str, folder: &str, found: &mut Vec<String>) {
    for line in text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
    {
        for mark in MARKS {
            for (index, _) in line.match_indices(mark) {
                let after = line[index + mark.len()..].trim_start_matches([' ', '=']);
                let after = after
                    .split_once("__dirname,")
                    .map_or(after, |(_, rest)| rest);
                let path: String = after
                    .trim_start_matches([' ', '"', '\'', '`', '('])
                    .chars()
                    .take_while(|character| {
                        !matches!(character, '"' | '\'' | '`' | ' ' | ',' | ')')
                    })
                    .collect();
                let path = path.trim_start_matches("./").trim_end_matches('/');
                if path.is_empty() || path.contains(['$', '*', '\\']) || path.starts_with('/') {
                    continue;
                }
                // A file is written into its folder.
                let path = match path.rsplit_once('/') {
                    Some((parent, name)) if name.contains('.') && name != ".." => parent,
                    _ => path,
                };
                if let Some(path) = place::in_tree(path, folder).filter(|path| !path.is_empty()) {
                    found.push(path);
                }
            }
        }
    }
}

/// Whether what is built is kept in the repository: a folder with files that git does not ignore.
fn is_committed(tree: &dyn Tree, output: &str) -> bool {
    let built = |path: &str| {
        let entries = tree.list(path).unwrap_or_default();
        entries.iter().any(|entry| {
            entry
                .name
                .rsplit_once('.')
                .is_some_and(|(_, end)| matches!(end, "js" | "css" | "map"))
        })
    };
    let below = ["js", "css", "assets"].map(|name| join(output, name));
    if !built(output) && !below.iter().any(|path| built(path)) {
        return false;
    }
    let ignored = tree.read(".gitignore").ok().flatten().unwrap_or_default();
    let ignored = String::from_utf8_lossy(&ignored).into_owned();
    !ignored.lines().any(|line| {
        let line = line.trim().trim_matches('/').trim_end_matches("/*");
        !line.is_empty()
            && (line == output
                || output.starts_with(&format!("{line}/"))
                || output.rsplit('/').next() == Some(line))
    })
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
