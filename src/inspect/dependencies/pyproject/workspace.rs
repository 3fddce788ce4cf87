//! uv's workspaces: projects of one repository with one lock.

use toml::Value;

use super::{File, Places};
use crate::ignore::Ignore;
use crate::inspect::dependencies::read_lossy;
use crate::tree::{EntryKind, Tree, TreeError, join, parent};

/// Folders that `**` goes down.
const MAX_DEPTH: usize = 4;

/// A workspace: its file, and the folders of its members from the repository's root, with the place that names them.
pub(super) struct Workspace {
    /// The folder of its lock.
    pub(super) folder: String,
    /// Its own `pyproject.toml`.
    pub(super) file: String,
    pub(super) members: Vec<String>,
    pub(super) at: String,
}

impl Workspace {
    /// The workspace above a folder that it is a member of.
    pub(super) fn around(tree: &dyn Tree, folder: &str) -> Result<Option<Self>, TreeError> {
        let mut above = folder;
        while !above.is_empty() {
            above = parent(above);
            let path = join(above, "pyproject.toml");
            let Some(text) = read_lossy(tree, &path)? else {
                continue;
            };
            let Some((table, places)) = Places::of_toml(&path, &text) else {
                continue;
            };
            let file = File {
                places: &places,
                table: &table,
            };
            let workspace = file.workspace(tree, &path)?;
            let Some(mut workspace) = workspace else {
                continue;
            };
            if workspace.members.iter().any(|member| member == folder) {
                workspace.members.retain(|member| member != folder);
                return Ok(Some(workspace));
            }
        }
        Ok(None)
    }
}

impl File<'_> {
    /// The workspace that the file itself is the root of.
    pub(super) fn workspace(
        &self,
        tree: &dyn Tree,
        path: &str,
    ) -> Result<Option<Workspace>, TreeError> {
        let Some(table) = self.get(&["tool", "uv", "workspace"]) else {
            return Ok(None);
        };
        let listed = |key: &str| {
            let list = table.get(key).and_then(Value::as_array);
            let texts = list.into_iter().flatten().filter_map(Value::as_str);
            texts.collect::<Vec<_>>()
        };
        let folder = parent(path);
        let mut found = Vec::new();
        for pattern in listed("members") {
            let parts: Vec<&str> = pattern.split('/').collect();
            expand(tree, folder, &parts, &mut found)?;
        }
        let excluded = Ignore::of_docker(&listed("exclude").join("\n"));
        let mut members = Vec::new();
        for member in found {
            let below = member.strip_prefix(folder).unwrap_or(&member);
            let is_member = !excluded.excludes(below.trim_start_matches('/'))
                && !members.contains(&member)
                && tree.is_file(&join(&member, "pyproject.toml"))?;
            if is_member {
                members.push(member);
            }
        }
        Ok(Some(Workspace {
            folder: folder.to_owned(),
            file: path.to_owned(),
            members,
            at: self.places.of("members"),
        }))
    }
}

/// The folders that a pattern of uv's names.
fn expand(
    tree: &dyn Tree,
    folder: &str,
    parts: &[&str],
    found: &mut Vec<String>,
) -> Result<(), TreeError> {
    let Some((part, rest)) = parts.split_first() else {
        found.push(folder.to_owned());
        return Ok(());
    };
    match *part {
        "" | "." => expand(tree, folder, rest, found),
        "**" => {
            expand(tree, folder, rest, found)?;
            let deep = folder.matches('/').count() >= MAX_DEPTH;
            let inner = if deep {
                Vec::new()
            } else {
                folders(tree, folder)?
            };
            inner
                .iter()
                .try_for_each(|name| expand(tree, &join(folder, name), parts, found))
        }
        part if part.contains(['*', '?', '[']) => {
            let pattern = Ignore::of_docker(part);
            let names = folders(tree, folder)?.into_iter();
            let mut names = names.filter(|name| pattern.excludes(name));
            names.try_for_each(|name| expand(tree, &join(folder, &name), rest, found))
        }
        part => expand(tree, &join(folder, part), rest, found),
    }
}

fn folders(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    let entries = tree.list(folder)?.into_iter();
    let folders = entries.filter(|entry| entry.kind == EntryKind::Directory);
    let names = folders.map(|entry| entry.name);
    Ok(names.filter(|name| !name.starts_with('.')).collect())
}
