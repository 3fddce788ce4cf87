//! The packages that a `pyproject.toml` names.

use toml::Value;

use super::File;
use crate::inspect::dependencies::Package;
use crate::inspect::dependencies::purpose::{self, Purpose};
use crate::inspect::dependencies::requirement;
use crate::inspect::dependencies::specifier::normalize;
use crate::inspect::dependencies::spot::Spot;

/// Tables of lists of PEP 508 strings, by group.
const LISTED: [&[&str]; 3] = [
    &["project", "optional-dependencies"],
    &["dependency-groups"],
    &["tool", "pdm", "dev-dependencies"],
];

impl File<'_> {
    /// Every package of every group.
    pub(super) fn packages(&self) -> Vec<Package> {
        let mut packages = self.listed(self.get(&["project", "dependencies"]), false);
        for keys in LISTED {
            for (name, list) in self.table(keys) {
                packages.extend(self.listed(Some(list), is_development(name)));
            }
        }
        packages.extend(self.listed(self.get(&["tool", "uv", "dev-dependencies"]), true));
        packages.extend(self.keyed(self.get(&["tool", "poetry", "dependencies"]), false));
        packages.extend(self.keyed(self.get(&["tool", "poetry", "dev-dependencies"]), true));
        for (name, group) in self.table(&["tool", "poetry", "group"]) {
            packages.extend(self.keyed(group.get("dependencies"), is_development(name)));
        }
        let git = |name: &str| self.get(&["tool", "uv", "sources", name, "git"]).is_some();
        for package in &mut packages {
            package.git |= git(&package.name);
        }
        for (name, source) in self.table(&["tool", "uv", "sources"]) {
            let (name, spot) = (normalize(name), Spot::of_table(source));
            let mut named = packages.iter_mut().filter(|package| package.name == name);
            if let (Some(package), Some(spot)) = (named.next(), spot) {
                package.spot = Some(spot);
            }
        }
        packages
    }

    /// A list of PEP 508 strings.
    fn listed(&self, list: Option<&Value>, development: bool) -> Vec<Package> {
        let list = list.and_then(Value::as_array);
        let texts = list.into_iter().flatten().filter_map(Value::as_str);
        texts
            .filter_map(|text| {
                let at = self.places.of(text);
                let package = Package::new(requirement::parse(text)?, at);
                Some(Package {
                    development,
                    ..package
                })
            })
            .collect()
    }

    /// Poetry's `name = "^1.2"`, `name = {version = "^1.2"}`, and lists of these.
    fn keyed(&self, table: Option<&Value>, development: bool) -> Vec<Package> {
        let table = table.and_then(Value::as_table);
        table
            .into_iter()
            .flatten()
            .filter(|(name, _)| *name != "python")
            .map(|(name, value)| {
                let spot = Spot::of_table(value);
                let value = value
                    .as_array()
                    .and_then(|several| several.last())
                    .unwrap_or(value);
                let version = value.as_str().or_else(|| value.get("version")?.as_str());
                let extras = value.get("extras").and_then(Value::as_array);
                let extras = extras.into_iter().flatten().filter_map(Value::as_str);
                Package {
                    name: normalize(name),
                    extras: extras.map(str::to_lowercase).collect(),
                    specifier: version.unwrap_or_default().to_owned(),
                    at: self.places.of(name),
                    git: value.get("git").is_some(),
                    spot,
                    development,
                    ..Package::default()
                }
            })
            .collect()
    }
}

fn is_development(group: &str) -> bool {
    matches!(
        purpose::of_name(group),
        Purpose::Development | Purpose::Test | Purpose::Aside
    )
}
