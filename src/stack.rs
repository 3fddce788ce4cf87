//! Project and Answers → Stack: what one environment consists of. Pure; it is the templates' context.

mod parts;
mod project;

pub use project::StackProject;

use parts::render_parts;
use project::{stack_project, trusted_origins};

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::answers::{Answers, Layout};
use crate::catalog::{
    Catalog, DATABASE, Mount, PackFile, Release, Scope, Server, Service, Variable,
};
use crate::environment::Environment;
use crate::inspect::Project;
use crate::patch::Package;
use crate::version;

/// One environment's stack.
#[derive(Clone, Debug, Serialize)]
pub struct Stack {
    /// Which environment.
    pub environment: Environment,
    /// Which layout.
    pub layout: Layout,
    /// The compose project's name.
    pub name: String,
    /// What the templates need to know of the project.
    pub project: StackProject,
    /// The Python version.
    pub python: String,
    /// Images that no service owns, by name.
    pub images: BTreeMap<String, String>,
    /// The application server; its command rendered.
    pub server: Server,
    /// The service that provides the database.
    pub database: StackService,
    /// Every service, the database among them.
    pub services: Vec<StackService>,
    /// The environment's variables, values rendered.
    pub variables: Vec<Variable>,
    /// Python packages that the stack adds to the project's.
    pub packages: Vec<Package>,
    /// Debian packages of the services and the project.
    pub apt: StackApt,
    /// Named volumes of the services.
    pub volumes: Vec<String>,
    /// Volumes that prod's own containers mount for a service.
    pub mounts: Vec<Mount>,
    /// The networks of the project's own containers.
    pub networks: Vec<&'static str>,
    /// What runs the environment's Makefile.
    pub make: String,
    /// The port on the host.
    pub port: u16,
    /// prod's host names, beside localhost.
    pub domains: Vec<String>,
    /// What the browser's `Origin` header must be for a form, as `CSRF_TRUSTED_ORIGINS` takes it.
    pub trusted_origins: Vec<String>,
    /// Where each file of the pack stands in this layout and environment, by its usual path.
    pub files: BTreeMap<String, String>,
}

/// Debian packages by image stage, sorted.
#[derive(Clone, Debug, Serialize)]
pub struct StackApt {
    /// Needed to build Python packages.
    pub build: Vec<String>,
    /// Needed to run them.
    pub runtime: Vec<String>,
    /// Both, for an image of one stage.
    pub all: Vec<String>,
}

/// A service of the stack.
#[derive(Clone, Debug, Serialize)]
pub struct StackService {
    /// Its name in the catalogue.
    pub name: String,
    /// As people write it.
    pub title: String,
    /// The image; empty where it has no container.
    pub image: String,
    /// Its named volumes.
    pub volumes: Vec<String>,
    /// Its part of the compose file, rendered; empty where it has no container.
    pub compose: String,
}

/// Why answers make no stack.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// The pack has no such service, or no release of it for this Django.
    #[error("{0}")]
    NoService(String),
    /// Two services provide what a stack has once.
    #[error("{capability}: {services:?}")]
    SeveralProvide {
        /// The capability.
        capability: String,
        /// The services.
        services: Vec<String>,
    },
    /// The pack has no such application server.
    #[error("{0}")]
    NoServer(String),
    /// The server needs an application that the project does not have.
    #[error("{server}")]
    NoApplication {
        /// The server.
        server: String,
        /// `ASGI_APPLICATION` or `WSGI_APPLICATION`.
        setting: &'static str,
    },
    /// A template of the pack fails.
    #[error("{0}")]
    Template(#[from] tera::Error),
}

/// Decides an environment's stack.
pub fn resolve(
    project: &Project,
    answers: &Answers,
    catalog: &Catalog,
    environment: Environment,
) -> Result<Stack, StackError> {
    let services = services(answers, catalog)?;
    let releases = services
        .iter()
        .map(|service| release(service, project))
        .collect::<Result<Vec<_>, _>>()?;
    let mut servers = catalog.manifest.servers.iter();
    let server = servers
        .find(|server| server.name == answers.server)
        .ok_or_else(|| StackError::NoServer(answers.server.clone()))?;
    let stack_services: Vec<StackService> = services
        .iter()
        .zip(&releases)
        .map(|(service, release)| stack_service(service, release))
        .collect();
    let database = stack_services[0].clone();
    let mut stack = Stack {
        environment,
        layout: answers.layout,
        name: answers.name.clone(),
        project: stack_project(project, answers),
        python: answers.python.clone(),
        images: images(catalog, &answers.python),
        server: server.clone(),
        database,
        services: stack_services,
        variables: variables(&services, catalog),
        volumes: all(&services, |service| &service.manifest.volumes),
        mounts: all(&services, |service| &service.manifest.mounts),
        networks: networks(&releases),
        make: make(answers, catalog, environment),
        packages: packages(project, &releases, server),
        apt: apt(project, &releases),
        port: match environment {
            Environment::Dev => answers.dev_port,
            Environment::Prod => answers.prod_port,
        },
        domains: answers.domain.clone(),
        trusted_origins: trusted_origins(project, answers),
        files: files(answers, catalog, environment),
    };
    check_application(&stack)?;
    render_parts(&mut stack, &services, catalog)?;
    Ok(stack)
}

/// The paths of a pack's files in a layout.
#[must_use]
pub fn file_path(file: &PackFile, layout: Layout) -> &str {
    match (layout, &file.single) {
        (Layout::Single, Some(single)) => single,
        _ => &file.path,
    }
}

/// The database first, then the others in the catalogue's order.
fn services<'catalog>(
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

fn release<'catalog>(
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

fn stack_service(service: &Service, release: &Release) -> StackService {
    StackService {
        name: service.name.clone(),
        title: service.manifest.title.clone(),
        image: release.image.clone().unwrap_or_default(),
        volumes: service.manifest.volumes.clone(),
        compose: String::new(),
    }
}

fn images(catalog: &Catalog, python: &str) -> BTreeMap<String, String> {
    let images = catalog.manifest.images.iter();
    images
        .map(|(name, image)| (name.clone(), image.replace("{version}", python)))
        .collect()
}

fn variables(services: &[&Service], catalog: &Catalog) -> Vec<Variable> {
    let own = catalog.manifest.variables.iter().cloned();
    own.chain(all(services, |service| &service.manifest.variables))
        .collect()
}

fn all<T: Clone>(services: &[&Service], part: fn(&Service) -> &Vec<T>) -> Vec<T> {
    services
        .iter()
        .flat_map(|service| part(service))
        .cloned()
        .collect()
}

/// A service with a container is reached over a network of its own, without a way out.
fn networks(releases: &[&Release]) -> Vec<&'static str> {
    let container = releases.iter().any(|release| release.image.is_some());
    if container {
        vec!["front", "back"]
    } else {
        vec!["front"]
    }
}

fn make(answers: &Answers, catalog: &Catalog, environment: Environment) -> String {
    match files(answers, catalog, environment).get("Makefile") {
        Some(path) if path != "Makefile" => format!("make -f {path}"),
        _ => "make".to_owned(),
    }
}

fn packages(project: &Project, releases: &[&Release], server: &Server) -> Vec<Package> {
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

fn apt(project: &Project, releases: &[&Release]) -> StackApt {
    let parts = || {
        releases
            .iter()
            .map(|release| &release.apt)
            .chain([&project.apt])
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

fn files(
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

fn check_application(stack: &Stack) -> Result<(), StackError> {
    let (application, setting) = if stack.server.asgi {
        (&stack.project.asgi, "ASGI_APPLICATION")
    } else {
        (&stack.project.wsgi, "WSGI_APPLICATION")
    };
    if application.is_empty() {
        let server = stack.server.name.clone();
        return Err(StackError::NoApplication { server, setting });
    }
    Ok(())
}

impl Stack {
    /// The variables that a scope keeps.
    pub fn variables_in(&self, scope: Scope) -> impl Iterator<Item = &Variable> {
        self.variables
            .iter()
            .filter(move |variable| variable.scope == scope)
    }
}
