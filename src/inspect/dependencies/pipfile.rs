//! `Pipfile` and `Pipfile.lock`.

use toml::{Table, Value};

use super::text::{line_of, read_lossy};
use super::{Declared, Package, lock, specifier};
use crate::inspect::project::Tool;
use crate::tree::{Tree, TreeError, join};

/// What a folder's `Pipfile` declares.
pub(super) fn read(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    let path = join(folder, "Pipfile");
    let Some(text) = read_lossy(tree, &path)? else {
        return Ok(None);
    };
    let Ok(table) = text.parse::<Table>() else {
        return Ok(None);
    };
    let mut declared = Declared {
        tool: Tool::Pipenv,
        files: vec![path.clone()],
        ..Declared::default()
    };
    for section in ["packages", "dev-packages"] {
        let packages = table.get(section).and_then(Value::as_table);
        for (name, value) in packages.into_iter().flatten() {
            let version = value.as_str().or_else(|| value.get("version")?.as_str());
            declared.packages.push(Package {
                name: specifier::normalize(name),
                specifier: version.unwrap_or_default().to_owned(),
                at: line_of(&path, &text, name),
                locked: false,
            });
        }
    }
    declared.python = ["python_full_version", "python_version"]
        .iter()
        .find_map(|key| {
            let version = table.get("requires")?.get(key)?.as_str()?;
            Some((format!("=={version}"), line_of(&path, &text, key)))
        });
    let lock_path = join(folder, "Pipfile.lock");
    if let Some(text) = read_lossy(tree, &lock_path)? {
        declared
            .packages
            .extend(lock::pipfile_packages(&lock_path, &text));
        declared.files.push(lock_path);
    }
    Ok(Some(declared))
}
