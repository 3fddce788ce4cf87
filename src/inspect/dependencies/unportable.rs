//! Requirements that only the author's machine can install.

use super::Package;
use crate::inspect::project::{Bound, Unportable};
use crate::text::{cut, visible};

/// Packages that no Linux installs, by the system that has them.
const KNOWN: &str = include_str!("unportable.txt");

/// As much of a path as is told.
const TOLD: usize = 60;

/// A package that no Linux installs. Its marker, if it has one, does not keep it away.
pub(super) fn known(package: &Package) -> Option<Unportable> {
    let mut lines = KNOWN.lines().filter_map(|line| line.split_once(' '));
    let (system, _) = lines.find(|(_, name)| *name == package.name)?;
    let why = match system {
        "windows" => Bound::Windows,
        "macos" => Bound::Mac,
        _ => Bound::Debian,
    };
    let elsewhere = package.git || package.spot.is_some();
    (!elsewhere).then(|| of(&package.name, &package.name, &package.at, why))
}

/// What was found, as it can be shown.
pub(super) fn of(found: &str, name: &str, at: &str, why: Bound) -> Unportable {
    Unportable {
        found: cut(&visible(found), TOLD).into_owned(),
        package: (!name.is_empty()).then(|| visible(name).into_owned()),
        at: visible(at).into_owned(),
        why,
    }
}
