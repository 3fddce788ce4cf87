//! `pack.toml`: what a template pack renders, and the versions that it pins.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::adopted::Adopted;
use crate::environment::Environment;
use crate::files::Mode;
use crate::inspect::Apt;
use crate::patch::Package;

/// The only `schema` that this djdock reads.
pub const SCHEMA: u32 = 1;

/// What every stack of the pack consists of.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackManifest {
    /// The number of the manifest's format, [`SCHEMA`].
    pub schema: u32,
    /// The pack's name, which the lock records.
    pub name: String,
    /// The service that answers an unanswered `--db`.
    pub default_database: String,
    /// The service that answers a need for a capability where nothing speaks for another, by capability.
    #[serde(default)]
    pub default_providers: BTreeMap<String, String>,
    /// Capabilities of which a stack has one provider at most, beside the database.
    #[serde(default)]
    pub once: Vec<String>,
    /// Names of settings packages that many projects share, so that a stack needs more to its name.
    pub common_names: Vec<String>,
    /// Debian packages of every project.
    #[serde(default)]
    pub apt: Apt,
    /// Images that no service owns, by name.
    pub images: BTreeMap<String, String>,
    /// The images that the project's own are made from, by Python version, the newest first.
    #[serde(rename = "base")]
    pub bases: Vec<Base>,
    /// Python versions by Django version, newest Django first.
    pub python: Vec<PythonRow>,
    /// Packages of every project.
    #[serde(default, rename = "package")]
    pub packages: Vec<Package>,
    /// The application servers that prod can run, the preferred one first.
    #[serde(rename = "server")]
    pub servers: Vec<Server>,
    /// Files of every project.
    #[serde(rename = "file")]
    pub files: Vec<PackFile>,
    /// Environment variables of every project.
    #[serde(default, rename = "variable")]
    pub variables: Vec<Variable>,
    /// What the project's own variables get.
    #[serde(default)]
    pub adopted: Vec<Adopted>,
    /// What Compose says where a key of `.env` is missing.
    #[serde(default)]
    pub missing: MissingKey,
    /// Names of variables that the pack's compose files set themselves, beside those of `settings.toml`.
    #[serde(default)]
    pub reserved: Vec<String>,
    /// What git leaves alone in a clone on every branch, as `.gitignore` says it: people's data.
    #[serde(default)]
    pub excluded: Vec<String>,
    /// Lines that every project's patched line files gain: path → lines.
    #[serde(default)]
    pub lines: BTreeMap<String, Vec<String>>,
    /// Lines that such a file has beside those where the project has none: path → lines.
    #[serde(default)]
    pub fresh_lines: BTreeMap<String, Vec<String>>,
}

/// What Compose says where a key of `.env` is missing: the words behind the `:?` of a variable.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MissingKey {
    /// The words in the pack's own files.
    pub stack: String,
    /// Those that take their place in a compose file of the user's own, and stand where only the owner knows the value.
    pub extended: String,
    /// What takes the place of the first where Compose must be told of the file; `{make}` is what runs the Makefile.
    #[serde(default)]
    pub stack_beside: String,
    /// What takes the place of the second there.
    #[serde(default)]
    pub extended_beside: String,
}

impl MissingKey {
    /// The variable that stands for a key of `.env` in the pack's own files.
    #[must_use]
    pub fn in_stack(&self, key: &str) -> String {
        format!("${{{key}:?{}}}", self.stack)
    }

    /// The variable that stands for a key of `.env` in a compose file of the user's own.
    #[must_use]
    pub fn in_extended(&self, key: &str) -> String {
        format!("${{{key}:?{}}}", self.extended)
    }

    /// A text of the pack's as a compose file of the user's own has it.
    #[must_use]
    pub fn extended(&self, text: &str) -> String {
        other_words(text, &self.stack, &self.extended)
    }

    /// A text of the pack's as a stack has it that keeps its secrets beside `.env`; `make` runs its Makefile.
    #[must_use]
    pub fn beside(&self, text: &str, make: &str) -> String {
        let [stack, extended] =
            [&self.stack_beside, &self.extended_beside].map(|words| words.replace("{make}", make));
        let text = other_words(text, &self.stack, &stack);
        other_words(&text, &self.extended, &extended)
    }
}

/// A text whose variables say other words where they are missing.
fn other_words(text: &str, from: &str, to: &str) -> String {
    if from.is_empty() {
        return text.to_owned();
    }
    let [from, to] = [from, to].map(|words| format!(":?{words}}}"));
    text.replace(&from, &to)
}

/// The image that carries a Python version and the later ones.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Base {
    /// The first Python version that this row is for.
    pub python: String,
    /// The image; `{version}` is the Python version.
    pub image: String,
    /// Its Debian release, by code name.
    pub debian: String,
    /// What makes `/opt/venv` in a stage of which nothing else is kept.
    pub venv: String,
    /// What runs pip for it.
    pub pip: String,
}

/// The Python versions that a Django release supports.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PythonRow {
    /// The first Django release that this row is for.
    pub django: String,
    /// The Python versions, the one to prefer first.
    pub versions: Vec<String>,
}

/// An application server, such as gunicorn.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Server {
    /// As `--server` names it.
    pub name: String,
    /// Whether it serves ASGI (else WSGI).
    #[serde(default)]
    pub asgi: bool,
    /// What it needs from PyPI.
    pub packages: Vec<Package>,
    /// What the Dockerfile says above the command, in one line.
    pub comment: Option<String>,
    /// Its command, each word a template; one that comes to nothing is left out.
    pub command: Vec<String>,
    /// Whether the command also serves a project that has no application of its own, as Django's `runserver` does.
    #[serde(default)]
    pub without_application: bool,
}

/// One file that the pack renders.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackFile {
    /// Where it stands in the branch layout.
    pub path: String,
    /// Where it stands in the single layout; the same where absent.
    pub single: Option<String>,
    /// The pack's file that it is made from; one that ends in `.tera` is rendered. A folder, with a closing
    /// slash, stands for every file in it, as it is.
    pub template: String,
    /// The environments that have it.
    pub environments: Vec<Environment>,
    /// Names that its own tool would read instead of it, or beside it.
    #[serde(default)]
    pub shadowed_by: Vec<String>,
    /// The permissions that the file is written with.
    #[serde(default)]
    pub mode: Mode,
}

/// Where the value of a variable is kept.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// `.env`: secrets and what belongs to the host.
    Env,
    /// A literal in the compose file of an environment.
    Compose,
    /// A literal where its value is known, else a key of `.env` that only the owner can fill in.
    Owner,
}

/// A fact of the host that `.env` keeps.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HostFact {
    /// The user's numeric id.
    Uid,
    /// The user's numeric group id.
    Gid,
}

/// An environment variable of the stack.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Variable {
    /// The variable's name, as settings read it.
    pub name: String,
    /// Its key in `.env` where the project itself loads that file, so that a run without Docker keeps its own value.
    #[serde(default, skip_serializing)]
    pub key_beside: Option<String>,
    /// Its key in `.env`: decided with the stack.
    #[serde(default, skip_deserializing)]
    pub key: String,
    /// What it is for, in one line; none where the line of the variable before it says it.
    #[serde(default)]
    pub comment: String,
    /// Where its value is kept.
    pub scope: Scope,
    /// A fixed value, as a template.
    pub value: Option<String>,
    /// A random value of so many characters of `[A-Za-z0-9_-]`.
    pub secret: Option<usize>,
    /// A fact of the host.
    pub host: Option<HostFact>,
    /// Whether only the service's own container gets it: a database administrator's password.
    #[serde(default)]
    pub private: bool,
    /// Whether it is set only where the project's own settings say nothing of that name.
    #[serde(default)]
    pub fallback: bool,
    /// The environments whose containers get it.
    #[serde(default = "every_environment")]
    pub environments: Vec<Environment>,
    /// A template: where it renders to nothing, there is no such variable.
    #[serde(default, skip_serializing)]
    pub when: Option<String>,
    /// Whether only the former database has it: decided with the stack.
    #[serde(default, skip_deserializing)]
    pub previous: bool,
}

impl Variable {
    /// Whether an environment's containers get it.
    #[must_use]
    pub fn is_in(&self, environment: Environment) -> bool {
        self.environments.contains(&environment)
    }
}

pub(super) fn every_environment() -> Vec<Environment> {
    Environment::ALL.to_vec()
}
