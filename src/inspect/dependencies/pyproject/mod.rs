//! `pyproject.toml`: PEP 621, dependency groups, Poetry, PDM, uv, and the lock files beside it.

mod groups;
mod packages;
mod workspace;

use toml::{Table, Value};

use self::workspace::Workspace;
use super::places::Places;
use super::specifier::normalize;
use super::spot::{Link, Spot};
use super::text::read_lossy;
use super::{Declared, Package, lock};
use crate::inspect::project::Tool;
use crate::tree::{EntryKind, Tree, TreeError, join};

/// The tools' lock files.
const LOCKS: [(&str, Tool); 3] = [
    ("uv.lock", Tool::Uv),
    ("poetry.lock", Tool::Poetry),
    ("pdm.lock", Tool::Pdm),
];

/// What a folder's `pyproject.toml` declares; `None` where it declares no dependencies.
pub(super) fn read(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    let path = join(folder, "pyproject.toml");
    let Some(text) = read_lossy(tree, &path)? else {
        return Ok(None);
    };
    let Some((table, places)) = Places::of_toml(&path, &text) else {
        return Ok(None);
    };
    let file = File {
        places: &places,
        table: &table,
    };
    let mut declared = Declared {
        tool: file.tool(),
        files: vec![path.clone()],
        packages: file.packages().into(),
        python: file.python(),
        classifiers: file.classifiers(),
        ..Declared::default()
    };
    for (name, tool) in LOCKS {
        let path = join(folder, name);
        if declared.lock.is_none()
            && let Some(text) = read_lossy(tree, &path)?
        {
            declared.tool = tool;
            declared.lock_with(path.clone(), lock::toml(&path, &text));
        }
    }
    if declared.tool == Tool::None {
        return Ok(None);
    }
    declared.local.links = file.links(folder);
    if let Some(workspace) = file.workspace(tree, &path)? {
        declared.take_members(workspace);
    } else if declared.lock.is_none()
        && let Some(workspace) = Workspace::around(tree, folder)?
    {
        declared.tool = Tool::Uv;
        declared.files.push(workspace.file.clone());
        let lock = join(&workspace.folder, "uv.lock");
        if let Some(text) = read_lossy(tree, &lock)? {
            declared.lock_with(lock.clone(), lock::toml(&lock, &text));
        }
        declared.take_members(workspace);
    }
    declared.package = file.is_package(declared.tool, tree, folder)?;
    declared.install = file.install(declared.tool);
    Ok(Some(declared))
}

/// Every package that a folder's `pyproject.toml` names, whatever reads it.
pub(super) fn packages(tree: &dyn Tree, folder: &str) -> Result<Vec<Package>, TreeError> {
    let path = join(folder, "pyproject.toml");
    let Some(text) = read_lossy(tree, &path)? else {
        return Ok(Vec::new());
    };
    let parsed = Places::of_toml(&path, &text);
    Ok(parsed.map_or_else(Vec::new, |(table, places)| {
        let (places, table) = (&places, &table);
        File { places, table }.packages()
    }))
}

impl Declared {
    /// The members of a workspace are read before its lock is.
    fn take_members(&mut self, workspace: Workspace) {
        for member in workspace.members {
            self.local.add(member, &workspace.at);
        }
    }
}

struct File<'a> {
    places: &'a Places<'a>,
    table: &'a Table,
}

impl<'a> File<'a> {
    fn get(&self, keys: &[&str]) -> Option<&'a Value> {
        let (first, rest) = keys.split_first()?;
        rest.iter()
            .try_fold(self.table.get(*first)?, |value, key| value.get(key))
    }

    fn table(&self, keys: &[&str]) -> impl Iterator<Item = (&'a String, &'a Value)> {
        let table = self.get(keys).and_then(Value::as_table);
        table.into_iter().flatten()
    }

    fn tool(&self) -> Tool {
        let declares = self.get(&["project", "dependencies"]).is_some();
        let backend = self.get(&["build-system", "build-backend"]);
        let backend = backend.and_then(Value::as_str).unwrap_or_default();
        if self.get(&["tool", "poetry", "dependencies"]).is_some() {
            Tool::Poetry
        } else if self.uses_pdm() && declares {
            Tool::Pdm
        } else if (self.get(&["tool", "uv"]).is_some() || backend == "uv_build") && declares {
            Tool::Uv
        } else if backend.starts_with("poetry") && declares {
            Tool::Poetry
        } else if declares || self.get(&["project", "optional-dependencies"]).is_some() {
            Tool::Setuptools
        } else {
            Tool::None
        }
    }

    /// Folders of archives that uv looks in.
    fn links(&self, folder: &str) -> Vec<Link> {
        let listed = |keys: &[&str]| {
            self.get(keys)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        let folders = listed(&["tool", "uv", "find-links"]);
        let indexes = listed(&["tool", "uv", "index"]).filter_map(|index| index.get("url"));
        let texts = folders.chain(indexes).filter_map(Value::as_str);
        let link = |text: &str| {
            Some(Link {
                spot: Spot::of(text)?,
                folder: folder.to_owned(),
                at: self.places.of(text),
            })
        };
        texts.filter_map(link).collect()
    }

    /// A `[tool.pdm]` that says more than how the package is built.
    fn uses_pdm(&self) -> bool {
        self.table(&["tool", "pdm"])
            .any(|(key, _)| !matches!(key.as_str(), "build" | "version" | "distribution"))
    }

    fn python(&self) -> Option<(String, String)> {
        let project = self.get(&["project", "requires-python"]);
        let (value, key) = match project {
            Some(value) => (value, "requires-python"),
            None => (
                self.get(&["tool", "poetry", "dependencies", "python"])?,
                "python",
            ),
        };
        let version = value.as_str().or_else(|| value.get("version")?.as_str())?;
        Some((version.to_owned(), self.places.of(key)))
    }

    /// `Programming Language :: Python :: 3.12`.
    fn classifiers(&self) -> Vec<(String, String)> {
        let project = self.get(&["project", "classifiers"]);
        let listed = project.or_else(|| self.get(&["tool", "poetry", "classifiers"]));
        let listed = listed.and_then(Value::as_array).into_iter().flatten();
        listed
            .filter_map(|text| {
                let version = super::setup::of_classifier(text.as_str()?)?;
                Some((version, self.places.of(text.as_str()?)))
            })
            .collect()
    }

    /// Whether the tool installs the repository itself beside what it depends on.
    fn is_package(&self, tool: Tool, tree: &dyn Tree, folder: &str) -> Result<bool, TreeError> {
        let built = self.get(&["build-system"]).is_some();
        let said = |keys: &[&str]| self.get(keys).and_then(Value::as_bool);
        Ok(match tool {
            Tool::Uv => said(&["tool", "uv", "package"]).unwrap_or(built),
            Tool::Pdm => said(&["tool", "pdm", "distribution"]).unwrap_or(built),
            Tool::Poetry if said(&["tool", "poetry", "package-mode"]) == Some(false) => false,
            // Poetry refuses to install a project whose folder it does not find.
            Tool::Poetry => match self.get(&["tool", "poetry", "packages"]) {
                Some(_) => true,
                None => self.has_folder_of_its_name(tree, folder)?,
            },
            _ => true,
        })
    }

    fn has_folder_of_its_name(&self, tree: &dyn Tree, folder: &str) -> Result<bool, TreeError> {
        let names = [["project", "name"].as_slice(), &["tool", "poetry", "name"]];
        let name = names.iter().find_map(|keys| self.get(keys)?.as_str());
        let Some(name) = name.map(|name| normalize(name).replace('-', "_")) else {
            return Ok(false);
        };
        for place in [join(folder, &name), join(folder, &format!("src/{name}"))] {
            if tree.kind(&place)? == Some(EntryKind::Directory) {
                return Ok(true);
            }
        }
        tree.is_file(&join(folder, &format!("{name}.py")))
    }
}
