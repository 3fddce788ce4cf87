//! The facts about a project. What cannot be decided is `None`, never a guess.

use std::collections::BTreeMap;

use super::spelling::Spelling;
use serde::{Deserialize, Serialize};

use crate::environment::Environment;

/// What inspect found. Serialised, it is `djdock inspect --json` and the lock's `facts`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Project {
    /// Path of `manage.py` from the repository's root.
    pub manage_py: String,
    /// The settings module and its files.
    pub settings: Settings,
    /// `WSGI_APPLICATION`, a dotted path, where its module exists.
    pub wsgi_application: Option<String>,
    /// `ASGI_APPLICATION`, or the `application` of the `asgi.py` beside the settings' package.
    pub asgi_application: Option<String>,
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
    /// Whether `STORAGES` or `STATICFILES_STORAGE` names a storage whose files carry their hash in the name.
    pub hashed_static: bool,
    /// What the project uses beside Django: `celery`, `redis`, `channels` …, sorted.
    pub uses: Vec<String>,
    /// The project's Celery application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub celery: Option<Celery>,
    /// Front ends that Node builds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub front_ends: Vec<FrontEnd>,
    /// Every environment variable that settings read.
    pub environment: Vec<Variable>,
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

/// What is likely, and why.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Guess {
    /// The value.
    pub value: String,
    /// The reason, with the file where there is one.
    pub why: String,
}

/// The settings module.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Settings {
    /// Dotted module name, `mysite.settings`.
    pub module: String,
    /// Its file and the files that it imports with `*`, the module's own first.
    pub files: Vec<String>,
    /// The module that each environment should use.
    pub environments: BTreeMap<Environment, String>,
    /// The files of prod's module, like `files`, where it is another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prod_files: Vec<String>,
}

/// One alias of `DATABASES`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Database {
    /// sqlite3, postgresql, mysql, oracle, postgis, spatialite, or the dotted path of another.
    pub engine: Option<String>,
    /// How its connection (engine, name, user, password, host, port) is set.
    pub from: Option<Source>,
    /// Engines that it has in other environments, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// `NAME` where it is a file of the repository: its path from the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How a setting gets its value.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Written in the settings.
    Literal,
    /// Read from environment variables.
    Env,
    /// Parsed from one URL.
    Url,
    /// Several of these.
    Mixed,
}

/// The tool and files that name the project's dependencies.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
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
    /// What each environment installs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub install: BTreeMap<Environment, Install>,
    /// Every package that is named or locked, by its PEP 503 name: the locked or pinned version, or else `""`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub packages: BTreeMap<String, String>,
}

/// Why no line can be added to a requirements file.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
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
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
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
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
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

/// The project's Celery application.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Celery {
    /// What `celery -A` takes, from `manage.py`'s folder: `mysite`, `config.celery_app`.
    pub application: String,
    /// Whether it has a schedule.
    pub beat: bool,
    /// `DatabaseScheduler` and its like, as `celery beat --scheduler` takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduler: Option<String>,
}

/// A front end that Node builds into files that Django serves as static.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct FrontEnd {
    /// The folder of `package.json`, from the root; empty for the root itself.
    pub folder: String,
    /// npm, yarn or pnpm.
    pub tool: String,
    /// Its lock file, from the root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<String>,
    /// The script of `package.json` that builds for production.
    pub script: String,
    /// The folder that it writes, from the root, where Django's settings name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Node's version, where the project names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
}

/// A version that the project names.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Version {
    /// Digits and dots, as precise as the project is: `3.13`, `5.2.8`.
    pub version: Option<String>,
    /// What is asked for where that is a range, as it is written: `>=3.10`, `^4.1.7`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires: Option<String>,
}

/// One environment variable that settings read.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Whether settings fail without it.
    pub required: bool,
    /// The default, as text; `None` where there is none.
    pub default: Option<String>,
    /// What its text is turned into: `bool`, `int`, `float`, `list`, `url`, `json`; `None` for a string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cast: Option<String>,
    /// The settings whose value comes from it, dotted below the first level (`CACHES.default.LOCATION`), sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<String>,
    /// The environments that read it, where not all do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<Environment>,
}

/// Debian packages by image stage.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Apt {
    /// Needed to build Python packages.
    pub build: Vec<String>,
    /// Needed to run them.
    pub runtime: Vec<String>,
}
