//! `WSGI_APPLICATION` and `ASGI_APPLICATION`, and which of them is to serve the project; the table is `servers.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::dependencies::Declared;
use super::deployment::{self, Served};
use super::entry::module_file;
use super::error::InspectError;
use super::evaluations::Evaluations;
use super::facts::{setting, text};
use super::project::{Interface, Project};
use crate::embedded;
use crate::environment::Environment;
use crate::python::{Sources, imports};
use crate::tree::TreeError;

/// What speaks for ASGI or WSGI.
#[derive(Deserialize)]
struct Table {
    packages: Packages,
    needed: Needed,
    loads: Loads,
}

/// Application servers, by what they serve.
#[derive(Deserialize)]
struct Packages {
    asgi: Vec<String>,
    wsgi: Vec<String>,
}

/// Uses that WSGI does not serve whole.
#[derive(Deserialize)]
struct Needed {
    by: Vec<String>,
}

/// How a module shows that it loads Django.
#[derive(Deserialize)]
struct Loads {
    imports: Vec<String>,
    binds: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| embedded::table!("src/inspect/servers.toml"));

/// Where the project stands, and what is known of it.
pub(super) struct Servers<'run> {
    pub(super) sources: &'run Sources<'run>,
    pub(super) folder: &'run str,
    pub(super) evaluations: &'run Evaluations,
    pub(super) declared: &'run Declared,
    /// The servers' modules, `mysite.wsgi`.
    pub(super) modules: &'run [String],
}

impl Servers<'_> {
    /// Fills in the applications whose module exists: the setting's, else the one that `startproject` makes; and which
    /// of them is to serve the project.
    pub(super) fn fill(&self, project: &mut Project) -> Result<(), InspectError> {
        let wsgi = self.set("WSGI_APPLICATION")?;
        let wsgi = match wsgi {
            Some(found) => Some(found),
            None => self.usual("wsgi", project)?,
        };
        let said = self.set("ASGI_APPLICATION")?;
        let own = self.usual("asgi", project)?;
        // Channels' own function finds what the setting names, once Django is loaded.
        let finds = |(application, _): &(String, String)| self.binds(module(application));
        let asgi = match (&said, own) {
            (Some(said), Some(own)) if !self.loads(module(&said.0))? && finds(&own) => Some(own),
            (Some(said), _) => Some(said.clone()),
            (None, own) => own,
        };
        if let Some((application, place)) = wsgi {
            let fact = "wsgi_application".to_owned();
            project.evidence.insert(fact, place);
            project.wsgi_application = Some(application);
        }
        let Some((application, place)) = asgi else {
            return Ok(());
        };
        let fact = "asgi_application".to_owned();
        project.evidence.insert(fact, place);
        let said = said.map(|(_, place)| place);
        let loads = self.loads(module(&application))?;
        project.asgi_application = Some(application);
        if let Some((interface, place)) = self.interface(said.as_ref(), loads, project)? {
            project.evidence.insert("interface".to_owned(), place);
            project.interface = Some(interface);
        }
        Ok(())
    }

    /// What a setting names, and where, if its module exists.
    fn set(&self, name: &str) -> Result<Option<(String, String)>, TreeError> {
        let prod = self.evaluations.of(Environment::Prod);
        for evaluation in [self.evaluations.main(), prod] {
            if let Some(term) = setting(evaluation, name)
                && let Some(application) = text(&term)
                && let Some((module, _)) = application.rsplit_once('.')
                && module_file(self.sources, self.folder, module)?.is_some()
            {
                return Ok(Some((application, term.at.to_string())));
            }
        }
        Ok(None)
    }

    /// The application that `startproject` makes, and where.
    fn usual(
        &self,
        interface: &str,
        project: &Project,
    ) -> Result<Option<(String, String)>, TreeError> {
        let Some(module) = only(self.modules, interface, project) else {
            return Ok(None);
        };
        let file = module_file(self.sources, self.folder, module)?;
        Ok(file.map(|file| (format!("{module}.application"), format!("{file}:1"))))
    }

    /// Whether a module has Django loaded by Channels, which then finds the application that the settings name.
    fn binds(&self, module: &str) -> bool {
        let evaluation = self.sources.evaluate(self.folder, module, None);
        evaluation.is_ok_and(|found| TABLE.loads.binds.iter().any(|made| found.binds(made)))
    }

    /// Whether a module loads Django, so that a server may import it first of all, and serves plain requests too.
    fn loads(&self, module: &str) -> Result<bool, TreeError> {
        let Some(file) = module_file(self.sources, self.folder, module)? else {
            return Ok(false);
        };
        let Some(Ok(parsed)) = self.sources.file(&file)? else {
            return Ok(false);
        };
        let found = imports(&parsed);
        let imports = found
            .iter()
            .any(|(name, _)| TABLE.loads.imports.contains(name));
        Ok(imports || self.binds(module))
    }

    /// Which interface is to serve a project that has an ASGI application, and what says so. `said` is where the
    /// settings name it, since every project has an `asgi.py`; `loads` is whether a server can start with it.
    fn interface(
        &self,
        said: Option<&String>,
        loads: bool,
        project: &Project,
    ) -> Result<Option<(Interface, String)>, TreeError> {
        let mut needed = TABLE.needed.by.iter();
        let needed = needed.find_map(|name| project.evidence.get(&format!("uses.{name}")));
        let server = self.server(&TABLE.packages.asgi);
        let places = [said, needed, server.as_ref()];
        if places.iter().all(Option::is_none) {
            return Ok(None);
        }
        let deployed = deployment::served(self.sources.tree(), self.folder)?;
        let by_files = deployed.as_ref().map(|(served, _)| *served);
        let is_other = by_files == Some(Served::Wsgi);
        let is_asgi = match (said, by_files) {
            (Some(_), Some(Served::Wsgi)) => needed.is_some(),
            (Some(_), _) | (None, Some(Served::Asgi)) => needed.or(server.as_ref()).is_some(),
            (None, _) => false,
        };
        let interface = match (is_asgi, loads) {
            (true, true) => Interface::Asgi,
            // Without anything that WSGI could not serve, and with files that say WSGI, there is no doubt.
            (false, _) if needed.is_none() && (is_other || self.is_wsgi(said)) => {
                return Ok(None);
            }
            (_, false) => Interface::Unready,
            (false, true) => Interface::Either,
        };
        let deployed = deployed.filter(|(served, _)| *served == Served::Asgi);
        let deployed = deployed.map(|(_, by)| by);
        let mut places: Vec<&str> = places
            .into_iter()
            .chain([deployed.as_ref()])
            .flatten()
            .map(String::as_str)
            .collect();
        places.dedup();
        Ok(Some((interface, places.join(", "))))
    }

    /// Whether a server of WSGI is declared and the settings name no ASGI application.
    fn is_wsgi(&self, said: Option<&String>) -> bool {
        said.is_none() && self.server(&TABLE.packages.wsgi).is_some()
    }

    /// Where one of these packages is declared that prod installs.
    fn server(&self, packages: &[String]) -> Option<String> {
        let mut packages = packages.iter();
        packages.find_map(|name| {
            let package = self.declared.package(name)?;
            (!package.development).then(|| package.at.clone())
        })
    }
}

/// The module of an application.
fn module(application: &str) -> &str {
    application
        .rsplit_once('.')
        .map_or("", |(module, _)| module)
}

/// The module of an interface: beside the settings, else the only one.
fn only<'a>(modules: &'a [String], interface: &str, project: &Project) -> Option<&'a String> {
    let of_interface = |module: &&String| module.rsplit('.').next() == Some(interface);
    let package = |module: &str| module.split('.').next().map(str::to_owned);
    let own = package(&project.settings.module);
    let mut found = modules.iter().filter(of_interface);
    let beside = found.clone().find(|module| package(module) == own);
    let first = found.next()?;
    beside.or_else(|| found.next().is_none().then_some(first))
}
