//! Where a build writes, and whether Django serves it.

use serde_json::Value as Json;

use super::command::{self, Command};
use super::javascript::Script;
use super::served::{Served, depends};
use crate::python::path;
use crate::tree::{Entry, EntryKind, Tree, TreeError, is_within, join, parent};

/// How many configuration files of one package are read.
const FILES: usize = 20;

/// What the names of configuration files begin with.
const CONFIGURATIONS: [&str; 15] = [
    "angular", "astro", "build", "craco", "esbuild", "farm", "gulpfile", "parcel", "rolldown",
    "rollup", "rspack", "svelte", "vite", "vue", "webpack",
];

/// What stands in one of them before the folder or file that is written.
const PROPERTIES: [&str; 9] = [
    "outDir",
    "outdir",
    "outfile",
    "distDir",
    "outputDir",
    "outputPath",
    "path",
    "dir",
    "file",
];

/// Functions that are told it.
const FUNCTIONS: [&str; 4] = [
    "dest",
    "setOutputPath",
    "setPublicPath",
    "createWriteStream",
];

/// What writes the files of a front end.
pub(super) struct Build<'run> {
    pub(super) tree: &'run dyn Tree,
    /// The folder of `package.json`, from the root.
    pub(super) folder: &'run str,
    pub(super) package: &'run Json,
    /// The script that builds for production.
    pub(super) script: &'run str,
}

/// What is known of what a build writes.
pub(super) enum Output {
    /// Folders that Django serves, from the root.
    Served(Vec<String>),
    /// Such folders, which the repository holds as they were built.
    Committed,
    /// None that Django serves.
    Untold,
}

impl Build<'_> {
    /// The folders that it writes and Django serves: of its commands all, else the first that anything names.
    pub(super) fn output(&self, served: &Served) -> Result<Output, TreeError> {
        let scripts = &self.package["scripts"];
        let commands = command::commands(scripts, self.script);
        let is_served = |path: &String| served.holds(path);
        let mut folders = written(self.folder, &commands);
        folders.retain(is_served);
        folders.sort();
        if folders.is_empty() {
            let mut named = self.configured(&commands)?;
            named.extend(written(self.folder, &command::all(scripts)));
            named.extend(["dist", "build"].map(|usual| join(self.folder, usual)));
            folders.extend(named.into_iter().find(is_served));
        }
        let mut may_be_committed = true;
        if folders.is_empty() && self.has_bundler() {
            folders = served.told(self.tree)?;
            // Others hold what is no build's too.
            may_be_committed = folders.iter().all(|folder| served.is_built(folder));
        }
        if folders.is_empty() {
            return Ok(Output::Untold);
        }
        if may_be_committed {
            folders.retain(|folder| !is_committed(self.tree, folder));
            if folders.is_empty() {
                return Ok(Output::Committed);
            }
        }
        let files = served.files(self.tree, self.package)?;
        folders.extend(files);
        Ok(Output::Served(outermost(&folders)))
    }

    /// Whether what is built are files for a browser.
    fn has_bundler(&self) -> bool {
        let bundlers = [
            "@rspack/core",
            "@symfony/webpack-encore",
            "esbuild",
            "gulp",
            "laravel-mix",
            "parcel",
            "parcel-bundler",
            "rolldown",
            "rollup",
            "vite",
            "webpack",
        ];
        let mut bundlers = bundlers.iter();
        bundlers.any(|name| depends(self.package, name))
    }

    /// The folders that the configuration names, the surest first.
    fn configured(&self, commands: &[Command]) -> Result<Vec<String>, TreeError> {
        let mut found = Vec::new();
        let mut likely = Vec::new();
        for file in self.files(commands)? {
            let Some(bytes) = self.tree.read_prefix(&file, 256 * 1024)? else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes);
            let script = Script::new(&text, parent(&file), self.folder);
            // Vite's output is named from its root.
            let root = script.property("root").into_iter().next();
            let root = root.filter(|root| !root.is_empty());
            let mut named = Vec::new();
            for name in PROPERTIES {
                named.extend(script.property(name));
            }
            for name in FUNCTIONS {
                named.extend(script.called(name));
            }
            if let Some(root) = &root {
                let below = named.iter().map(|text| path::join(root, text));
                let mut below: Vec<String> = below.collect();
                below.push(path::join(root, "dist"));
                below.append(&mut named);
                named = below;
            }
            found.extend(named.iter().filter_map(|text| folder_of(self.folder, text)));
            likely.extend(
                script
                    .paths()
                    .iter()
                    .filter_map(|text| folder_of(self.folder, text)),
            );
        }
        let targets = self.package["targets"].as_object().into_iter().flatten();
        let targets = targets.filter_map(|(_, target)| target["distDir"].as_str());
        found.extend(targets.filter_map(|text| folder_of(self.folder, text)));
        found.append(&mut likely);
        Ok(found)
    }

    /// The configuration files, those of development last: the usual ones, and what commands name, with what stands beside.
    fn files(&self, commands: &[Command]) -> Result<Vec<String>, TreeError> {
        let mut found = Vec::new();
        let mut note = |path: String| {
            if !found.contains(&path) && found.len() < FILES {
                found.push(path);
            }
        };
        for entry in self.tree.list(self.folder)? {
            let mut usual = CONFIGURATIONS.iter();
            if is_script(&entry) && usual.any(|start| entry.name.starts_with(start)) {
                note(join(self.folder, &entry.name));
            }
        }
        let words = commands.iter().flatten();
        let named = words.filter(|word| has_ending(word));
        for path in named.filter_map(|word| path::in_tree(word, self.folder)) {
            let beside = parent(&path).to_owned();
            note(path);
            if beside != self.folder {
                for entry in self.tree.list(&beside)?.iter().filter(|it| is_script(it)) {
                    note(join(&beside, &entry.name));
                }
            }
        }
        found.sort_by_key(|path| path::basename(path).contains("dev"));
        Ok(found)
    }
}

/// Whether commands write what Django serves.
pub(super) fn builds(folder: &str, commands: &[Command], served: &Served) -> bool {
    let written = written(folder, commands);
    written.iter().any(|path| served.holds(path))
}

/// The folders that commands write, from the root.
fn written(folder: &str, commands: &[Command]) -> Vec<String> {
    let words = commands.iter().flat_map(command::written);
    words.filter_map(|word| folder_of(folder, word)).collect()
}

/// The folder of what is written, from the root; `None` where it is none, or that of the package itself.
fn folder_of(folder: &str, text: &str) -> Option<String> {
    if text.contains(['$', '*', '\\', '[']) || text.contains("://") {
        return None;
    }
    let path = path::in_tree(text.trim_end_matches('/'), folder)?;
    // A file is written into its folder.
    let path = match path.rsplit_once('/') {
        Some((parent, name)) if name.trim_start_matches('.').contains('.') => parent,
        _ => &path,
    };
    let whole = path.is_empty() || path == folder || is_within(folder, path);
    (!whole).then(|| path.to_owned())
}

fn is_script(entry: &Entry) -> bool {
    matches!(entry.kind, EntryKind::File { .. }) && has_ending(&entry.name)
        || entry.name == "angular.json"
}

fn has_ending(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|it| matches!(it, "js" | "cjs" | "mjs" | "ts" | "cts" | "mts"))
}

/// The paths without those that lie in others, each once.
pub(super) fn outermost(paths: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for path in paths {
        let within = |other: &String| other != path && is_within(path, other);
        if !kept.contains(path) && !paths.iter().any(within) {
            kept.push(path.clone());
        }
    }
    kept
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
