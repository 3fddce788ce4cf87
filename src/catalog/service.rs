//! `services/<name>/service.toml`: what a service is.

use serde::{Deserialize, Serialize};

use super::adopted::Adopted;
use super::manifest::{PackFile, Variable};
use crate::inspect::Apt;
use crate::patch::Package;

/// The capability of which a stack has exactly one.
pub const DATABASE: &str = "database";

/// A service folder's manifest.
#[derive(Clone, Debug, Deserialize)]
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
    /// The short names of the database engines that it serves.
    #[serde(default)]
    pub engines: Vec<String>,
    /// Named volumes of its containers, by environment-independent name.
    #[serde(default)]
    pub volumes: Vec<String>,
    /// Versions by Django version, newest Django first.
    #[serde(rename = "release")]
    pub releases: Vec<Release>,
    /// Volumes that it needs in prod's own containers.
    #[serde(default, rename = "mount")]
    pub mounts: Vec<Mount>,
    /// Files that it brings along; `template` is a path from its folder.
    #[serde(default, rename = "file")]
    pub files: Vec<PackFile>,
    /// Its environment variables.
    #[serde(default, rename = "variable")]
    pub variables: Vec<Variable>,
    /// What the project's own variables get where the service serves what they name.
    #[serde(default)]
    pub adopted: Vec<Adopted>,
    /// The setting after whose assignment its settings fragment stands; the end where absent.
    pub settings_after: Option<String>,
}

/// A named volume in a container.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mount {
    /// The volume.
    pub volume: String,
    /// The folder in the container.
    pub path: String,
}

/// The versions that go with a Django release and the later ones.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Release {
    /// The first Django release that this row is for.
    pub django: String,
    /// The image, with its tag; none where the service has no container.
    pub image: Option<String>,
    /// Python packages.
    #[serde(default)]
    pub packages: Vec<Package>,
    /// Debian packages.
    #[serde(default)]
    pub apt: Apt,
}

/// A service of the catalogue.
#[derive(Clone, Debug)]
pub struct Service {
    /// The folder's name.
    pub name: String,
    /// Its manifest.
    pub manifest: ServiceManifest,
}

impl Service {
    /// Whether it provides a capability.
    #[must_use]
    pub fn provides(&self, capability: &str) -> bool {
        self.manifest.provides.iter().any(|name| name == capability)
    }

    /// The path in the pack of one of its files.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        format!("services/{}/{name}", self.name)
    }
}
