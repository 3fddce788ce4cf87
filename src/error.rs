//! Everything that can stop a command, and the exit code that it stands for.

mod change;

pub use change::ChangeError;

use std::path::PathBuf;

use crate::answers::{AnswersFileError, AskError, Layout, PromptError};
use crate::apply::ApplyError;
use crate::attempt::{EngineError, Stop};
use crate::branches::BranchesError;
use crate::branches::undo::UndoError;
use crate::catalog::{CatalogError, FormatError};
use crate::environment::Environment;
use crate::pipeline::PipelineError;
use crate::stack::StackError;
use crate::verify::Verdict;

/// Why a command stops. The prose is in [`crate::ui::report`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An answers file cannot be used.
    #[error(transparent)]
    AnswersFile(#[from] AnswersFileError),
    /// The answers are not complete or not sound.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// Nothing can be written, or not in one piece.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// The branches stand in the way.
    #[error(transparent)]
    Branches(#[from] BranchesError),
    /// The template pack is broken.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The stack cannot be changed that way.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// The person stopped, or said no.
    #[error("cancelled")]
    Cancelled,
    /// git's configuration names a branch that is not there.
    #[error("{environment}: {name}")]
    BranchLost {
        /// The environment whose branch it would be.
        environment: Environment,
        /// Its short name.
        name: String,
        /// Local branches that hold such a stack.
        like: Vec<String>,
    },
    /// There is a stack of djdock's, and the lock that says what of it is djdock's is gone.
    #[error("{seen}")]
    LockLost {
        /// The branch; `None` for the work tree.
        branch: Option<String>,
        /// The file that shows it, from the root.
        seen: String,
    },
    /// The user's edits and the new files contradict each other.
    #[error("{0:?}")]
    Conflicts(Vec<(String, String)>),
    /// `djdock.toml` differs between the branches.
    #[error("{diff}")]
    DifferentAnswers {
        /// The differing lines, as a diff.
        diff: String,
    },
    /// Files that would be patched have changes that no commit holds.
    #[error("{0:?}")]
    Dirty(Vec<String>),
    /// Files of the user's stand where djdock would write its own.
    #[error("{0:?}")]
    Existing(Vec<String>),
    /// A file or folder cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The path that was read.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// There is no engine to try a stack on.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The stack stands in a compose file of the user's own, and djdock knows not what belongs to it.
    #[error("{0}")]
    TryOwn(String),
    /// There is no stack of this environment.
    #[error("{0}")]
    NoEnvironment(Environment),
    /// No stack has been made here.
    #[error("no stack")]
    NoStack,
    /// `djdock.toml` names another layout than the stack has that stands.
    #[error("{} and {}", named.name(), standing.name())]
    LayoutDiffers {
        /// The one that it names.
        named: Layout,
        /// The stack's.
        standing: Layout,
    },
    /// What stands cannot be read, since an earlier djdock was stopped while it wrote.
    #[error("interrupted")]
    Interrupted,
    /// Nor is there a compose file where Compose looks for one; those are elsewhere.
    #[error("no stack, but {0:?}")]
    NoStackBeside(Vec<String>),
    /// The compose file that is to be extended, or was, is not there.
    #[error("{0}")]
    NoCompose(String),
    /// Another project of the repository was named than the one that the stack runs.
    #[error("{named}")]
    OtherProject {
        /// The path of the `manage.py` that was named.
        named: String,
        /// The one of the stack.
        standing: String,
    },
    /// Services of djdock stand in another compose file than the one that was named.
    #[error("{named}")]
    OtherCompose {
        /// The file that was named, from the root.
        named: String,
        /// The file that they stand in; `None` where djdock wrote the stack.
        standing: Option<String>,
    },
    /// The result cannot be written to standard output.
    #[error("{0}")]
    Output(#[source] std::io::Error),
    /// Settings would have values on which prod's `prepare` does not start.
    #[error("{0:?}")]
    Settings(Vec<Verdict>),
    /// The pipeline stops: the facts, the stack or a file's text make no plan.
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
}

impl From<PromptError> for Error {
    fn from(error: PromptError) -> Self {
        Self::Ask(AskError::Prompt(error))
    }
}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Engine(error) => Self::Engine(error),
            Stop::Apply(error) => Self::Apply(error),
        }
    }
}

impl From<UndoError> for Error {
    fn from(error: UndoError) -> Self {
        match error {
            UndoError::Branches(error) => Self::Branches(error),
            UndoError::Apply(error) => Self::Apply(error),
        }
    }
}

impl From<git2::Error> for Error {
    fn from(error: git2::Error) -> Self {
        Self::Branches(BranchesError::Git(error))
    }
}

impl From<crate::inspect::InspectError> for Error {
    fn from(error: crate::inspect::InspectError) -> Self {
        Self::Pipeline(PipelineError::Inspect(error))
    }
}

impl From<crate::tree::TreeError> for Error {
    fn from(error: crate::tree::TreeError) -> Self {
        Self::Pipeline(PipelineError::Tree(error))
    }
}

impl Error {
    /// 1: the project or a promise stands in the way. 2: wrong usage. 255: a bug.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Ask(AskError::Prompt(PromptError::Interrupted) | AskError::PythonTwo { .. })
            | Self::Cancelled => 1,
            Self::Ask(_)
            | Self::AnswersFile(_)
            | Self::Change(ChangeError::UnknownService { .. } | ChangeError::SeveralDatabases(_)) => {
                2
            }
            Self::Pipeline(error) if is_bug(error) => 255,
            Self::Branches(BranchesError::Pipeline { source, .. }) if is_bug(source) => 255,
            _ => 1,
        }
    }
}

/// Whether it is djdock or the pack that is wrong, and not the project.
fn is_bug(error: &PipelineError) -> bool {
    match error {
        PipelineError::Template(error) | PipelineError::Stack(StackError::Template(error)) => {
            FormatError::of(error).is_none()
        }
        PipelineError::Contradiction { .. } => true,
        _ => false,
    }
}
