//! Which compose file of the user's own is meant, and what Compose reads beside it.

use crate::compose::{ENV_FILE, EnvFile, Secret, from_root};
use crate::lock::Lock;
use crate::tree::{EntryKind, Tree, TreeError, join, parent};
use crate::yaml::Value;

/// The names under which Compose looks for its file, the first one first.
const NAMES: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
];

/// The names under which it looks for another one to read beside that.
const OVERRIDES: [&str; 4] = [
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
];

/// How many files are looked at for what they include.
const INCLUDED: usize = 100;

/// How deep compose files are looked for, and in how many folders.
const LIMITS: (usize, usize) = (3, 400);

/// The compose file of the user's own: the one that the lock knows, or the one that Compose reads in a folder or the
/// nearest one above.
pub fn extended_compose_file(
    tree: &dyn Tree,
    folder: &str,
    lock: Option<&Lock>,
) -> Result<Option<String>, TreeError> {
    let known = lock.and_then(|lock| lock.extended.as_ref());
    if let Some(known) = known.filter(|known| tree.is_file(&known.compose).unwrap_or(false)) {
        return Ok(Some(known.compose.clone()));
    }
    let mut folder = folder;
    loop {
        if let Some(found) = read_in(tree, folder)?.into_iter().next() {
            return Ok(Some(found));
        }
        if folder.is_empty() {
            return Ok(None);
        }
        folder = parent(folder);
    }
}

/// The files that Compose reads beside one: the others of `COMPOSE_FILE`, or the one of the override's name.
pub(super) fn beside(tree: &dyn Tree, path: &str) -> Result<Vec<String>, TreeError> {
    let folder = parent(path);
    let mut read = read_in(tree, folder)?;
    if !read.iter().any(|read| read == path) {
        return Ok(Vec::new());
    }
    read.retain(|read| read != path);
    Ok(read)
}

/// The file from which Compose takes the variables of a compose file by itself: the one beside it, or the one that has
/// Compose read it.
pub fn extended_env_file(tree: &dyn Tree, path: &str) -> Result<String, TreeError> {
    let mut folder = parent(path);
    loop {
        let named = by_variable(tree, folder)?.unwrap_or_default();
        if named.iter().any(|named| named == path) {
            return Ok(join(folder, ENV_FILE));
        }
        if folder.is_empty() {
            return Ok(join(parent(path), ENV_FILE));
        }
        folder = parent(folder);
    }
}

/// A file, and those that Compose reads with it: beside it, and what these include.
pub(super) fn read_with(tree: &dyn Tree, path: &str) -> Result<Vec<String>, TreeError> {
    let mut read = vec![path.to_owned()];
    read.extend(beside(tree, path)?);
    let included = included(tree, &read)?;
    read.extend(included);
    Ok(read)
}

/// The files that these include, and those that they do; those that are there.
pub(super) fn included(tree: &dyn Tree, files: &[String]) -> Result<Vec<String>, TreeError> {
    let mut all = files.to_vec();
    let mut next = 0;
    while let Some(path) = all.get(next).cloned().filter(|_| next < INCLUDED) {
        next += 1;
        let text = tree.read_text(&path)?.unwrap_or_default();
        // What is no YAML is refused where the file is extended.
        let file = Value::parse(&text).unwrap_or(Value::Null);
        let items = file.get("include").map(Value::items).unwrap_or_default();
        let named = items.iter().flat_map(|item| match item.get("path") {
            Some(Value::Sequence(paths)) => paths.iter().collect(),
            Some(path) => vec![path],
            None => vec![item],
        });
        for named in named.filter_map(Value::as_text) {
            let Some(found) = from_root(parent(&path), named) else {
                continue;
            };
            if !all.contains(&found) && tree.is_file(&found)? {
                all.push(found);
            }
        }
    }
    Ok(all.split_off(files.len()))
}

/// The compose files of the tree, as `--compose` takes them.
pub fn compose_files(tree: &dyn Tree) -> Result<Vec<String>, TreeError> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), 0)];
    let mut next = 0;
    while let Some((folder, depth)) = folders.get(next).cloned() {
        next += 1;
        for entry in tree.list(&folder)? {
            let path = join(&folder, &entry.name);
            match entry.kind {
                EntryKind::File { .. } if is_compose(&entry.name) => found.push(path),
                EntryKind::Directory
                    if depth < LIMITS.0
                        && folders.len() < LIMITS.1
                        && !entry.name.starts_with('.')
                        && entry.name != "node_modules" =>
                {
                    folders.push((path, depth + 1));
                }
                _ => {}
            }
        }
    }
    Ok(found)
}

/// Whether a name is that of a compose file, whatever it is for: `docker-compose.prod.yml`.
fn is_compose(name: &str) -> bool {
    let stem = name
        .strip_suffix(".yml")
        .or_else(|| name.strip_suffix(".yaml"));
    let stem = stem.map(|stem| stem.strip_prefix("docker-").unwrap_or(stem));
    stem.is_some_and(|stem| {
        let rest = stem.strip_prefix("compose");
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
    })
}

/// The files that Compose reads in a folder, the one first that the others add to.
fn read_in(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
    if let Some(files) = by_variable(tree, folder)? {
        return Ok(files);
    }
    let mut read = Vec::new();
    for names in [NAMES, OVERRIDES] {
        for name in names {
            let path = join(folder, name);
            if tree.is_file(&path)? {
                read.push(path);
                break;
            }
        }
        if read.is_empty() {
            break;
        }
    }
    Ok(read)
}

/// What `COMPOSE_FILE` names in the folder's `.env`; those that are there.
fn by_variable(tree: &dyn Tree, folder: &str) -> Result<Option<Vec<String>>, TreeError> {
    let text = tree.read_text(&join(folder, ENV_FILE))?.unwrap_or_default();
    let variables = EnvFile::parse(&text, &|_| None);
    let value = |name: &str| {
        let value = variables.get(name).map(Secret::expose);
        value.filter(|value| !value.is_empty())
    };
    let Some(files) = value("COMPOSE_FILE") else {
        return Ok(None);
    };
    let separator = value("COMPOSE_PATH_SEPARATOR").unwrap_or(":");
    let mut found = Vec::new();
    for path in files
        .split(separator)
        .filter_map(|file| from_root(folder, file))
    {
        if tree.is_file(&path)? {
            found.push(path);
        }
    }
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::MemoryTree;

    fn found(files: &[&str], folder: &str) -> Option<String> {
        let tree = MemoryTree::new(files.iter().map(|path| (*path, "")));
        extended_compose_file(&tree, folder, None).expect("a tree in memory")
    }

    #[test]
    fn compose_s_own_order() {
        let both = ["docker-compose.yaml", "docker-compose.yml"];
        assert_eq!(found(&both, "").as_deref(), Some("docker-compose.yml"));
        let nested = ["shop/compose.yaml", "docker-compose.yml"];
        assert_eq!(found(&nested, "shop").as_deref(), Some("shop/compose.yaml"));
        assert_eq!(found(&nested, "").as_deref(), Some("docker-compose.yml"));
        let above = ["docker-compose.yml", "shop/manage.py"];
        assert_eq!(found(&above, "shop").as_deref(), Some("docker-compose.yml"));
        assert_eq!(found(&["docker/docker-compose.yml"], ""), None);
    }

    #[test]
    fn by_the_variable() {
        let files = [
            (
                ".env",
                "A=1\nexport COMPOSE_FILE=./deploy/base.yml:deploy/dev.yml # both\n",
            ),
            ("deploy/base.yml", ""),
            ("deploy/dev.yml", ""),
            ("docker-compose.yml", ""),
        ];
        let tree = MemoryTree::new(files);
        let file = extended_compose_file(&tree, "", None).expect("a tree in memory");
        assert_eq!(file.as_deref(), Some("deploy/base.yml"));
    }

    #[test]
    fn whatever_they_are_for() {
        let files = [
            "docker/docker-compose.prod.yml",
            "compose-dev.yaml",
            "docker-compose.yml.bak",
            "composer.yml",
        ];
        let tree = MemoryTree::new(files.map(|path| (path, "")));
        let files = compose_files(&tree).expect("a tree in memory");
        assert_eq!(
            files,
            ["compose-dev.yaml", "docker/docker-compose.prod.yml"]
        );
    }
}
