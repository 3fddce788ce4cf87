//! `tools/<name>/tool.toml`: how a project's own dependencies get into the image.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::manifest::PackFile;
use crate::inspect::{Dependencies, Tool as DependencyTool};
use crate::version;

/// The part of the Dockerfile that installs, in a tool's folder.
const INSTALL: &str = "install.tera";

/// A tool folder's manifest.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ToolManifest {
    /// The manifest format, [`super::SCHEMA`].
    pub schema: u32,
    /// The project's tools that it is for.
    pub tools: Vec<DependencyTool>,
    /// Whether it is for files that a line cannot be added to.
    #[serde(default)]
    pub frozen: bool,
    /// Where the stack's own Python packages are named.
    pub adds: Adds,
    /// What is installed to install the project's dependencies, by Python version, the newest first.
    #[serde(default, rename = "release")]
    pub releases: Vec<ToolRelease>,
    /// Files that it brings along; `template` is a path from its folder.
    #[serde(default, rename = "file")]
    pub files: Vec<PackFile>,
    /// Lines that patched line files gain: path → lines.
    #[serde(default)]
    pub lines: BTreeMap<String, Vec<String>>,
}

/// Where the stack's own Python packages are named.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Adds {
    /// In the project's own requirements file, as a patch.
    Project,
    /// In a file of the stack's own, beside those that the project names already.
    Stack,
}

/// The tool's version for a Python version and the later ones.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ToolRelease {
    /// The first Python version that this row is for.
    pub python: String,
    /// As pip takes them, the tool first: `uv~=0.13.8`.
    pub requirements: Vec<String>,
}

/// A way to install a project's dependencies.
#[derive(Clone, Debug)]
pub struct Tool {
    /// The tool's name, which is that of its folder in the pack.
    pub name: String,
    /// What its `tool.toml` says.
    pub manifest: ToolManifest,
}

impl Tool {
    /// Whether it installs such dependencies.
    #[must_use]
    pub fn serves(&self, dependencies: &Dependencies) -> bool {
        self.manifest.tools.contains(&dependencies.tool)
            && self.manifest.frozen == dependencies.frozen.is_some()
    }

    /// The release for a Python version, or the oldest; `None` where pip alone is needed.
    #[must_use]
    pub fn release(&self, python: &str) -> Option<&ToolRelease> {
        let releases = &self.manifest.releases;
        let fits = |release: &&ToolRelease| version::compare(&release.python, python).is_le();
        releases.iter().find(fits).or_else(|| releases.last())
    }

    /// The path in the pack of the part of the Dockerfile that installs.
    #[must_use]
    pub fn install(&self) -> String {
        format!("tools/{}/{INSTALL}", self.name)
    }
}
