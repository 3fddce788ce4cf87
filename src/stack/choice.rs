//! What answers and facts choose from the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::Answers;
use crate::catalog::{Base, Catalog, DATABASE, Release, RequiredAnswer, Server, Service, Tool};
use crate::environment::Environment;
use crate::inspect::Project;
use crate::patch::Package;
use crate::version;

use super::{StackApt, StackError, StackService, file_path};

/// The networks of a stack: the one with a way out, and the one without.
const FRONT: &str = "front";
const BACK: &str = "back";

/// The database first, then the others in the catalogue's order.
pub(super) fn services<'catalog>(
    answers: &Answers,
    catalog: &'catalog Catalog,
) -> Result<Vec<&'catalog Service>, StackError> {
    if catalog.service(&answers.db).is_none() {
        return Err(StackError::NoService(answers.db.clone()));
    }
    let services: Vec<&Service> = answers.services(catalog).collect();
    check_providers(&services, catalog)?;
    Ok(services)
}

/// What a stack has once is provided once, and what a service needs is there.
fn check_providers(services: &[&Service], catalog: &Catalog) -> Result<(), StackError> {
    let once = catalog.manifest.once.iter().map(String::as_str);
    for capability in once.chain([DATABASE]) {
        let providers = services.iter().filter(|it| it.provides(capability));
        let providers: Vec<String> = providers.map(|service| service.name.clone()).collect();
        if providers.len() > 1 {
            let capability = capability.to_owned();
            return Err(StackError::SeveralProvide {
                capability,
                services: providers,
            });
        }
    }
    for service in services {
        for need in &service.manifest.needs {
            if !services.iter().any(|other| other.provides(need)) {
                let providers = catalog.providers(need);
                return Err(StackError::Unmet {
                    service: service.name.clone(),
                    capability: need.clone(),
                    providers: providers.map(|other| other.name.clone()).collect(),
                });
            }
        }
    }
    Ok(())
}

/// The facts and the choices that services build on are there.
pub(super) fn check_requirements(
    services: &[&Service],
    project: &Project,
    answers: &Answers,
) -> Result<(), StackError> {
    for service in services {
        let fact = service.lacks(project).map(|it| &it.otherwise);
        let choice = misses(service, answers).map(|it| &it.otherwise);
        if let Some(otherwise) = fact.or(choice) {
            return Err(StackError::Lacks {
                service: service.name.clone(),
                otherwise: otherwise.clone(),
            });
        }
    }
    Ok(())
}

/// The first choice without which a service makes no sense, and that was not made.
fn misses<'catalog>(
    service: &'catalog Service,
    answers: &Answers,
) -> Option<&'catalog RequiredAnswer> {
    let required = &service.manifest.requires_answers;
    if required.is_empty() {
        return None;
    }
    let choices = serde_json::to_value(answers).unwrap_or_default();
    required.iter().find(|required| {
        let choice = &choices[&required.answer];
        choice.is_null() || choice.as_array().is_some_and(Vec::is_empty) || choice == ""
    })
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

/// The image of a Python version, its version filled in; an older one than any row names has none.
pub(super) fn base(catalog: &Catalog, python: &str) -> Result<Base, StackError> {
    let bases = &catalog.manifest.bases;
    let fits = |base: &&Base| version::compare(&base.python, python).is_le();
    let base = bases.iter().find(fits);
    let base = base.ok_or_else(|| StackError::NoPython(python.to_owned()))?;
    Ok(Base {
        image: base.image.replace("{version}", python),
        ..base.clone()
    })
}

/// What runs Django on prod.
pub(super) fn server<'catalog>(
    answers: &Answers,
    catalog: &'catalog Catalog,
) -> Result<&'catalog Server, StackError> {
    let mut servers = catalog.manifest.servers.iter();
    servers
        .find(|server| server.name == answers.server)
        .ok_or_else(|| StackError::NoServer(answers.server.clone()))
}

/// How the project's dependencies are installed.
pub(super) fn tool<'catalog>(
    project: &Project,
    catalog: &'catalog Catalog,
) -> Result<&'catalog Tool, StackError> {
    let dependencies = &project.dependencies;
    let mut tools = catalog.tools.iter();
    let tool = tools.find(|tool| tool.serves(dependencies));
    tool.ok_or_else(|| StackError::NoTool {
        tool: dependencies.tool,
        file: dependencies.files.first().cloned().unwrap_or_default(),
    })
}

pub(super) fn all<T: Clone>(services: &[&Service], part: fn(&Service) -> &Vec<T>) -> Vec<T> {
    services
        .iter()
        .flat_map(|service| part(service))
        .cloned()
        .collect()
}

/// A service with a container is reached over a network of its own, without a way out, unless it stands in the other.
pub(super) fn networks(services: &[StackService], here: &[&Service]) -> Vec<&'static str> {
    let apart = services.iter().any(|service| {
        let here = here.iter().any(|other| other.name == service.name);
        let apart = service.networks.iter().any(|network| network == BACK);
        here && apart && !service.image.is_empty()
    });
    if apart {
        vec![FRONT, BACK]
    } else {
        vec![FRONT]
    }
}

/// What runs an environment's Makefile.
pub(super) fn make(files: &BTreeMap<String, String>) -> String {
    match files.get("Makefile") {
        Some(path) if path != "Makefile" => format!("make -f {path}"),
        _ => "make".to_owned(),
    }
}

/// What the stack adds to the project's own Python packages.
pub(super) fn packages(
    project: &Project,
    answers: &Answers,
    catalog: &Catalog,
    services: &[&Service],
    releases: &[&Release],
    server: &Server,
) -> Vec<Package> {
    let needed = |package: &&Package| {
        let beside = package.beside.as_ref();
        beside.is_none_or(|capability| services.iter().any(|it| it.provides(capability)))
    };
    let theirs = releases.iter().flat_map(|release| &release.packages);
    let theirs = theirs.filter(needed);
    let of_all = catalog.manifest.packages.iter();
    let of_all = of_all.filter(|package| is_needed(package, project));
    let mut packages = derived(project);
    for package in of_all.chain(&server.packages).chain(theirs) {
        let runs = package.python.as_ref();
        let runs = runs.is_none_or(|first| version::compare(first, &answers.python).is_le());
        // Of several entries of one package, a later one is for an older Python.
        if runs && packages.iter().all(|other| other.name != package.name) {
            packages.push(package.clone());
        }
    }
    packages.retain(|package| !is_declared(package, project));
    packages
}

/// Whether one of the packages that need it is pinned to a release that does.
fn is_needed(package: &Package, project: &Project) -> bool {
    let pins = &project.dependencies.packages;
    let mut needed_by = package.needed_by.iter();
    needed_by.any(|(name, until)| {
        let pin = pins.get(name).filter(|pin| !pin.is_empty());
        pin.is_some_and(|pin| version::compare(pin, until).is_lt())
    })
}

/// What a project without a dependency file needs by its own code.
fn derived(project: &Project) -> Vec<Package> {
    let package = |requirement: &String| Package {
        name: requirement_name(requirement).to_owned(),
        requirement: requirement.clone(),
        provided_by: Vec::new(),
        beside: None,
        python: None,
        needed_by: BTreeMap::new(),
    };
    let mut packages: Vec<Package> = project.dependencies.missing.iter().map(package).collect();
    let django = |package: &Package| package.name.eq_ignore_ascii_case("django");
    if project.dependencies.files.is_empty() && !packages.iter().any(django) {
        let requirement = match project.django_version() {
            Some(version) if version::numbers(version).len() > 2 => format!("Django~={version}"),
            Some(version) => format!("Django~={version}.0"),
            None => "Django".to_owned(),
        };
        packages.insert(0, package(&requirement));
    }
    packages
}

/// The package's name at the start of a requirement.
fn requirement_name(requirement: &str) -> &str {
    let end = requirement.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c));
    &requirement[..end.unwrap_or(requirement.len())]
}

fn is_declared(package: &Package, project: &Project) -> bool {
    let mut names = package.provided_by.iter().chain([&package.name]);
    names.any(|name| {
        let name = name.to_lowercase().replace(['_', '.'], "-");
        project.dependencies.packages.contains_key(&name)
    })
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
    tool: &Tool,
    environment: Environment,
) -> BTreeMap<String, String> {
    let services = answers.services(catalog).map(|service| &service.name);
    let services: Vec<&str> = services
        .chain(&answers.previous_db)
        .map(String::as_str)
        .collect();
    let files = catalog.files(&services, tool);
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
