//! A template pack → Catalog: manifests and templates, read and checked. Ours and the user's alike.

mod adopted;
mod digest;
mod error;
mod form;
mod formats;
mod like;
mod load;
mod manifest;
mod offer;
mod pack;
mod question;
mod rendered_line;
mod service;
mod signature;
mod tool;
mod uses;

pub use crate::text::escape::EscapeError;
pub use adopted::Adopted;
pub(crate) use digest::hexadecimal;
pub use error::CatalogError;
pub use form::Form;
pub use formats::FormatError;
pub use manifest::{
    Base, HostFact, MissingKey, PackFile, PackManifest, PythonRow, SCHEMA, Scope, Server, Variable,
};
pub use offer::{Offer, OfferQuestion, OfferedText};
pub use pack::{Pack, PackError};
pub use question::ServiceQuestion;
pub(crate) use service::fragment_of;
pub use service::{
    Addresses, DATABASE, DataFolder, Mount, Older, Optional, ROWS, Release, RequiredAnswer,
    Requirement, Service, ServiceManifest, TLS, UPLOADS,
};
pub use signature::{Lookup, Signature, Signatures};
pub use tool::{Adds, Tool, ToolManifest, ToolRelease};
pub use uses::uses;

use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, Tera};

use crate::inspect::Uses;
use crate::patch::SettingsPatch;
use load::{check_schema, compose_templates, expand_folders, parse, services, templates, tools};
use uses::uses_of;

/// The statement that gives an entry of a setting its address.
pub const ADDRESS: &str = "address.py.tera";

/// What the name of a file that is rendered ends in; others are taken as they are.
const TEMPLATE_SUFFIX: &str = ".tera";

/// Everything that a pack offers.
pub struct Catalog {
    /// What the pack's `pack.toml` says.
    pub manifest: PackManifest,
    /// `settings.toml`: what every project's settings read.
    pub settings: SettingsPatch,
    /// The services, in the order of lists.
    pub services: Vec<Service>,
    /// What a project may use beside Django, and how it shows.
    pub uses: Uses,
    /// The ways to install dependencies.
    pub tools: Vec<Tool>,
    /// The pack's digest, see [`Pack::digest`].
    pub digest: String,
    /// The texts of the files that are not rendered.
    pub verbatim: BTreeMap<String, String>,
    /// The templates, under their path in the pack.
    pub templates: Tera,
    /// The texts of the templates of which compose files are made, by their paths.
    compose_templates: BTreeMap<String, String>,
    /// Whether it is the built-in pack, see [`Pack::built_in`].
    pub built_in: bool,
}

impl Catalog {
    /// The catalogue of the built-in pack.
    pub fn embedded() -> Result<Self, CatalogError> {
        Self::load(&Pack::embedded())
    }

    /// Reads and checks a pack.
    pub fn load(pack: &Pack) -> Result<Self, CatalogError> {
        let mut manifest: PackManifest = parse(pack, "pack.toml")?;
        check_schema("pack.toml", manifest.schema)?;
        manifest.files = expand_folders(manifest.files, pack);
        let settings = parse(pack, "settings.toml")?;
        let (rendered, verbatim): (Vec<_>, Vec<_>) = pack
            .files
            .iter()
            .partition(|(path, _)| path.strip_suffix(TEMPLATE_SUFFIX).is_some());
        let mut services = services(pack)?;
        let uses = uses_of(&mut services)?;
        let tools = tools(pack)?;
        let templates = templates(rendered)?;
        let catalog = Self {
            manifest,
            settings,
            services,
            uses,
            tools,
            digest: pack.digest(),
            verbatim: verbatim
                .into_iter()
                .map(|(path, text)| (path.clone(), text.clone().into_owned()))
                .collect(),
            templates,
            compose_templates: compose_templates(pack),
            built_in: pack.built_in,
        };
        catalog.check_files()?;
        Ok(catalog)
    }

    /// The service of this name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.name == name)
    }

    /// The services that provide a capability.
    pub fn providers<'catalog>(
        &'catalog self,
        capability: &'catalog str,
    ) -> impl Iterator<Item = &'catalog Service> {
        self.services
            .iter()
            .filter(move |service| service.provides(capability))
    }

    /// The tool of this name.
    #[must_use]
    pub fn tool(&self, name: &str) -> Option<&Tool> {
        self.tools.iter().find(|tool| tool.name == name)
    }

    /// The files of every project, and those of some services and of a tool.
    pub fn files<'catalog>(
        &'catalog self,
        services: &'catalog [&'catalog str],
        tool: &'catalog Tool,
    ) -> impl Iterator<Item = &'catalog PackFile> {
        let theirs = self
            .services
            .iter()
            .filter(move |service| services.contains(&service.name.as_str()))
            .flat_map(|service| &service.manifest.files);
        let files = self.manifest.files.iter().chain(theirs);
        files.chain(&tool.manifest.files)
    }

    /// Every file that some stack has.
    pub fn every_file(&self) -> impl Iterator<Item = &PackFile> {
        let services = self.services.iter();
        let theirs = services.flat_map(|service| &service.manifest.files);
        let tools = self.tools.iter().flat_map(|tool| &tool.manifest.files);
        self.manifest.files.iter().chain(theirs).chain(tools)
    }

    /// The Python packages that some stack adds, and those that serve as well, by their PEP 503 names.
    #[must_use]
    pub fn package_names(&self) -> BTreeSet<String> {
        let services = self.services.iter();
        let releases = services.flat_map(|service| &service.manifest.releases);
        let theirs = releases.flat_map(|release| &release.packages);
        let servers = self.manifest.servers.iter();
        let packages = servers.flat_map(|server| &server.packages).chain(theirs);
        packages
            .flat_map(|package| package.provided_by.iter().chain([&package.name]))
            .map(|name| name.to_lowercase().replace(['_', '.'], "-"))
            .collect()
    }

    /// Names of variables that the pack's own files set, and of the secrets of all its services.
    #[must_use]
    pub fn reserved_names(&self) -> BTreeSet<String> {
        let services = self.services.iter();
        let theirs = services.flat_map(|service| &service.manifest.variables);
        let secrets = theirs.filter(|it| it.scope == Scope::Env && it.secret.is_some());
        let variables = self.manifest.variables.iter().chain(secrets);
        let settings = self.settings.settings.iter();
        variables
            .map(|variable| &variable.name)
            .chain(settings.map(|setting| &setting.variable))
            .chain(&self.manifest.reserved)
            .cloned()
            .collect()
    }

    /// The names under which a tool would read a file of the user's instead of the stack's, or beside it.
    #[must_use]
    pub fn shadows(&self) -> BTreeSet<String> {
        self.every_file()
            .flat_map(|file| file.shadowed_by.clone())
            .collect()
    }

    /// The parts that a service puts into the pack's own files: slot → template, by the slot's name.
    pub fn slots<'catalog>(
        &'catalog self,
        service: &Service,
    ) -> impl Iterator<Item = (&'catalog str, &'catalog str)> {
        let folder = service.file("slots/");
        let names = self.templates.get_template_names();
        names.filter_map(move |path| {
            let slot = path.strip_prefix(&folder)?.strip_suffix(TEMPLATE_SUFFIX)?;
            Some((slot, path))
        })
    }

    /// Whether the pack has this template.
    #[must_use]
    pub fn has_template(&self, path: &str) -> bool {
        self.templates.contains_template(path)
    }

    /// The line (from 1) of a template of compose files that a line of its rendered text comes from; `None` where that
    /// cannot be told.
    #[must_use]
    pub fn line_of(
        &self,
        template: &str,
        context: &Context,
        rendered: &str,
        line: usize,
    ) -> Option<usize> {
        let marked = rendered_line::marked(self.compose_templates.get(template)?);
        let marked = self.templates.render_str(&marked, context, false).ok()?;
        rendered_line::line_of(rendered, line, &marked)
    }

    fn check_files(&self) -> Result<(), CatalogError> {
        if !self.has_template(ADDRESS) {
            let path = ADDRESS.to_owned();
            return Err(CatalogError::Missing { path });
        }
        for tool in &self.tools {
            let path = tool.install();
            if !self.has_template(&path) {
                return Err(CatalogError::Missing { path });
            }
        }
        for file in self.every_file() {
            if !self.has_template(&file.template) && !self.verbatim.contains_key(&file.template) {
                let path = file.template.clone();
                return Err(CatalogError::Missing { path });
            }
        }
        Ok(())
    }
}
