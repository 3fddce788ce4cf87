//! What answers and facts choose from the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::Answers;
use crate::catalog::{Catalog, DATABASE, Release, Server, Service, Variable};
use crate::environment::Environment;
use crate::inspect::Project;
use crate::patch::Package;
use crate::version;

use super::{StackApt, StackError, file_path};

/// The database first, then the others in the catalogue's order.
pub(super) fn services<'catalog>(
    answers: &Answers,
    catalog: &'catalog Catalog,
) -> Result<Vec<&'catalog Service>, StackError> {
    let find = |name: &String| {
        catalog
            .service(name)
            .ok_or_else(|| StackError::NoService(name.clone()))
    };
    let mut services = vec![find(&answers.db)?];
    for service in &catalog.services {
        if answers.with.contains(&service.name) && service.name != answers.db {
            services.push(service);
        }
    }
    let providers: Vec<String> = services
        .iter()
        .filter(|service| service.provides(DATABASE))
        .map(|service| service.name.clone())
        .collect();
    if providers.len() > 1 {
        let capability = DATABASE.to_owned();
        return Err(StackError::SeveralProvide {
            capability,
            services: providers,
        });
    }
    Ok(services)
}

pub(super) fn release<'catalog>(
    service: &'catalog Service,
    project: &Project,
) -> Result<&'catalog Release, StackError> {
    let releases = &service.manifest.releases;
    let release = match project.django_version() {
        Some(django) => releases
            .iter()
            .find(|release| version::compare(&release.django, django).is_le())
            .or_else(|| releases.last()),
        None => releases.first(),
    };
    release.ok_or_else(|| StackError::NoService(service.name.clone()))
}

pub(super) fn images(catalog: &Catalog, python: &str) -> BTreeMap<String, String> {
    let images = catalog.manifest.images.iter();
    images
        .map(|(name, image)| (name.clone(), image.replace("{version}", python)))
        .collect()
}

pub(super) fn variables(services: &[&Service], catalog: &Catalog) -> Vec<Variable> {
    let own = catalog.manifest.variables.iter().cloned();
    own.chain(all(services, |service| &service.manifest.variables))
        .collect()
}

pub(super) fn all<T: Clone>(services: &[&Service], part: fn(&Service) -> &Vec<T>) -> Vec<T> {
    services
        .iter()
        .flat_map(|service| part(service))
        .cloned()
        .collect()
}

/// A service with a container is reached over a network of its own, without a way out.
pub(super) fn networks(releases: &[&Release]) -> Vec<&'static str> {
    let container = releases.iter().any(|release| release.image.is_some());
    if container {
        vec!["front", "back"]
    } else {
        vec!["front"]
    }
}

pub(super) fn make(answers: &Answers, catalog: &Catalog, environment: Environment) -> String {
    match files(answers, catalog, environment).get("Makefile") {
        Some(path) if path != "Makefile" => format!("make -f {path}"),
        _ => "make".to_owned(),
    }
}

pub(super) fn packages(project: &Project, releases: &[&Release], server: &Server) -> Vec<Package> {
    let services = releases.iter().flat_map(|release| &release.packages);
    let mut packages: Vec<Package> = server.packages.iter().chain(services).cloned().collect();
    if project.dependencies.files.is_empty() {
        let requirement = match project.django_version() {
            Some(version) if version::numbers(version).len() > 2 => format!("Django~={version}"),
            Some(version) => format!("Django~={version}.0"),
            None => "Django".to_owned(),
        };
        let name = "Django".to_owned();
        packages.insert(
            0,
            Package {
                name,
                requirement,
                provided_by: Vec::new(),
            },
        );
    }
    packages
}

pub(super) fn apt(project: &Project, releases: &[&Release], catalog: &Catalog) -> StackApt {
    let parts = || {
        let services = releases.iter().map(|release| &release.apt);
        services.chain([&catalog.manifest.apt, &project.apt])
    };
    let sorted = |names: BTreeSet<&String>| names.into_iter().cloned().collect();
    let build: BTreeSet<_> = parts().flat_map(|apt| &apt.build).collect();
    let runtime: BTreeSet<_> = parts().flat_map(|apt| &apt.runtime).collect();
    StackApt {
        all: sorted(&build | &runtime),
        build: sorted(build),
        runtime: sorted(runtime),
    }
}

pub(super) fn files(
    answers: &Answers,
    catalog: &Catalog,
    environment: Environment,
) -> BTreeMap<String, String> {
    let services: Vec<&str> = answers
        .with
        .iter()
        .chain([&answers.db])
        .map(String::as_str)
        .collect();
    let files = catalog.files(&services);
    files
        .filter(|file| file.environments.contains(&environment))
        .map(|file| {
            (
                file.path.clone(),
                file_path(file, answers.layout).to_owned(),
            )
        })
        .collect()
}
