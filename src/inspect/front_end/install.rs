//! What installs a front end's packages, and what it needs for that.

use serde_json::Value as Json;

use super::super::project::FrontEnd;
use crate::tree::{EntryKind, Tree, TreeError, join};

/// Lock files, and the tools that write them.
const LOCKS: [(&str, &str); 6] = [
    ("pnpm", "pnpm-lock.yaml"),
    ("yarn", "yarn.lock"),
    ("bun", "bun.lock"),
    ("bun", "bun.lockb"),
    ("npm", "package-lock.json"),
    ("npm", "npm-shrinkwrap.json"),
];

/// Files beside `package.json` that say how to install.
const CONFIGURATIONS: [&str; 6] = [
    ".npmrc",
    ".yarnrc",
    ".yarnrc.yml",
    ".pnpmfile.cjs",
    "bunfig.toml",
    "pnpm-workspace.yaml",
];

/// Scripts that run while packages are installed.
const SCRIPTS: [&str; 5] = [
    "preinstall",
    "install",
    "postinstall",
    "prepare",
    "prepublish",
];

/// The tool, its files, and Node's version.
pub(super) fn installed(
    tree: &dyn Tree,
    folder: &str,
    package: &Json,
) -> Result<FrontEnd, TreeError> {
    let (tool, lock) = tool(tree, folder, package)?;
    let mut configuration = Vec::new();
    for name in CONFIGURATIONS {
        let path = join(folder, name);
        if tree.is_file(&path)? {
            configuration.push(path);
        }
    }
    let own = join(folder, ".yarn");
    let has_own = matches!(tree.kind(&own)?, Some(EntryKind::Directory));
    Ok(FrontEnd {
        folder: folder.to_owned(),
        is_berry: tool == "yarn" && is_berry(tree, lock.as_deref(), &configuration)?,
        tool,
        lock,
        needs_code: has_own || needs_code(package),
        configuration,
        node: node(tree, folder, package)?,
        ..FrontEnd::default()
    })
}

fn tool(
    tree: &dyn Tree,
    folder: &str,
    package: &Json,
) -> Result<(String, Option<String>), TreeError> {
    let named = package["packageManager"].as_str().unwrap_or_default();
    let named = named.split('@').next().unwrap_or_default();
    // Of several locks, the one of the tool that is named.
    let mut locks = LOCKS;
    locks.sort_by_key(|(tool, _)| *tool != named);
    for (tool, lock) in locks {
        let path = join(folder, lock);
        if tree.is_file(&path)? {
            return Ok((tool.to_owned(), Some(path)));
        }
    }
    let named = if named.is_empty() { "npm" } else { named };
    Ok((named.to_owned(), None))
}

/// Whether Yarn is 2 or newer: its lock and its settings are YAML.
fn is_berry(
    tree: &dyn Tree,
    lock: Option<&str>,
    configuration: &[String],
) -> Result<bool, TreeError> {
    let lock = lock.map(|lock| tree.read_prefix(lock, 1000)).transpose()?;
    let lock = lock.flatten().unwrap_or_default();
    Ok(String::from_utf8_lossy(&lock).contains("__metadata:")
        || configuration
            .iter()
            .any(|path| path.ends_with(".yarnrc.yml")))
}

/// Whether more of the code than `package.json` is needed to install: scripts that run then, packages of the repository.
fn needs_code(package: &Json) -> bool {
    let scripts = SCRIPTS
        .iter()
        .any(|name| !package["scripts"][name].is_null());
    let kinds = ["dependencies", "devDependencies", "optionalDependencies"];
    let mut packages = kinds
        .iter()
        .filter_map(|kind| package[kind].as_object())
        .flatten();
    let local = packages.any(|(_, version)| {
        let version = version.as_str().unwrap_or_default();
        let kinds = [
            "file:",
            "link:",
            "workspace:",
            "portal:",
            "patch:",
            "./",
            "../",
        ];
        kinds.iter().any(|kind| version.starts_with(kind))
    });
    scripts
        || local
        || !package["workspaces"].is_null()
        || !package["patchedDependencies"].is_null()
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
