//! Projects without a `manage.py`: a package that starts Django itself, or that a server starts.

use super::deployment::{self, Mention};
use super::entry::module_in;
use super::error::InspectError;
use crate::python::read_python;
use crate::tree::{EntryKind, Tree, TreeError, join, parent};

/// Where a project starts.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub(super) manage_py: Option<String>,
    /// The folder that its modules are found in.
    pub(super) folder: String,
    /// The settings that the entry point names.
    pub(super) mentions: Vec<Mention>,
}

impl Start {
    /// A project with a `manage.py`.
    pub(super) fn of(manage_py: &str) -> Self {
        Self {
            manage_py: Some(manage_py.to_owned()),
            folder: parent(manage_py).to_owned(),
            mentions: Vec::new(),
        }
    }
}

/// The package's entry point: a console script, `__main__.py`, or a server's module.
pub(super) fn start(tree: &dyn Tree) -> Result<Option<Start>, InspectError> {
    for folder in ["", "src"] {
        let mut files = scripts(tree, folder)?;
        for package in packages(tree, folder)? {
            for name in ["__main__.py", "wsgi.py", "asgi.py"] {
                files.push(join(&package, name));
            }
        }
        for file in files {
            let mut mentions = Vec::new();
            if tree.is_file(&file)? && starts_django(tree, &file) {
                deployment::read(tree, &file, None, &mut mentions)?;
            }
            mentions.retain(|mention| {
                module_in(tree, folder, &mention.module).is_ok_and(|file| file.is_some())
            });
            if !mentions.is_empty() {
                return Ok(Some(Start {
                    manage_py: None,
                    folder: folder.to_owned(),
                    mentions,
                }));
            }
        }
    }
    Ok(None)
}

/// The files of console scripts: `name = "package.module:function"`.
fn scripts(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let mut files = Vec::new();
    for declared in ["pyproject.toml", "setup.cfg", "setup.py"] {
        let Some(bytes) = tree.read(declared)? else {
            continue;
        };
        for line in String::from_utf8_lossy(&bytes).lines() {
            if let Some(module) = script(line)
                && let Some(file) = module_in(tree, folder, module)?
            {
                files.push(file);
            }
        }
    }
    Ok(files)
}

fn script(line: &str) -> Option<&str> {
    let (_, target) = line.split_once('=')?;
    let target = target.trim_matches([' ', '"', '\'', ',', '[', ']']);
    let (module, function) = target.split_once(':')?;
    let is_name = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|character| character.is_alphanumeric() || matches!(character, '_' | '.'))
    };
    (is_name(module) && is_name(function)).then_some(module)
}

fn packages(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let mut found = Vec::new();
    for entry in tree.list(folder)? {
        let path = join(folder, &entry.name);
        let aside = matches!(
            &*entry.name,
            "tests" | "test" | "docs" | "examples" | "example"
        );
        if entry.kind == EntryKind::Directory
            && !aside
            && tree.is_file(&format!("{path}/__init__.py"))?
        {
            found.push(path);
        }
    }
    Ok(found)
}

fn starts_django(tree: &dyn Tree, path: &str) -> bool {
    let text = read_python(tree, path).ok().flatten().unwrap_or_default();
    text.contains("DJANGO_SETTINGS_MODULE")
        && [
            "execute_from_command_line",
            "call_command",
            "get_wsgi_application",
            "get_asgi_application",
        ]
        .iter()
        .any(|start| text.contains(start))
}
