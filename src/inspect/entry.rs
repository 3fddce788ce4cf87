//! Which settings module the project's entry points name.

use super::error::InspectError;
use crate::python::{Evaluation, OnPath, Sources, Term, Value};
use crate::tree::{EntryKind, Tree, TreeError, join};

const VARIABLE: &str = "DJANGO_SETTINGS_MODULE";
const CLASS: &str = "DJANGO_CONFIGURATION";

/// What follows `manage.py` where a stack runs it.
const ARGUMENTS: [&str; 2] = ["runserver", "0.0.0.0:8000"];

/// A settings module and who names it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) module: String,
    /// The class of it whose attributes are the settings (django-configurations).
    pub(super) class: Option<String>,
    /// The file and line that say so: `file:line`.
    pub(super) by: String,
}

/// The files of the environment (`.env`) that `manage.py` loads.
pub(super) fn environment_files(sources: &Sources, manage_py: &str) -> Vec<String> {
    let evaluation = sources.evaluate_script(manage_py, &ARGUMENTS);
    let files = evaluation.map(|evaluation| evaluation.env_files);
    files
        .unwrap_or_default()
        .into_iter()
        .map(|(path, _)| path)
        .collect()
}

/// What an entry point says: which settings there are, and where modules are looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// The settings modules that it may name: one where that can be told, none where it names none.
    pub(super) named: Vec<Named>,
    /// Every module that it names in some environment.
    pub(super) any: Vec<Named>,
    /// The folders of the repository that it has on `sys.path` beside the one that the process starts in.
    pub(super) path: Vec<OnPath>,
}

impl Entry {
    /// The settings module that it surely names.
    pub(super) fn sure(&self) -> Option<&Named> {
        match &*self.named {
            [named] => Some(named),
            _ => None,
        }
    }
}

/// What a `manage.py` says, as the stack runs it.
pub(super) fn of_manage_py(sources: &Sources, manage_py: &str) -> Result<Entry, InspectError> {
    let evaluation = sources.evaluate_script(manage_py, &ARGUMENTS)?;
    Ok(entry(&evaluation))
}

/// What a server's module (`mysite.wsgi`) says.
pub(super) fn of_server(sources: &Sources, folder: &str, module: &str) -> Entry {
    let evaluation = sources.evaluate(folder, module, None);
    evaluation.map_or_else(|_| Entry::default(), |evaluation| entry(&evaluation))
}

fn entry(evaluation: &Evaluation) -> Entry {
    let class = evaluation.environ.get(CLASS).map(texts).unwrap_or_default();
    let class = match &*class {
        [(class, _)] => Some(class),
        _ => None,
    };
    let named = |texts: Vec<(String, String)>| {
        let named = texts.into_iter().map(|(module, by)| Named {
            module,
            class: class.cloned(),
            by,
        });
        named.collect()
    };
    let module = evaluation.environ.get(VARIABLE);
    let added = evaluation.on_path.iter().filter(|(_, at)| at.line > 0);
    Entry {
        named: named(module.map(texts).unwrap_or_default()),
        any: named(
            module
                .map(|it| texts_of(it.alternatives()))
                .unwrap_or_default(),
        ),
        path: added.cloned().collect(),
    }
}

/// The text that a term usually is, or else those of which it may be one, each with its place.
fn texts(term: &Term) -> Vec<(String, String)> {
    let terms = match term.usual() {
        Some(usual) => vec![usual],
        None => term.alternatives(),
    };
    texts_of(terms)
}

/// The texts among terms, each once with its place.
fn texts_of(terms: Vec<Term>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for term in terms {
        if let Some(usual) = term.usual()
            && let Value::Str(text) = &usual.value
            && !text.is_empty()
            && !found.iter().any(|(known, _)| **known == **text)
        {
            found.push((text.to_string(), usual.at.to_string()));
        }
    }
    found
}

/// The file of a module, where that is found by a process that starts in a folder.
pub(super) fn module_file(
    sources: &Sources,
    folder: &str,
    module: &str,
) -> Result<Option<String>, TreeError> {
    for folder in sources.path(folder) {
        if let Some(file) = module_in(sources.tree(), &folder, module)? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// The file of a module, from a folder on `sys.path`.
pub(super) fn module_in(
    tree: &dyn Tree,
    folder: &str,
    module: &str,
) -> Result<Option<String>, TreeError> {
    let path = join(folder, &module.replace('.', "/"));
    for file in [format!("{path}/__init__.py"), format!("{path}.py")] {
        if tree.is_file(&file)? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// The symbolic link that stands where a module, or a package around it, would.
pub(super) fn link(
    tree: &dyn Tree,
    folder: &str,
    module: &str,
) -> Result<Option<String>, TreeError> {
    let mut path = folder.to_owned();
    for name in module.split('.') {
        path = join(&path, name);
        for path in [
            path.clone(),
            format!("{path}.py"),
            format!("{path}/__init__.py"),
        ] {
            if tree.kind(&path)? == Some(EntryKind::Other) {
                return Ok(Some(path));
            }
        }
    }
    Ok(None)
}

/// The servers' modules (`mysite.wsgi`, `config.asgi`): in the settings' own packages, else in any folder near
/// `manage.py` or another on `sys.path`.
pub(super) fn server_modules(
    sources: &Sources,
    folder: &str,
    settings: Option<&str>,
) -> Result<Vec<String>, TreeError> {
    let tree = sources.tree();
    let path = sources.path(folder);
    for folder in &path {
        let owners = owners(folder, settings.unwrap_or(""));
        let own = servers_in(tree, folder, &owners)?;
        if !own.is_empty() {
            return Ok(own);
        }
    }
    for folder in &path {
        let mut near = packages(tree, folder)?;
        near.push(folder.clone());
        let near = servers_in(tree, folder, &near)?;
        if !near.is_empty() {
            return Ok(near);
        }
    }
    Ok(Vec::new())
}

/// The folders of the packages around a module, the innermost first.
pub(super) fn owners(folder: &str, module: &str) -> Vec<String> {
    let mut owners = Vec::new();
    let mut owner = module;
    while let Some((package, _)) = owner.rsplit_once('.') {
        owners.push(join(folder, &package.replace('.', "/")));
        owner = package;
    }
    owners
}

fn servers_in(
    tree: &dyn Tree,
    folder: &str,
    packages: &[String],
) -> Result<Vec<String>, TreeError> {
    let mut modules = Vec::new();
    for path in packages {
        for name in ["wsgi", "asgi"] {
            let module = join(path, name);
            if tree.is_file(&format!("{module}.py"))? {
                modules.push(dotted(folder, &module));
            }
        }
    }
    Ok(modules)
}

/// Modules that look like settings, up to two folders below `manage.py`.
pub(super) fn settings_candidates(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let mut modules = Vec::new();
    let mut push = |path: &str| {
        let module = dotted(folder, path);
        if module.split('.').all(is_identifier) {
            modules.push(module);
        }
    };
    if tree.is_file(&join(folder, "settings.py"))? {
        push(&join(folder, "settings"));
    }
    for path in packages(tree, folder)? {
        if tree.is_file(&format!("{path}/settings.py"))? {
            push(&format!("{path}/settings"));
        }
        if path.rsplit('/').next() == Some("settings") {
            for entry in tree.list(&path)? {
                let name = entry.name.strip_suffix(".py");
                if let Some(name) = name.filter(|name| *name != "__init__") {
                    push(&join(&path, name));
                }
            }
        }
    }
    Ok(modules)
}

fn is_identifier(part: &str) -> bool {
    let mut characters = part.chars();
    characters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|character| character.is_alphanumeric() || character == '_')
}

pub(super) fn packages(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let mut found = Vec::new();
    for entry in folders(tree, folder)? {
        // Another project.
        if tree.is_file(&join(&entry, "manage.py"))? {
            continue;
        }
        let inner = folders(tree, &entry)?;
        found.push(entry);
        found.extend(inner);
        if found.len() > 400 {
            break;
        }
    }
    Ok(found)
}

fn folders(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let entries = tree.list(folder)?.into_iter();
    let folders = entries.filter(|entry| {
        entry.kind == EntryKind::Directory
            && is_identifier(&entry.name)
            && !matches!(
                entry.name.as_str(),
                "node_modules" | "tests" | "site_packages"
            )
    });
    Ok(folders.map(|entry| join(folder, &entry.name)).collect())
}

/// The dotted name of a path without its ending, from a folder on `sys.path`.
pub(super) fn dotted(folder: &str, path: &str) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.trim_start_matches('/').replace('/', ".")
}
