//! requirements files.

mod choice;
mod lines;

use std::collections::HashSet;

use self::lines::{Role, included, links, logical, without_options};
use super::requirement::{self, Requirement};
use super::spot::{Link, Spot, inside};
use super::text::read_lossy;
use super::{Declared, Package};
use crate::environment::Environment;
use crate::inspect::project::{Install, Tool};
use crate::tree::{Tree, TreeError, parent};

/// Files that one requirements file may include, itself included.
const MAX_FILES: usize = 40;

/// The requirements files of a folder and what they name.
pub(super) fn read(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    let candidates = choice::candidates(tree, folder)?;
    let Some(main) = choice::main(&candidates) else {
        return Ok(None);
    };
    let mut first = Reading::new(tree);
    first.file(main, Role::Requirements)?;
    let mut declared = Declared {
        tool: Tool::Pip,
        files: first.files.clone(),
        packages: first.packages.clone().into(),
        constraints: first.constraints.clone().into(),
        ..Declared::default()
    };
    declared.local.links.append(&mut first.links);
    for environment in Environment::ALL {
        let mut install = vec![main.clone()];
        if let Some(file) = choice::further(&candidates, environment, main) {
            let mut reading = Reading::new(tree);
            reading.file(file, Role::Requirements)?;
            if reading.files.contains(main) || (reading.names_django() && install.len() == 1) {
                // It is complete in itself.
                install = vec![file.clone()];
            } else if !first.files.contains(file) {
                install.push(file.clone());
            }
            declared.add(reading, environment);
        }
        declared.install.insert(
            environment,
            Install {
                files: install,
                ..Install::default()
            },
        );
    }
    let mut known: HashSet<String> = declared.files.iter().cloned().collect();
    let others = candidates.into_iter();
    let others = others.filter(|file| known.insert(file.clone()));
    declared.files.extend(others);
    Ok(Some(declared))
}

/// A file that names Django under another name than pip's users know.
pub(super) fn under_near_name(
    tree: &dyn Tree,
    folder: &str,
) -> Result<Option<Declared>, TreeError> {
    for file in choice::near(tree, folder)? {
        let mut reading = Reading::new(tree);
        reading.file(&file, Role::Requirements)?;
        if !reading.names_django() {
            continue;
        }
        let install = Install {
            files: vec![file.clone()],
            ..Install::default()
        };
        return Ok(Some(Declared {
            tool: Tool::Pip,
            files: reading.files,
            packages: reading.packages.into(),
            constraints: reading.constraints.into(),
            install: Environment::ALL.map(|it| (it, install.clone())).into(),
            why: Some(format!(
                "{file} names Django, and no file has pip's usual name"
            )),
            ..Declared::default()
        }));
    }
    Ok(None)
}

/// A single file and what it includes, as `setup.py` may read it.
pub(super) fn read_file(tree: &dyn Tree, path: &str) -> Result<Vec<Package>, TreeError> {
    let mut reading = Reading::new(tree);
    reading.file(path, Role::Requirements)?;
    Ok(reading.packages)
}

impl Declared {
    /// What one environment installs beside the main file.
    fn add(&mut self, mut reading: Reading<'_>, environment: Environment) {
        self.local.links.append(&mut reading.links);
        self.constraints.extend(reading.constraints);
        let known = self.packages.iter().map(|package| package.at.clone());
        let mut known: HashSet<String> = known.collect();
        for mut package in reading.packages {
            if known.insert(package.at.clone()) {
                package.development = environment == Environment::Dev;
                self.packages.push(package);
            }
        }
    }
}

struct Reading<'a> {
    tree: &'a dyn Tree,
    files: Vec<String>,
    packages: Vec<Package>,
    constraints: Vec<Package>,
    links: Vec<Link>,
}

impl<'a> Reading<'a> {
    fn new(tree: &'a dyn Tree) -> Self {
        Self {
            tree,
            files: Vec::new(),
            packages: Vec::new(),
            constraints: Vec::new(),
            links: Vec::new(),
        }
    }

    fn names_django(&self) -> bool {
        self.packages.iter().any(|package| package.name == "django")
    }

    fn file(&mut self, path: &str, role: Role) -> Result<(), TreeError> {
        if self.files.len() >= MAX_FILES || self.files.iter().any(|file| file == path) {
            return Ok(());
        }
        let Some(text) = read_lossy(self.tree, path)? else {
            return Ok(());
        };
        self.files.push(path.to_owned());
        for (number, line) in logical(&text) {
            if let Some((included, inner)) = included(&line) {
                let role = if role == Role::Constraints {
                    role
                } else {
                    inner
                };
                if let Some(included) = inside(parent(path), included) {
                    self.file(&included, role)?;
                }
            } else if let Some(spot) = links(&line).and_then(Spot::of) {
                self.links.push(Link {
                    spot,
                    folder: parent(path).to_owned(),
                    at: format!("{path}:{number}"),
                });
            } else if let Some(requirement) = requirement::parse(without_options(&line)) {
                self.push(requirement, role, format!("{path}:{number}"));
            }
        }
        Ok(())
    }

    fn push(&mut self, requirement: Requirement, role: Role, at: String) {
        let package = Package::new(requirement, at);
        match role {
            Role::Requirements => self.packages.push(package),
            Role::Constraints => self.constraints.push(package),
        }
    }
}
