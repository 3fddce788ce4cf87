//! The requirements files that a package is added to so that both environments install it.

use crate::environment::Environment;
use crate::inspect::Dependencies;
use crate::tree::{Tree, TreeError, join, parent};

/// One file where both environments read the same, or where one includes the other or both a third; else each one's.
pub(super) fn requirement_files(
    tree: &dyn Tree,
    dependencies: &Dependencies,
    otherwise: &str,
) -> Result<Vec<String>, TreeError> {
    let named = |environment| {
        let install = dependencies.install.get(&environment);
        let files = install.map_or(&[][..], |install| &install.files);
        // The last may build on the others.
        let mut files: Vec<String> = files.iter().rev().cloned().collect();
        if files.is_empty() {
            files.push(otherwise.to_owned());
        }
        files
    };
    let (dev, prod) = (named(Environment::Dev), named(Environment::Prod));
    let apart = vec![dev[0].clone(), prod[0].clone()];
    let of_dev = reached(tree, dev)?;
    let of_prod = reached(tree, prod)?;
    let shared = of_prod.into_iter().find(|path| of_dev.contains(path));
    Ok(shared.map_or(apart, |path| vec![path]))
}

/// Files and those that they include with `-r`, the nearest first.
fn reached(tree: &dyn Tree, mut files: Vec<String>) -> Result<Vec<String>, TreeError> {
    let mut next = 0;
    while let Some(file) = files.get(next).cloned() {
        next += 1;
        let text = tree.read_text(&file)?.unwrap_or_default();
        for line in text.lines() {
            let options = ["-r", "--requirement"];
            let rest = options.iter().find_map(|option| line.strip_prefix(option));
            let Some(name) = rest.map(|rest| rest.trim_start_matches([' ', '=']).trim()) else {
                continue;
            };
            let path = resolved(parent(&file), name);
            if !path.is_empty() && !files.contains(&path) && tree.is_file(&path)? {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// A path as seen from a folder; empty where it leads out of the repository.
fn resolved(folder: &str, name: &str) -> String {
    let mut path = folder.to_owned();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." if path.is_empty() => return String::new(),
            ".." => path = parent(&path).to_owned(),
            part => path = join(&path, part),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::Install;
    use crate::tree::MemoryTree;

    fn added(files: &[(&str, &str)], dev: &str, prod: &str) -> Vec<String> {
        let install = |files: &str| Install {
            files: files.split(' ').map(str::to_owned).collect(),
            ..Install::default()
        };
        let dependencies = Dependencies {
            install: [
                (Environment::Dev, install(dev)),
                (Environment::Prod, install(prod)),
            ]
            .into(),
            ..Dependencies::default()
        };
        let tree = MemoryTree::new(files.iter().copied());
        requirement_files(&tree, &dependencies, "requirements.txt").expect("a tree in memory")
    }

    #[test]
    fn both_environments_get_it() {
        let base = ("requirements/base.txt", "Django\n");
        let dev = ("requirements/dev.txt", "-r base.txt\n");
        let prod = ("requirements/prod.txt", "--requirement=./base.txt\n");
        let files = [base, dev, prod];
        assert_eq!(added(&files, dev.0, prod.0), [base.0]);
        let on_top = ("requirements/dev.txt", "-r prod.txt\n");
        assert_eq!(added(&[base, on_top, prod], dev.0, prod.0), [prod.0]);
        let apart = ("requirements/dev.txt", "Django\n");
        assert_eq!(added(&[base, apart, prod], dev.0, prod.0), [dev.0, prod.0]);
        assert_eq!(added(&files, prod.0, prod.0), [prod.0]);
        let both = format!("{} {}", prod.0, apart.0);
        assert_eq!(added(&[base, apart, prod], &both, prod.0), [prod.0]);
        let around = ("dev.txt", "-r dev.txt\n-r ../out.txt\n");
        assert_eq!(
            added(&[around, prod], "dev.txt", prod.0),
            ["dev.txt", prod.0]
        );
    }
}
