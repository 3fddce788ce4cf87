//! Why no commits can be planned.

use crate::pipeline::PipelineError;
use crate::tree::TreeError;

/// Why no commits can be planned.
#[derive(Debug, thiserror::Error)]
pub enum BranchesError {
    /// The pipeline stops on a branch.
    #[error("{branch}: {source}")]
    Pipeline {
        /// The short name of the branch.
        branch: String,
        /// What the pipeline says.
        source: Box<PipelineError>,
    },
    /// git cannot be read.
    #[error(transparent)]
    Git(#[from] git2::Error),
    /// A commit cannot be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The branch exists, here or on a remote, djdock did not make it, and nobody asked for it by name.
    #[error("{name}")]
    Taken {
        /// Its short name.
        name: String,
        /// Whether it is here, and not only on a remote.
        local: bool,
    },
    /// git would take a tag for the branch that is to be made, as in `git merge dev`.
    #[error("{0}")]
    TagOfTheName(String),
    /// The branches have no common ancestor, or a shallow clone does not hold it.
    #[error("{dev} and {prod}")]
    Unrelated {
        /// The short name of dev's branch.
        dev: String,
        /// The short name of prod's branch.
        prod: String,
        /// Whether the clone is shallow.
        shallow: bool,
    },
}
