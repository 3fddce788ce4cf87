//! `pyproject.toml`: PEP 621, dependency groups, Poetry, PDM, uv, and the lock files beside it.

use toml::{Table, Value};

use super::text::{line_of, read_lossy};
use super::{Declared, Package, lock, specifier};
use crate::inspect::project::Tool;
use crate::tree::{Tree, TreeError, join};

/// What a folder's `pyproject.toml` declares; `None` where it declares no dependencies.
pub(super) fn read(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    let path = join(folder, "pyproject.toml");
    let Some(text) = read_lossy(tree, &path)? else {
        return Ok(None);
    };
    let Ok(table) = text.parse::<Table>() else {
        return Ok(None);
    };
    let file = File {
        path: &path,
        text: &text,
        table: &table,
    };
    let mut declared = Declared {
        files: vec![path.clone()],
        packages: file.packages(),
        python: file.python(),
        ..Declared::default()
    };
    let locks = [
        ("uv.lock", Tool::Uv),
        ("poetry.lock", Tool::Poetry),
        ("pdm.lock", Tool::Pdm),
    ];
    for (name, tool) in locks {
        let path = join(folder, name);
        if declared.tool == Tool::None
            && let Some(text) = read_lossy(tree, &path)?
        {
            declared.tool = tool;
            declared.packages.extend(lock::toml_packages(&path, &text));
            declared.files.push(path);
        }
    }
    if declared.tool == Tool::None {
        declared.tool = file.tool();
    }
    Ok((declared.tool != Tool::None).then_some(declared))
}

struct File<'a> {
    path: &'a str,
    text: &'a str,
    table: &'a Table,
}

impl File<'_> {
    fn get(&self, keys: &[&str]) -> Option<&Value> {
        let (first, rest) = keys.split_first()?;
        rest.iter()
            .try_fold(self.table.get(*first)?, |value, key| value.get(key))
    }

    fn tool(&self) -> Tool {
        let declares = self.get(&["project", "dependencies"]).is_some();
        if self.get(&["tool", "poetry", "dependencies"]).is_some() {
            Tool::Poetry
        } else if self.uses_pdm() && declares {
            Tool::Pdm
        } else if self.get(&["tool", "uv"]).is_some() && declares {
            Tool::Uv
        } else if self
            .backend()
            .is_some_and(|backend| backend.starts_with("poetry"))
            && declares
        {
            Tool::Poetry
        } else if declares || self.get(&["project", "optional-dependencies"]).is_some() {
            Tool::Setuptools
        } else {
            Tool::None
        }
    }

    /// A `[tool.pdm]` that says more than how the package is built.
    fn uses_pdm(&self) -> bool {
        let table = self.get(&["tool", "pdm"]).and_then(Value::as_table);
        table.is_some_and(|table| {
            table
                .keys()
                .any(|key| !matches!(key.as_str(), "build" | "version" | "distribution"))
        })
    }

    fn backend(&self) -> Option<&str> {
        self.get(&["build-system", "build-backend"])?.as_str()
    }

    fn packages(&self) -> Vec<Package> {
        let mut packages = self.listed(self.get(&["project", "dependencies"]));
        let groups = [
            ["project", "optional-dependencies"].as_slice(),
            &["dependency-groups"],
        ];
        for keys in groups {
            let group = self.get(keys).and_then(Value::as_table);
            for (_, list) in group.into_iter().flatten() {
                packages.extend(self.listed(Some(list)));
            }
        }
        packages.extend(self.keyed(self.get(&["tool", "poetry", "dependencies"])));
        packages.extend(self.keyed(self.get(&["tool", "poetry", "dev-dependencies"])));
        let groups = self
            .get(&["tool", "poetry", "group"])
            .and_then(Value::as_table);
        for (_, group) in groups.into_iter().flatten() {
            packages.extend(self.keyed(group.get("dependencies")));
        }
        packages
    }

    /// A list of PEP 508 strings.
    fn listed(&self, list: Option<&Value>) -> Vec<Package> {
        let list = list.and_then(Value::as_array);
        let texts = list.into_iter().flatten().filter_map(Value::as_str);
        texts
            .filter_map(|text| {
                let (name, specifier) = specifier::split(text)?;
                Some(self.package(name, specifier, text))
            })
            .collect()
    }

    /// Poetry's `name = "^1.2"` and `name = {version = "^1.2"}`.
    fn keyed(&self, table: Option<&Value>) -> Vec<Package> {
        let table = table.and_then(Value::as_table);
        table
            .into_iter()
            .flatten()
            .filter(|(name, _)| *name != "python")
            .map(|(name, value)| {
                let version = value.as_str().or_else(|| value.get("version")?.as_str());
                let specifier = version.unwrap_or_default().to_owned();
                self.package(specifier::normalize(name), specifier, name)
            })
            .collect()
    }

    fn package(&self, name: String, specifier: String, text: &str) -> Package {
        Package {
            name,
            specifier,
            at: line_of(self.path, self.text, text),
            locked: false,
        }
    }

    fn python(&self) -> Option<(String, String)> {
        let project = self.get(&["project", "requires-python"]);
        let (value, key) = match project {
            Some(value) => (value, "requires-python"),
            None => (
                self.get(&["tool", "poetry", "dependencies", "python"])?,
                "python =",
            ),
        };
        Some((
            value.as_str()?.to_owned(),
            line_of(self.path, self.text, key),
        ))
    }
}
