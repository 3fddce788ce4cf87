//! Where a build writes, and whether Django serves it.

use serde_json::Value as Json;

use crate::inspect::evaluations::Evaluations;
use crate::inspect::facts::settled;
use crate::python::{Term, Value, path};
use crate::tree::{Tree, TreeError, join};

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

/// What the settings serve as static files, from the root.
pub(super) fn served_folders(evaluations: &Evaluations, folder: &str) -> Vec<String> {
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
        .filter_map(|text| path::in_tree(text, folder))
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
pub(super) fn is_served(output: &str, served: &[String]) -> bool {
    let within = |folder: &String| {
        output == folder
            || output
                .strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
    };
    served.iter().any(within) || output.split('/').any(|part| part == "static")
}

/// The folders that the build writes, from the root, as its scripts and configuration say.
pub(super) fn outputs(
    tree: &dyn Tree,
    folder: &str,
    scripts: &Json,
) -> Result<Vec<String>, TreeError> {
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
                if let Some(path) = path::in_tree(path, folder).filter(|path| !path.is_empty()) {
                    found.push(path);
                }
            }
        }
    }
}

/// Whether what is built is kept in the repository: a folder with files that git does not ignore.
pub(super) fn is_committed(tree: &dyn Tree, output: &str) -> bool {
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
