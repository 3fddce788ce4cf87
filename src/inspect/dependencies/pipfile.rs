//! `Pipfile` and `Pipfile.lock`.

use toml::{Table, Value};

use super::places::Places;
use super::specifier::normalize;
use super::spot::Spot;
use super::text::read_lossy;
use super::{Declared, Package, lock};
use crate::environment::Environment;
use crate::inspect::project::{Install, Tool};
use crate::tree::{Tree, TreeError, join};

/// The packages of development.
const DEVELOPMENT: &str = "dev-packages";

/// What a folder's `Pipfile` declares.
pub(super) fn read(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    let path = join(folder, "Pipfile");
    let Some(text) = read_lossy(tree, &path)? else {
        return Ok(None);
    };
    let Some((table, places)) = Places::of_toml(&path, &text) else {
        return Ok(None);
    };
    let mut declared = Declared {
        tool: Tool::Pipenv,
        files: vec![path.clone()],
        packages: packages(&places, &table).into(),
        ..Declared::default()
    };
    declared.python = ["python_full_version", "python_version"]
        .iter()
        .find_map(|key| {
            let version = table.get("requires")?.get(key)?.as_str()?;
            Some((format!("=={version}"), places.of(key)))
        });
    for environment in Environment::ALL {
        let mut install = Install::default();
        let development = table.get(DEVELOPMENT).and_then(Value::as_table);
        if environment == Environment::Dev && development.is_some_and(|table| !table.is_empty()) {
            install.groups.push(DEVELOPMENT.to_owned());
        }
        declared.install.insert(environment, install);
    }
    let lock_path = join(folder, "Pipfile.lock");
    if let Some(text) = read_lossy(tree, &lock_path)? {
        let locked = lock::pipfile(&lock_path, &text);
        declared.lock_with(lock_path, locked);
    }
    Ok(Some(declared))
}

fn packages(places: &Places<'_>, table: &Table) -> Vec<Package> {
    let mut found = Vec::new();
    for section in ["packages", DEVELOPMENT] {
        let packages = table.get(section).and_then(Value::as_table);
        for (name, value) in packages.into_iter().flatten() {
            let version = value.as_str().or_else(|| value.get("version")?.as_str());
            let extras = value.get("extras").and_then(Value::as_array);
            let extras = extras.into_iter().flatten().filter_map(Value::as_str);
            found.push(Package {
                name: normalize(name),
                extras: extras.map(str::to_lowercase).collect(),
                specifier: version.unwrap_or_default().to_owned(),
                at: places.of(name),
                git: value.get("git").is_some(),
                spot: Spot::of_table(value),
                development: section == DEVELOPMENT,
                ..Package::default()
            });
        }
    }
    found
}
