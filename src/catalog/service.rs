//! `services/<name>/service.toml`: what a service is.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::adopted::Adopted;
use super::manifest::{PackFile, Scope, Variable, every_environment};
use super::offer::Offer;
use super::question::ServiceQuestion;
use crate::environment::Environment;
use crate::inspect::{AddressParts, Apt, Project, Signs};
use crate::patch::{Package, SettingsPatch};
use crate::version;

/// The capability of which a stack has exactly one.
pub const DATABASE: &str = "database";

/// The capability of ending TLS: prod answers to https by itself.
pub const TLS: &str = "tls";

/// The capability of carrying rows and uploads over from another database.
pub const ROWS: &str = "rows";

/// The capability of keeping uploads: settings about them are wanted, whatever the project's own code does today.
pub const UPLOADS: &str = "uploads";

/// A service folder's manifest. It may be `like` another service's: what it does not say is as there, and of the rules
/// and variables its own come first.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceManifest {
    /// The manifest format, [`super::SCHEMA`].
    pub schema: u32,
    /// As people write it: `MariaDB`.
    pub title: String,
    /// What it is, in one line.
    pub summary: String,
    /// Its place in lists: the lowest first, then by name.
    #[serde(default)]
    pub order: u32,
    /// The capabilities that it provides.
    #[serde(default)]
    pub provides: Vec<String>,
    /// The capabilities that another service of the stack must provide.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The names in the facts' `uses` for which it is proposed, and the place of whose servers it takes: its own name
    /// where it says none and has signs.
    #[serde(default)]
    pub uses: Vec<String>,
    /// How it shows in a project that this service is used. The use has the service's name.
    pub signs: Option<Signs>,
    /// Facts without which it makes no sense.
    #[serde(default)]
    pub requires: Vec<Requirement>,
    /// What a project gets that lacks one of them.
    #[serde(default, rename = "offer")]
    pub offers: Vec<Offer>,
    /// Choices without which it makes no sense.
    #[serde(default, rename = "requires-answer")]
    pub requires_answers: Vec<RequiredAnswer>,
    /// What of the project's own it takes the place of.
    pub addresses: Option<Addresses>,
    /// The URL under which the project's containers reach it, by capability.
    #[serde(default)]
    pub urls: BTreeMap<String, String>,
    /// Its containers for whose health the project's own wait.
    #[serde(default)]
    pub ready: Vec<String>,
    /// Its containers that must have done their work before the project's own start.
    #[serde(default)]
    pub done: Vec<String>,
    /// The short names of the database engines that it serves.
    #[serde(default)]
    pub engines: Vec<String>,
    /// Named volumes of its containers, by environment-independent name.
    #[serde(default)]
    pub volumes: Vec<String>,
    /// The environments that have its containers; its settings, packages and keys are the same in both.
    #[serde(default = "every_environment")]
    pub environments: Vec<Environment>,
    /// The networks of its containers: `back` has no way out, and a port that is published there is not reached.
    #[serde(default = "apart")]
    pub networks: Vec<String>,
    /// Commands that other services run, by name: a database's `dump` writes to its output, in a container of its image
    /// that has [`Self::client`]; its `restore` reads that from its input, where the server itself runs. Without an
    /// image, both run in the project's.
    #[serde(default)]
    pub commands: BTreeMap<String, String>,
    /// The variables by which the programs of its image reach it from another container, as compose takes them.
    #[serde(default)]
    pub client: BTreeMap<String, String>,
    /// What there is to choose about it.
    #[serde(default, rename = "question")]
    pub questions: Vec<ServiceQuestion>,
    /// What is said once it is there, a line each; each a template.
    #[serde(default)]
    pub next: Vec<String>,
    /// What is said to who has its data from an older stack.
    #[serde(default)]
    pub older: Vec<Older>,
    /// Versions by Django version, newest Django first.
    #[serde(rename = "release")]
    pub releases: Vec<Release>,
    /// Volumes that it needs in prod's own containers.
    #[serde(default, rename = "mount")]
    pub mounts: Vec<Mount>,
    /// Where its image keeps its data, newest version first.
    #[serde(default)]
    pub data: Vec<DataFolder>,
    /// Files that it brings along; `template` is a path from its folder.
    #[serde(default, rename = "file")]
    pub files: Vec<PackFile>,
    /// The environment variables that it sets.
    #[serde(default, rename = "variable")]
    pub variables: Vec<Variable>,
    /// What `.env` may say about it too, the same on both environments.
    #[serde(default)]
    pub optional: Vec<Optional>,
    /// What the project's own variables get where the service serves what they name.
    #[serde(default)]
    pub adopted: Vec<Adopted>,
    /// What settings read for it, each a file like the pack's `settings.toml`, by its path from the folder.
    #[serde(default)]
    pub settings: Vec<String>,
    /// The setting after whose assignment its settings fragment stands; the end where absent.
    pub settings_after: Option<String>,
    /// Whether the fragment stands only where that setting is bound.
    #[serde(default)]
    pub settings_bound: bool,
}

fn apart() -> Vec<String> {
    vec!["back".to_owned()]
}

/// A fact that a service builds on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requirement {
    /// Its dotted name in `djdock inspect --json`; it must be there, and not be `false`.
    pub fact: String,
    /// What is missing otherwise, and what to do about it.
    pub otherwise: String,
}

/// A choice that a service builds on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequiredAnswer {
    /// Its key in `djdock.toml`; it must not be empty.
    pub answer: String,
    /// What is missing otherwise, and what to do about it.
    pub otherwise: String,
}

/// Variables that nobody needs to set: `.env.sample` shows them, commented out.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Optional {
    /// What they are for.
    pub comment: String,
    /// `NAME=value`, as one would write them.
    pub lines: Vec<String>,
}

/// What there is to do about data that was made before the service's part of the compose file had something.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Older {
    /// The text that the compose file of an older stack lacks.
    pub without: String,
    /// What is said once it is there, a line each; each a template.
    pub next: Vec<String>,
}

/// What an address of such a server outside the stack becomes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Addresses {
    /// The address inside the stack, as a template; `address` has the old one's `scheme`, `port`, `path` and `list`.
    pub value: String,
    /// The host inside the stack, for settings that hold it alone.
    pub host: String,
}

/// A named volume in a container.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mount {
    /// The name of the volume.
    pub volume: String,
    /// The folder in the container.
    pub path: String,
}

/// Where an image keeps its data, from a version of it on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DataFolder {
    /// The first version that this row is for; every version where absent.
    pub from: Option<String>,
    /// The folder that a volume belongs on.
    pub path: String,
    /// Folders with a mount on which it does not start.
    #[serde(default)]
    pub refuses: Vec<String>,
    /// The variable of the image that names another folder.
    pub variable: Option<String>,
}

impl DataFolder {
    /// The row of a version; an unknown one is taken for the newest.
    #[must_use]
    pub fn of<'a>(rows: &'a [Self], version: &str) -> Option<&'a Self> {
        let holds = |row: &&Self| {
            let from = row.from.as_deref().unwrap_or_default();
            version.is_empty() || version::compare(from, version).is_le()
        };
        rows.iter().find(holds)
    }
}

/// The versions that go with a Django release and the later ones.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Release {
    /// The first Django release that this row is for.
    pub django: String,
    /// The image, with its tag, of what the project talks to; none where it talks to no container of the service.
    pub image: Option<String>,
    /// Images of the service's other containers, by name.
    #[serde(default)]
    pub images: BTreeMap<String, String>,
    /// The Python packages that the project's image gets.
    #[serde(default)]
    pub packages: Vec<Package>,
    /// The Debian packages that the project's image gets.
    #[serde(default)]
    pub apt: Apt,
}

/// A service of the catalogue.
#[derive(Clone, Debug)]
pub struct Service {
    /// The service's name, which is that of its folder in the pack.
    pub name: String,
    /// What its `service.toml` says, with what it takes over from the one that it is like.
    pub manifest: ServiceManifest,
    /// What settings read for it, in both environments alike.
    pub settings: SettingsPatch,
    /// The signs of its uses: those of the servers whose place it takes.
    pub(super) served: Signs,
}

impl Service {
    /// Whether it provides a capability.
    #[must_use]
    pub fn provides(&self, capability: &str) -> bool {
        self.manifest.provides.iter().any(|name| name == capability)
    }

    /// The first fact without which it makes no sense, and that a project does not have.
    #[must_use]
    pub fn lacks(&self, project: &Project) -> Option<&Requirement> {
        let mut requires = self.manifest.requires.iter();
        requires.find(|requirement| project.fact(&requirement.fact).is_none())
    }

    /// Its volumes in an environment; what prod's own containers keep is a volume there.
    pub fn volumes_in(&self, environment: Environment) -> impl Iterator<Item = &String> {
        let mounts = self.manifest.mounts.iter();
        let mounts = mounts.filter(move |_| environment == Environment::Prod);
        self.manifest
            .volumes
            .iter()
            .chain(mounts.map(|mount| &mount.volume))
    }

    /// Its secrets in `.env`.
    pub fn secrets(&self) -> impl Iterator<Item = &Variable> {
        let variables = self.manifest.variables.iter();
        variables.filter(|it| it.scope == Scope::Env && it.secret.is_some())
    }

    /// Whether an environment has its containers.
    #[must_use]
    pub fn is_in(&self, environment: Environment) -> bool {
        self.manifest.environments.contains(&environment)
    }

    /// Whether it is for one of these uses.
    #[must_use]
    pub fn serves(&self, uses: &[String]) -> bool {
        self.manifest.uses.iter().any(|own| uses.contains(own))
    }

    /// The ports where servers listen whose place it takes.
    #[must_use]
    pub fn ports(&self) -> &[u16] {
        &self.served.ports
    }

    /// What an address becomes, where it is that of a server whose place the service takes.
    #[must_use]
    pub fn replaced(&self, address: &AddressParts) -> Option<&Addresses> {
        let serves = if address.scheme.is_empty() {
            let mut ports = self.served.ports.iter();
            ports.any(|port| address.port == Some(*port))
        } else {
            self.served.schemes.contains(&address.scheme)
        };
        self.manifest.addresses.as_ref().filter(|_| serves)
    }

    /// Whether others reach it at an address: its servers have schemes, or ports.
    #[must_use]
    pub fn is_server(&self) -> bool {
        !(self.served.schemes.is_empty() && self.served.ports.is_empty())
    }

    /// The path in the pack of one of its files.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        format!("services/{}/{name}", self.name)
    }

    /// The path in the pack of its part of the compose file, which it need not have.
    #[must_use]
    pub fn fragment(&self) -> String {
        fragment_of(&self.name)
    }
}

/// The path in the pack of a service's part of the compose file.
pub(crate) fn fragment_of(service: &str) -> String {
    format!("services/{service}/compose.yml.tera")
}
