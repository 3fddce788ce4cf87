//! The Debian packages that the project's dependencies need; the table is `apt.toml`.

mod locale;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::dependencies::{Declared, Package, normalize};
use super::project::{Apt, Project};
use super::versions;
use crate::embedded;
use crate::python::Evaluation;
use crate::tree::{Tree, TreeError};

pub(super) use locale::Locales;

/// What one Python package needs.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Needs {
    build: Vec<String>,
    runtime: Vec<String>,
    wheels: bool,
    unless: Vec<String>,
}

static NEEDS: LazyLock<BTreeMap<String, Needs>> =
    LazyLock::new(|| embedded::table!("src/inspect/apt/apt.toml"));

/// Fills in the packages, each with the place of its reason.
pub(super) fn fill(
    tree: &dyn Tree,
    folder: &str,
    evaluation: &Evaluation,
    declared: &Declared,
    project: &mut Project,
) -> Result<(), TreeError> {
    let mut found = Found::default();
    for package in &declared.packages {
        found.package(package, declared, project.python_version());
    }
    for missing in &project.dependencies.missing {
        let name = missing
            .split(['=', '~', '<', '>', '['])
            .next()
            .unwrap_or(missing);
        let at = project
            .evidence
            .get(&format!("dependencies.missing.{missing}"));
        let package = Package {
            name: normalize(name),
            at: at.cloned().unwrap_or_default(),
            ..Package::default()
        };
        found.package(&package, declared, None);
    }
    found.parts(project);
    found.gettext(&Locales::find(tree, folder, evaluation)?);
    for (stage, packages) in [("build", &found.build), ("runtime", &found.runtime)] {
        for (name, at) in packages {
            let fact = format!("apt.{stage}.{name}");
            project.evidence.insert(fact, at.clone());
        }
    }
    project.apt = Apt {
        build: found.build.into_keys().collect(),
        runtime: found.runtime.into_keys().collect(),
    };
    Ok(())
}

/// Debian packages and where their reasons stand.
#[derive(Default)]
struct Found {
    build: BTreeMap<String, String>,
    runtime: BTreeMap<String, String>,
}

impl Found {
    fn package(&mut self, package: &Package, declared: &Declared, python: Option<&str>) {
        if package.git {
            self.add(&["git".to_owned()], false, &package.at);
        }
        // `psycopg[c]` is psycopg and psycopg-c.
        let extras = package
            .extras
            .iter()
            .map(|extra| format!("{}-{extra}", package.name));
        for name in extras.chain([package.name.clone()]) {
            let Some(needs) = NEEDS.get(&name) else {
                continue;
            };
            let replaced = |other: &String| {
                let extra = other.starts_with(&format!("{name}-"));
                declared.package(other).is_some() || extra && declared.packages.has_extra(other)
            };
            if needs.unless.iter().any(replaced) {
                continue;
            }
            let compiled = versions::is_compiled(declared, &name, python);
            if needs.wheels && compiled != Some(true) {
                continue;
            }
            // Not what a wheel brings, but what its sources are linked with.
            if compiled != Some(false) {
                self.add(&needs.build, false, &package.at);
            }
            self.add(&needs.runtime, !package.development, &package.at);
        }
    }

    /// dev's image holds both; what dev alone needs is therefore no runtime package, which would reach prod.
    fn add(&mut self, names: &[String], runtime: bool, at: &str) {
        let stage = if runtime {
            &mut self.runtime
        } else {
            &mut self.build
        };
        for name in names {
            stage.entry(name.clone()).or_insert_with(|| at.to_owned());
        }
    }

    /// What comes without a Python package: what Django's own parts load.
    fn parts(&mut self, project: &Project) {
        let uses = project
            .uses
            .iter()
            .map(|name| (format!("use:{name}"), format!("uses.{name}")));
        let databases = project.databases.iter().filter_map(|(alias, database)| {
            let engine = database.engine.as_deref()?;
            Some((
                format!("engine:{engine}"),
                format!("databases.{alias}.engine"),
            ))
        });
        for (part, fact) in uses.chain(databases) {
            if let (Some(needs), Some(place)) = (NEEDS.get(&part), project.evidence.get(&fact)) {
                self.add(&needs.runtime, true, place);
            }
        }
    }

    /// Translations that are compiled already need their compiler on dev alone.
    fn gettext(&mut self, locales: &Locales) {
        if let Some(place) = &locales.source {
            self.add(&["gettext".to_owned()], !locales.compiled, place);
        }
    }
}
