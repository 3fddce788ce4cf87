//! Why a repository cannot be inspected.

use super::project::Unwritable;
use crate::python::{EvaluateError, SyntaxError};
use crate::tree::TreeError;

/// What stands in the way. Every variant names the files.
#[derive(Debug, thiserror::Error)]
pub enum InspectError {
    /// Several folders hold a Django project.
    #[error("several manage.py: {}", .0.join(", "))]
    SeveralManagePy(Vec<String>),
    /// There is no Django project to run.
    #[error("no Django project: {0:?}")]
    NotDjango(Found),
    /// The `manage.py` that the user named is not there.
    #[error("{0}: no such file")]
    NoSuchManagePy(String),
    /// Neither `manage.py` nor `wsgi.py` says which settings to use.
    #[error("{manage_py}: no settings module; candidates: {}", candidates.join(", "))]
    NoSettings {
        /// The path of the project's `manage.py`, from the root.
        manage_py: String,
        /// Modules that look like settings.
        candidates: Vec<String>,
    },
    /// The settings module has no file.
    #[error("{module}: no such module, named by {named_by}; candidates: {}", candidates.join(", "))]
    SettingsMissing {
        /// The settings module's dotted path.
        module: String,
        /// `file:line` of the name, or the flag.
        named_by: String,
        /// Modules that look like settings.
        candidates: Vec<String>,
        /// The symbolic link in its place, from the root: what it points to is not read.
        link: Option<String>,
    },
    /// A settings file is not parsed.
    #[error("{path}:{}:{}: {}", error.line, error.column, error.fault)]
    Syntax {
        /// The path of the settings' file, from the root.
        path: String,
        /// The place in the file, and what the parser says.
        error: SyntaxError,
    },
    /// The project cannot be started by a name that no file can hold.
    #[error("{}: {}: {:?}", .0.at, .0.fact, .0.why)]
    Unwritable(Box<Unwritable>),
    /// A file could not be read; a settings file that is not text is one of these.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

/// What there is where no Django project was found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Found {
    /// `manage.py` files that do not start Django.
    pub other_manage_py: Vec<String>,
    /// `manage.py` files of Django that are in the work tree but not committed.
    pub uncommitted: Vec<String>,
    /// `manage.py` files of Django in a submodule, each with the submodule: a repository of its own.
    pub in_submodules: Vec<(String, String)>,
    /// Dependency files, and whether one of them names Django.
    pub dependency_files: Vec<String>,
    /// `file:line` where Django is declared: a package for Django, then, without a project.
    pub django_declared: Option<String>,
}

impl From<EvaluateError> for InspectError {
    fn from(error: EvaluateError) -> Self {
        match error {
            EvaluateError::Tree(error) => Self::Tree(error),
            EvaluateError::Syntax { path, error } => Self::Syntax { path, error },
        }
    }
}
