//! Why there are no complete answers.

use super::wanted::Wanted;

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    /// Nobody can be asked, and no default is safe.
    #[error("--{flag}")]
    Missing {
        /// The flag that would answer.
        flag: &'static str,
    },
    /// The person stopped it, by Ctrl-C or Escape; nothing is written then.
    #[error("interrupted")]
    Interrupted,
    /// The terminal could not be read or written; the system's answer.
    #[error("{0}")]
    Terminal(std::io::Error),
}

/// Why there are no complete answers.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// A question got no answer.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// An answer names something that the pack does not have.
    #[error("--{flag} {value}")]
    Unknown {
        /// The flag that gave the answer, or would give it, without dashes: `db`.
        flag: &'static str,
        /// What it was given.
        value: String,
        /// What it may be.
        known: Vec<String>,
    },
    /// An answer is not of the form that it must have.
    #[error("--{flag} {value}: {wanted:?}")]
    Malformed {
        /// The flag that gave the answer, or would give it, without dashes: `dev-port`.
        flag: &'static str,
        /// What it was given.
        value: String,
        /// What it must be.
        wanted: Wanted,
    },
    /// Branches were asked for where there is no git repository.
    #[error("no repository")]
    NoRepository,
    /// The project is started without a `manage.py`, which the stack's commands need.
    #[error("no manage.py")]
    NoManagePy,
    /// The project asks for a Python that no image of the pack and no Django of today has.
    #[error("Python {version} at {at}")]
    PythonTwo {
        /// The version, as the project says it.
        version: String,
        /// The file and line that say so.
        at: String,
    },
    /// Both environments were given one branch, or one port of the host.
    #[error("{0} and {1}")]
    Same(&'static str, &'static str),
}
