//! Files that stand where djdock would write its own.

use crate::tree::{EntryKind, Tree, TreeError, join};

/// The paths in either tree, sorted: git may ignore some of them.
pub(super) fn existing(tree: &dyn Tree, evidence: &dyn Tree) -> Result<Vec<String>, TreeError> {
    let mut found = of_tree(tree)?;
    found.extend(of_tree(evidence)?);
    found.sort();
    found.dedup();
    Ok(found)
}

fn of_tree(tree: &dyn Tree) -> Result<Vec<String>, TreeError> {
    let mut found = Vec::new();
    for entry in tree.list("")? {
        let name = entry.name.as_str();
        match entry.kind {
            EntryKind::Directory if matches!(name, "nginx" | "docker" | "data") => {
                for inner in tree.list(name)? {
                    if matches!(inner.kind, EntryKind::File { .. }) {
                        found.push(join(name, &inner.name));
                    }
                }
            }
            EntryKind::File { .. } | EntryKind::Other if is_ours(name) => {
                found.push(name.to_owned());
            }
            _ => {}
        }
    }
    Ok(found)
}

fn is_ours(name: &str) -> bool {
    let yaml = name
        .strip_suffix(".yml")
        .or_else(|| name.strip_suffix(".yaml"));
    let compose = yaml.is_some_and(|stem| {
        ["docker-compose", "compose"].iter().any(|prefix| {
            stem.strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    });
    compose
        || ["Dockerfile", "Makefile"].iter().any(|file| {
            name.strip_prefix(file)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
        || matches!(
            name,
            ".dockerignore"
                | "entrypoint.sh"
                | ".env"
                | ".env.sample"
                | "djdock.toml"
                | "djdock.lock"
        )
}
