//! What dependency files say.

use std::collections::{BTreeMap, BTreeSet};

use super::local::Places;
use super::packages::Packages;
use super::requirement::{Origin, Requirement};
use super::specifier::{self, declared_version};
use super::spot::Spot;
use crate::environment::Environment;
use crate::inspect::project::{Install, Tool};
use crate::version;

/// A package that a file names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::inspect) struct Package {
    /// Its name, normalised as PEP 503 says; empty where an address does not tell it.
    pub(in crate::inspect) name: String,
    /// Its extras, lower case.
    pub(in crate::inspect) extras: Vec<String>,
    /// What versions are asked for, as written; empty for any.
    pub(in crate::inspect) specifier: String,
    /// The file and line that declare it: `file:line`.
    pub(in crate::inspect) at: String,
    /// Whether a lock file says so.
    pub(in crate::inspect) locked: bool,
    /// Whether git fetches it.
    pub(in crate::inspect) git: bool,
    /// Whether only dev installs it.
    pub(in crate::inspect) development: bool,
    /// Where it lies, if no network brings it.
    pub(in crate::inspect) spot: Option<Spot>,
}

impl Package {
    pub(super) fn new(requirement: Requirement, at: String) -> Self {
        Self {
            name: requirement.name,
            extras: requirement.extras,
            specifier: requirement.specifier,
            at,
            git: requirement.origin == Origin::Git,
            spot: requirement.spot,
            ..Self::default()
        }
    }
}

/// The dependencies of a project.
#[derive(Clone, Debug, Default)]
pub(in crate::inspect) struct Declared {
    pub(in crate::inspect) tool: Tool,
    /// The files, the one that is installed from first.
    pub(in crate::inspect) files: Vec<String>,
    /// The lock file among them.
    pub(in crate::inspect) lock: Option<String>,
    /// What they name, development groups included.
    pub(in crate::inspect) packages: Packages,
    /// Versions that constraints files allow, of packages that may not be needed at all.
    pub(in crate::inspect) constraints: Packages,
    /// The Python versions asked for, and where: `requires-python` and its like.
    pub(in crate::inspect) python: Option<(String, String)>,
    /// Python versions that classifiers list, and where.
    pub(in crate::inspect) classifiers: Vec<(String, String)>,
    /// What each environment installs.
    pub(in crate::inspect) install: BTreeMap<Environment, Install>,
    /// Whether the repository is itself a package.
    pub(in crate::inspect) package: bool,
    /// The wheels that a lock names, by package.
    pub(in crate::inspect) wheels: BTreeMap<String, Vec<String>>,
    /// What its files name of the repository and of the author's machine.
    pub(in crate::inspect) local: Places,
    /// Why this tool, where the files of another stand beside it.
    pub(in crate::inspect) why: Option<String>,
}

impl Declared {
    /// A package by its normalised name, as locked if it is.
    pub(in crate::inspect) fn package(&self, name: &str) -> Option<&Package> {
        self.packages.get(name)
    }

    /// The versions of a package that the dependency files, not a lock, ask for, and the first place.
    pub(in crate::inspect) fn asked(&self, name: &str) -> Option<(String, &str)> {
        let named = self.packages.named(name).filter(|package| !package.locked);
        let first = named.clone().next()?;
        let mut clauses: Vec<&str> = Vec::new();
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for package in named.chain(self.constraints.named(name)) {
            let specifier = package.specifier.as_str();
            if !specifier.is_empty() && known.insert(specifier) {
                clauses.push(specifier);
            }
        }
        Some((clauses.join(","), &first.at))
    }

    /// The version of a package: a lock's, else the one that the files pin.
    pub(in crate::inspect) fn version(&self, name: &str) -> Option<(String, &str)> {
        let named = || self.packages.named(name);
        named().next()?;
        // A lock for several Python versions names several: the newest Python gets the newest.
        let locked = named().filter(|package| package.locked).filter_map(pin);
        if let Some(newest) = locked.max_by(|(one, _), (other, _)| version::compare(one, other)) {
            return Some(newest);
        }
        let files = named().filter(|package| !package.locked);
        let pinned = files.chain(self.constraints.named(name)).find_map(pin);
        pinned.or_else(|| {
            let (asked, at) = self.asked(name)?;
            Some((declared_version(&asked)?, at))
        })
    }

    /// The packages that prod installs, like `versions`.
    pub(in crate::inspect) fn installed(&self) -> BTreeMap<String, String> {
        let mut versions = self.versions();
        let installs = |name: &str| {
            let mut named = self.packages.named(name);
            named.any(|package| !package.development)
        };
        versions.retain(|name, _| installs(name));
        versions
    }

    /// Every package: its locked or pinned version, or else `""`.
    pub(in crate::inspect) fn versions(&self) -> BTreeMap<String, String> {
        let names = self.packages.names().filter(|name| !name.is_empty());
        let exact = |name: &str| {
            let entries = || {
                self.packages
                    .named(name)
                    .chain(self.constraints.named(name))
            };
            let locked: Vec<_> = entries().filter(|package| package.locked).collect();
            let pins = if locked.is_empty() {
                entries().collect()
            } else {
                locked
            };
            let mut versions = pins
                .iter()
                .filter_map(|package| specifier::exact(&package.specifier));
            versions.next_back().unwrap_or_default()
        };
        names.map(|name| (name.to_owned(), exact(name))).collect()
    }
}

fn pin(package: &Package) -> Option<(String, &str)> {
    Some((declared_version(&package.specifier)?, package.at.as_str()))
}
