//! What Django serves of the files that a front end's tool writes, as its settings say.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::inspect::evaluations::Evaluations;
use crate::inspect::facts::{entry, settled};
use crate::python::{Term, Value, path};
use crate::tree::{Tree, TreeError, is_within, join, parent};

/// The folder of installed packages.
const MODULES: &str = "node_modules";

/// How many items of a list are looked at.
const ITEMS: usize = 50;

/// The paths that settings name, from the root.
pub(super) struct Served {
    /// The folders of static files.
    folders: Vec<String>,
    /// What else is read of a build: folders with pages, the parents of manifests.
    read: Vec<String>,
    /// The folders that a build is said to write.
    built: Vec<String>,
    /// Files that a build is said to write, which are read when a page is made.
    files: Vec<String>,
    /// Installed packages, or what is in them, whose files are served as they are.
    modules: Vec<String>,
}

impl Served {
    pub(super) fn new(evaluations: &Evaluations, folder: &str) -> Self {
        let mut served = Self {
            folders: Vec::new(),
            read: Vec::new(),
            built: Vec::new(),
            files: Vec::new(),
            modules: Vec::new(),
        };
        for evaluation in evaluations.all() {
            let get = |name: &str| evaluation.get(name).map(|term| texts(&term));
            let paths = |texts: Option<Vec<String>>| {
                let texts = texts.into_iter().flatten();
                let paths = texts.filter_map(|text| path::in_tree(&text, folder));
                paths.filter(|path| !path.is_empty()).collect::<Vec<_>>()
            };
            for name in ["STATICFILES_DIRS", "STATIC_ROOT", "DJANGO_VITE_ASSETS_PATH"] {
                served.folders.extend(paths(get(name)));
            }
            served.built.extend(paths(get("DJANGO_VITE_ASSETS_PATH")));
            let mut manifests = paths(get("DJANGO_VITE_MANIFEST_PATH"));
            let entries = |name: &str, key: &str| {
                let term = evaluation.get(name);
                let each = term.iter().flat_map(values);
                let each = each.filter_map(|term| entry(&term, &[key]));
                each.flat_map(|term| texts(&term)).collect::<Vec<_>>()
            };
            manifests.extend(paths(Some(entries("DJANGO_VITE", "manifest_path"))));
            let of_manifest = |path: &String| match parent(path) {
                folder if path::basename(folder) == ".vite" => parent(folder).to_owned(),
                folder => folder.to_owned(),
            };
            let of_manifests = manifests.iter().map(of_manifest);
            let of_manifests = of_manifests.filter(|path| !path.is_empty());
            served.built.extend(of_manifests);
            let sources = paths(get("STATICFILES_DIRS"));
            for bundle in entries("WEBPACK_LOADER", "BUNDLE_DIR_NAME") {
                let bundles = sources
                    .iter()
                    .map(|source| join(source, bundle.trim_matches('/')));
                served.built.extend(bundles);
            }
            let stats = entries("WEBPACK_LOADER", "STATS_FILE");
            served.files.extend(paths(Some(stats)));
            let templates = evaluation.get("TEMPLATES");
            for engine in templates.iter().flat_map(items) {
                let folders = entry(&engine, &["DIRS"]).map(|term| texts(&term));
                served.read.extend(paths(folders));
            }
            served.read.extend(paths(get("WHITENOISE_ROOT")));
            served.modules.extend(paths(get("NODE_MODULES_ROOT")));
            let finders = get("STATICFILES_FINDERS").unwrap_or_default();
            if finders
                .iter()
                .any(|finder| finder == "npm.finders.NpmFinder")
            {
                let roots = paths(get("NPM_ROOT_PATH"));
                let root = roots.first().map_or(folder, String::as_str);
                served.modules.push(join(root, MODULES));
            }
        }
        let named = served.folders.iter().filter(|path| is_module(path));
        served.modules.extend(named.cloned());
        served.read.extend(served.built.iter().cloned());
        for paths in [
            &mut served.folders,
            &mut served.read,
            &mut served.built,
            &mut served.files,
            &mut served.modules,
        ] {
            paths.sort();
            paths.dedup();
        }
        served
    }

    /// Installed packages whose files are served, by the folder that they are installed in.
    pub(super) fn modules(&self) -> BTreeMap<String, Vec<String>> {
        let mut found = BTreeMap::new();
        for path in &self.modules {
            let mut parts = path.split('/');
            let above: Vec<&str> = parts.by_ref().take_while(|part| *part != MODULES).collect();
            let all: &mut Vec<String> = found.entry(above.join("/")).or_default();
            all.push(path.clone());
        }
        found
    }

    /// Whether a build is said to write a folder.
    pub(super) fn is_built(&self, folder: &String) -> bool {
        self.built.contains(folder)
    }

    /// Whether what is written into a folder is served: as one that settings name, or as an application's `static` is;
    /// or whether it holds such a folder.
    pub(super) fn holds(&self, output: &str) -> bool {
        let mut all = self.folders.iter().chain(&self.read);
        all.any(|folder| is_within(output, folder) || is_within(folder, output))
            || output.split('/').any(|part| part == "static")
    }

    /// The folders that Django is told a build writes, where nothing of the build says so: by name, or as one that is
    /// served and that no commit holds.
    pub(super) fn told(&self, tree: &dyn Tree) -> Result<Vec<String>, TreeError> {
        let sources = self.folders.iter().filter(|path| !is_module(path));
        let mut absent = Vec::new();
        for folder in sources {
            if tree.kind(folder)?.is_none() {
                absent.push(folder.clone());
            }
        }
        let mut built = self.built.clone();
        built.retain(|folder| self.holds(folder));
        // A bundle's folder may be in any of those that are served: only what surely is there can be copied.
        if built.len() > 1 {
            for folder in &mut built {
                let mut served = self.folders.iter();
                if let Some(above) = served.find(|above| is_within(folder, above)) {
                    folder.clone_from(above);
                }
            }
        }
        if built.is_empty() && absent.len() == 1 {
            built = absent;
        }
        Ok(built)
    }

    /// The files that a build is said to write beside its output, where it has what writes them or git holds them.
    pub(super) fn files(&self, tree: &dyn Tree, package: &Json) -> Result<Vec<String>, TreeError> {
        let mut found = Vec::new();
        for file in &self.files {
            if depends(package, "webpack-bundle-tracker") || tree.is_file(file)? {
                found.push(file.clone());
            }
        }
        Ok(found)
    }
}

/// Whether a package is among those that a `package.json` names.
pub(super) fn depends(package: &Json, name: &str) -> bool {
    let kinds = ["dependencies", "devDependencies"];
    kinds.iter().any(|kind| package[kind].get(name).is_some())
}

/// Whether a path is that of installed packages.
fn is_module(path: &str) -> bool {
    path.split('/').any(|part| part == MODULES)
}

/// The texts of a term, or of a list; of a pair in it, the second: the first is what goes before the URL.
fn texts(term: &Term) -> Vec<String> {
    let term = settled(term).unwrap_or_else(|| term.clone());
    let text = |term: &Term| {
        let term = settled(term).unwrap_or_else(|| term.clone());
        match &term.value {
            Value::Str(text) | Value::Path(text) => Some(text.to_string()),
            Value::Sequence(pair) => match pair.items.get(1).map(|item| &item.value) {
                Some(Value::Str(text) | Value::Path(text)) => Some(text.to_string()),
                _ => None,
            },
            _ => None,
        }
    };
    match &term.value {
        Value::Sequence(sequence) => sequence.items.iter().take(ITEMS).filter_map(text).collect(),
        _ => text(&term).into_iter().collect(),
    }
}

/// The items of a list.
fn items(term: &Term) -> Vec<Term> {
    let term = settled(term).unwrap_or_else(|| term.clone());
    match &term.value {
        Value::Sequence(sequence) => sequence.items.iter().take(ITEMS).cloned().collect(),
        _ => Vec::new(),
    }
}

/// The values of a dict.
fn values(term: &Term) -> Vec<Term> {
    let term = settled(term).unwrap_or_else(|| term.clone());
    match &term.value {
        Value::Dict(dict) => {
            let entries = dict.entries.iter().take(ITEMS);
            entries.map(|(_, value)| value.clone()).collect()
        }
        _ => Vec::new(),
    }
}
