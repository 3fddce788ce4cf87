//! What dependency files name that lies on a disk: folders and archives of the repository, and of the author's machine.

use std::collections::BTreeMap;

use super::spot::{Link, Spot, inside};
use super::{Declared, Package, pyproject, unportable};
use crate::inspect::project::{Bound, Tool, Unportable};
use crate::tree::{EntryKind, Tree, TreeError, is_within, join, parent};

/// What dependency files name of the repository and of the author's machine.
#[derive(Clone, Debug, Default)]
pub(in crate::inspect) struct Places {
    pub(super) links: Vec<Link>,
    /// Paths of the repository, and where they are named; none is below another.
    pub(in crate::inspect) paths: BTreeMap<String, String>,
    /// The folder in which the tool has to run, so that relative paths are right.
    pub(in crate::inspect) folder: String,
    /// What another machine cannot install.
    pub(in crate::inspect) unportable: Vec<Unportable>,
}

impl Places {
    pub(super) fn add(&mut self, path: String, at: &str) {
        self.paths.entry(path).or_insert_with(|| at.to_owned());
    }

    /// Takes over where something lies; `base` is what its path is relative to.
    fn take(
        &mut self,
        tree: &dyn Tree,
        base: &str,
        (spot, name, at): Named<'_>,
    ) -> Result<(), TreeError> {
        let (path, why) = match spot {
            Spot::Machine(path) => (path, Bound::Machine),
            Spot::Relative(path) => match inside(base, path) {
                Some(inner) if exists(tree, &inner)? => {
                    self.add(inner, at);
                    return Ok(());
                }
                Some(_) => (path, Bound::Absent),
                None => (path, Bound::Outside),
            },
        };
        self.unportable.push(unportable::of(path, name, at, why));
        Ok(())
    }

    /// What lies in a folder that is taken over whole need not be named.
    fn simplify(&mut self) {
        let all: Vec<String> = self.paths.keys().cloned().collect();
        let inner = |path: &str| {
            let mut others = all.iter().filter(|other| *other != path);
            others.any(|other| other.is_empty() || is_within(path, other))
        };
        self.paths.retain(|path, _| !inner(path));
    }
}

/// Where something lies, its name if that is told, and the place that says so.
type Named<'a> = (&'a Spot, &'a str, &'a str);

/// Looks for what the files name.
pub(super) fn find(
    tree: &dyn Tree,
    folder: &str,
    declared: &mut Declared,
) -> Result<(), TreeError> {
    let mut places = std::mem::take(&mut declared.local);
    let own = || declared.packages.iter().filter(|package| !package.locked);
    let named: Vec<Named<'_>> = own().filter_map(named).collect();
    if declared.tool == Tool::Pip {
        let main = declared.files.first().map_or("", String::as_str);
        places.folder = working_folder(tree, parent(main), &named)?;
    } else {
        folder.clone_into(&mut places.folder);
    }
    let base = places.folder.clone();
    for one in named {
        places.take(tree, &base, one)?;
    }
    for link in std::mem::take(&mut places.links) {
        // As pip does it: beside the file, or else where pip runs.
        let beside = match &link.spot {
            Spot::Relative(path) => inside(&link.folder, path),
            Spot::Machine(_) => None,
        };
        match beside {
            Some(beside) if exists(tree, &beside)? => places.add(beside, &link.at),
            _ => places.take(tree, &base, (&link.spot, "", &link.at))?,
        }
    }
    follow(tree, &mut places)?;
    places.simplify();
    places
        .unportable
        .extend(own().filter_map(unportable::known));
    places.unportable.dedup();
    declared.local = places;
    Ok(())
}

fn named(package: &Package) -> Option<Named<'_>> {
    let spot = package.spot.as_ref()?;
    Some((spot, &package.name, &package.at))
}

/// A package of the repository may need others of it.
fn follow(tree: &dyn Tree, places: &mut Places) -> Result<(), TreeError> {
    let mut open: Vec<String> = places.paths.keys().cloned().collect();
    while let Some(folder) = open.pop() {
        for package in pyproject::packages(tree, &folder)? {
            let Some(one @ (spot, ..)) = named(&package) else {
                continue;
            };
            let next = match spot {
                Spot::Relative(path) => inside(&folder, path),
                Spot::Machine(_) => None,
            };
            let new = next.filter(|next| !places.paths.contains_key(next));
            places.take(tree, &folder, one)?;
            open.extend(new.filter(|new| places.paths.contains_key(new)));
        }
    }
    Ok(())
}

/// The folder in which pip runs. It takes paths in requirements files from there, whichever file names them: that is
/// the folder of the main file, or one above it, in which most of the paths lead somewhere.
fn working_folder(tree: &dyn Tree, folder: &str, named: &[Named<'_>]) -> Result<String, TreeError> {
    let mut best = (0, folder);
    let mut current = folder;
    loop {
        let mut right = 0;
        for (spot, ..) in named {
            if let Spot::Relative(path) = spot
                && let Some(path) = inside(current, path)
                && is_installable(tree, &path)?
            {
                right += 1;
            }
        }
        if right > best.0 {
            best = (right, current);
        }
        if current.is_empty() {
            return Ok(best.1.to_owned());
        }
        current = parent(current);
    }
}

fn exists(tree: &dyn Tree, path: &str) -> Result<bool, TreeError> {
    // The root is there.
    Ok(path.is_empty()
        || matches!(
            tree.kind(path)?,
            Some(EntryKind::Directory | EntryKind::File { .. })
        ))
}

fn is_installable(tree: &dyn Tree, path: &str) -> Result<bool, TreeError> {
    for name in ["pyproject.toml", "setup.py"] {
        if tree.is_file(&join(path, name))? {
            return Ok(true);
        }
    }
    Ok(!path.is_empty() && tree.is_file(path)?)
}
