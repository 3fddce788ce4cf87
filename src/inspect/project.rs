//! The facts about a project. What cannot be decided is `None`, never a guess.

mod fact;
mod running;
mod settings;
mod unportable;
mod unwritable;

use std::collections::BTreeMap;

use super::address::Address;
use super::spelling::Spelling;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::environment::Environment;
pub use running::{Celery, FrontEnd};
pub use settings::{Database, Hosts, Settings, Source, Variable};
pub use unportable::{Bound, Unportable};
pub use unwritable::{Unfit, Unwritable};

/// What inspect found. Serialised, it is `djdock inspect --json` and the lock's `facts`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
pub struct Project {
    /// Path of `manage.py` from the repository's root; `None` where the project is started in another way.
    pub manage_py: Option<String>,
    /// The settings module and its files.
    pub settings: Settings,
    /// The folders from the repository's root, `""` itself, that `manage.py` and the servers' modules put on `sys.path`
    /// beside the one that `manage.py` lies in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub python_path: Vec<String>,
    /// `WSGI_APPLICATION`, a dotted path, where its module exists.
    pub wsgi_application: Option<String>,
    /// `ASGI_APPLICATION`, or the `application` of the `asgi.py` beside the settings' package.
    pub asgi_application: Option<String>,
    /// What is to serve the project, where more speaks for ASGI than the `asgi.py` that every project has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interface: Option<Interface>,
    /// The hosts of prod's settings.
    #[serde(default, skip_serializing_if = "Hosts::is_empty")]
    pub hosts: Hosts,
    /// `DATABASES`, by alias.
    pub databases: BTreeMap<String, Database>,
    /// Where the project says what it depends on.
    pub dependencies: Dependencies,
    /// The Python version that the project asks for.
    pub python: Version,
    /// The Django version that the project asks for.
    pub django: Version,
    /// `STATIC_URL` as Django normalises it: with a leading and a closing slash, or an absolute URL.
    pub static_url: Option<String>,
    /// `STATIC_ROOT`, from the repository's root.
    pub static_root: Option<String>,
    /// `MEDIA_URL`, like `static_url`.
    pub media_url: Option<String>,
    /// `MEDIA_ROOT`, from the repository's root.
    pub media_root: Option<String>,
    /// Folders that settings have files written into and that may be missing: from the repository's root, or absolute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written_folders: Vec<String>,
    /// Whether it is known that nothing of the project keeps uploads.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_uploads: bool,
    /// Whether `STORAGES` or `STATICFILES_STORAGE` names a storage whose files carry their hash in the name.
    pub hashed_static: bool,
    /// What the project uses beside Django: `celery`, `redis`, `channels` …, sorted.
    pub uses: Vec<String>,
    /// Of these, what settings name: back ends, brokers, applications. A package alone does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Servers on the developer's own machine that settings name literally, by setting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// The project's Celery application and schedule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub celery: Option<Celery>,
    /// Front ends that Node builds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub front_ends: Vec<FrontEnd>,
    /// Every environment variable that settings read.
    pub environment: Vec<Variable>,
    /// Files like `.env` that the settings load by themselves, from the root.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environment_files: Vec<String>,
    /// Whether git tracks `.env`, so that whatever stands in it is everybody's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tracks_env: bool,
    /// How the variables that feed yes-or-no and list settings are written, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub spellings: BTreeMap<String, Spelling>,
    /// Debian packages that the project's own dependencies need.
    pub apt: Apt,
    /// Files that stand where djdock would write its own, sorted.
    pub existing: Vec<String>,
    /// Where each fact comes from: the fact's dotted name → `file:line`.
    pub evidence: BTreeMap<String, String>,
    /// What is likely where a fact is not declared, or was chosen by a name: the fact's dotted name → the guess.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub guesses: BTreeMap<String, Guess>,
    /// What was found and left undecided, since no file of a stack can hold it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unwritable: Vec<Unwritable>,
}

impl Project {
    /// The Django version: declared, or else the guess.
    #[must_use]
    pub fn django_version(&self) -> Option<&str> {
        self.version_or_guess(&self.django, "django.version")
    }

    /// The Python version: declared, or else the guess.
    #[must_use]
    pub fn python_version(&self) -> Option<&str> {
        self.version_or_guess(&self.python, "python.version")
    }

    fn version_or_guess<'a>(&'a self, version: &'a Version, fact: &str) -> Option<&'a str> {
        let guess = || self.guesses.get(fact).map(|guess| guess.value.as_str());
        version.version.as_deref().or_else(guess)
    }
}

/// What serves a project that has an ASGI application.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Interface {
    /// ASGI: the project says so.
    Asgi,
    /// Something speaks for ASGI, and not enough.
    Either,
    /// ASGI, but its application does not load Django, so that no server can start with it.
    Unready,
}

/// What is likely, and why.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
pub struct Guess {
    /// The value.
    pub value: String,
    /// The reason, with the file where there is one.
    pub why: String,
}

/// The tool and files that name the project's dependencies.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
pub struct Dependencies {
    /// The tool that installs them.
    pub tool: Tool,
    /// The files, the one that is installed from first.
    pub files: Vec<String>,
    /// Packages that the project imports or its settings name, and the files do not; as requirements, sorted.
    pub missing: Vec<String>,
    /// The lock file that the tool installs from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<String>,
    /// Whether the repository is itself a package that its tool installs, so that its own metadata can be read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub package: bool,
    /// Why no line can be added to the requirements files: they carry hashes, a tool wrote them, or they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<Frozen>,
    /// Folders and archives of the repository that are installed with the rest, from the root, which is `.`; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub local: Vec<String>,
    /// The folder from which they are named, from the root; empty for the root itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub local_folder: String,
    /// What another machine cannot install.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unportable: Vec<Unportable>,
    /// What each environment installs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub install: BTreeMap<Environment, Install>,
    /// Every package that prod installs, by its PEP 503 name: the locked or pinned version, or else `""`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub packages: BTreeMap<String, String>,
}

/// Why no line can be added to a requirements file.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Frozen {
    /// pip wants a hash on every line.
    Hashes,
    /// A tool wrote it, and would write it anew without the line.
    Generated,
    /// It is not UTF-8.
    Encoding,
}

/// What one environment installs.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
#[serde(default)]
pub struct Install {
    /// Requirements files for pip's `-r`, from the root; those that they include are not listed.
    pub files: Vec<String>,
    /// Dependency groups beside the main one, by name.
    pub groups: Vec<String>,
    /// Extras of the project's own package.
    pub extras: Vec<String>,
    /// Requirements that were read out of a file that pip cannot install from (`setup.py`, `environment.yml`).
    pub requirements: Vec<String>,
}

/// What installs the dependencies.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tool {
    /// requirements files.
    Pip,
    /// Poetry's `pyproject.toml`.
    Poetry,
    /// `Pipfile`.
    Pipenv,
    /// uv's `pyproject.toml`.
    Uv,
    /// PDM's `pyproject.toml`.
    Pdm,
    /// `setup.py`, `setup.cfg`, or a plain PEP 621 `pyproject.toml`.
    Setuptools,
    /// `environment.yml`.
    Conda,
    /// Nothing is declared.
    #[default]
    None,
}

/// A version that the project names.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
pub struct Version {
    /// Digits and dots, as precise as the project is: `3.13`, `5.2.8`.
    pub version: Option<String>,
    /// What is asked for where that is a range, as it is written: `>=3.10`, `^4.1.7`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires: Option<String>,
    /// For Python: the minor releases that no pinned package stands against, newest first; empty where nothing tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fits: Vec<String>,
}

/// Debian packages by image stage.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Apt {
    /// Needed to build Python packages.
    pub build: Vec<String>,
    /// Needed to run them.
    pub runtime: Vec<String>,
}
