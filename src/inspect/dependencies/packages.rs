//! The packages that files name, found by name: thousands of lines are asked for one after the other.

use std::collections::{HashMap, HashSet};

use super::Package;

/// Packages in the order in which files name them.
#[derive(Clone, Debug, Default)]
pub(in crate::inspect) struct Packages {
    all: Vec<Package>,
    /// The places in `all` of each name.
    named: HashMap<String, Vec<usize>>,
    /// Of each name, the first that a lock has.
    locked: HashMap<String, usize>,
    /// `name-extra`, for each extra that somebody asks for.
    extras: HashSet<String>,
}

impl Packages {
    pub(in crate::inspect) fn push(&mut self, package: Package) {
        let place = self.all.len();
        let named = self.named.entry(package.name.clone()).or_default();
        named.push(place);
        if package.locked {
            self.locked.entry(package.name.clone()).or_insert(place);
        }
        let extras = package.extras.iter();
        self.extras
            .extend(extras.map(|extra| format!("{}-{extra}", package.name)));
        self.all.push(package);
    }

    pub(in crate::inspect) fn iter(&self) -> std::slice::Iter<'_, Package> {
        self.all.iter()
    }

    pub(in crate::inspect) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The names, each once, in no order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }

    /// The packages of a name, in the order in which they are declared.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &Package> + Clone {
        let places = self.named.get(name).into_iter().flatten();
        places.map(|place| &self.all[*place])
    }

    /// The one of a name that counts: the first that a lock has, else the first.
    pub(super) fn get(&self, name: &str) -> Option<&Package> {
        let locked = self.locked.get(name).map(|place| &self.all[*place]);
        locked.or_else(|| self.named(name).next())
    }

    /// Whether a package is asked for with an extra, written `name-extra`.
    pub(in crate::inspect) fn has_extra(&self, name_and_extra: &str) -> bool {
        self.extras.contains(name_and_extra)
    }
}

impl Extend<Package> for Packages {
    fn extend<I: IntoIterator<Item = Package>>(&mut self, packages: I) {
        for package in packages {
            self.push(package);
        }
    }
}

impl From<Vec<Package>> for Packages {
    fn from(packages: Vec<Package>) -> Self {
        let mut all = Self::default();
        all.extend(packages);
        all
    }
}

impl<'a> IntoIterator for &'a Packages {
    type Item = &'a Package;
    type IntoIter = std::slice::Iter<'a, Package>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
