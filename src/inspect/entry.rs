//! Which settings module the project's entry points name.

use super::error::InspectError;
use crate::python::{Evaluation, Sources, Term, Value};
use crate::tree::{EntryKind, Tree, TreeError, join};

const VARIABLE: &str = "DJANGO_SETTINGS_MODULE";
const CLASS: &str = "DJANGO_CONFIGURATION";

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
    let evaluation = sources.evaluate_script(manage_py);
    let files = evaluation.map(|evaluation| evaluation.env_files);
    files
        .unwrap_or_default()
        .into_iter()
        .map(|(path, _)| path)
        .collect()
}

/// The settings module that a `manage.py` names, with the place; `None` where it names none.
pub(super) fn of_manage_py(
    sources: &Sources,
    manage_py: &str,
) -> Result<Option<Named>, InspectError> {
    Ok(named(&sources.evaluate_script(manage_py)?))
}

/// What a server's module (`mysite.wsgi`) sets.
pub(super) fn of_server(sources: &Sources, folder: &str, module: &str) -> Option<Named> {
    let evaluation = sources.evaluate(folder, module, None).ok()?;
    named(&evaluation)
}

fn named(evaluation: &Evaluation) -> Option<Named> {
    let (module, by) = text(evaluation.environ.get(VARIABLE)?)?;
    let class = evaluation.environ.get(CLASS).and_then(text);
    Some(Named {
        module,
        class: class.map(|(class, _)| class),
        by,
    })
}

/// The text that a term usually is, and its place.
fn text(term: &Term) -> Option<(String, String)> {
    let usual = term.usual()?;
    match &usual.value {
        Value::Str(text) if !text.is_empty() => Some((text.to_string(), usual.at.to_string())),
        _ => None,
    }
}

/// The file of a module, from a folder on `sys.path`.
pub(super) fn module_file(
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
/// `manage.py`.
pub(super) fn server_modules(
    tree: &dyn Tree,
    folder: &str,
    settings: Option<&str>,
) -> Result<Vec<String>, TreeError> {
    let mut owners: Vec<String> = Vec::new();
    let mut owner = settings.unwrap_or("");
    while let Some((package, _)) = owner.rsplit_once('.') {
        owners.push(join(folder, &package.replace('.', "/")));
        owner = package;
    }
    let own = servers_in(tree, folder, &owners)?;
    if !own.is_empty() {
        return Ok(own);
    }
    let mut near = packages(tree, folder)?;
    near.push(folder.to_owned());
    servers_in(tree, folder, &near)
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

fn dotted(folder: &str, path: &str) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.trim_start_matches('/').replace('/', ".")
}
