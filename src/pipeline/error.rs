//! Why the pipeline stops.

use crate::inspect::InspectError;
use crate::lock::LockError;
use crate::patch::{ComposeError, PatchError};
use crate::stack::StackError;
use crate::tree::TreeError;

/// Why the pipeline stops.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The tree cannot be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The project is not understood.
    #[error(transparent)]
    Inspect(#[from] InspectError),
    /// The answers make no stack.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// The lock cannot be used.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// git could not merge the lock, and other files of the stack that still hold its conflict markers.
    #[error("{}", paths.join(", "))]
    Unmerged {
        /// Their paths, from the root.
        paths: Vec<String>,
    },
    /// A template of the pack fails.
    #[error(transparent)]
    Template(#[from] tera::Error),
    /// A file of the user's cannot be patched.
    #[error("{path}: {source}")]
    Patch {
        /// The path of the file, from the root.
        path: String,
        /// What is wrong with it.
        source: PatchError,
    },
    /// Every line of the requirements file carries hashes.
    #[error("{path}:{line}")]
    Requirements {
        /// The path of the requirements file, from the root.
        path: String,
        /// The first such line.
        line: usize,
        /// The requirements that it lacks.
        missing: Vec<String>,
    },
    /// Something else stands where a service would write what the project lacks.
    #[error("{path}")]
    Offered {
        /// The path at which the service would write, from the root.
        path: String,
        /// What the project lacks, in the pack's words.
        otherwise: String,
    },
    /// A file of the user's stands where an added container would mount one of djdock's.
    #[error("{path}")]
    MountTaken {
        /// The path at which it stands, from the root.
        path: String,
    },
    /// A compose file of the user's own cannot be extended.
    #[error("{path}: {source}")]
    Compose {
        /// The path of the compose file, from the root.
        path: String,
        /// Why it cannot be extended.
        source: ComposeError,
    },
    /// The lock was written with another template pack, or another state of it.
    #[error("{pack}")]
    OtherPack {
        /// The name of the pack that the lock names.
        pack: String,
    },
    /// A rendered file is not of its language: a bug of the pack, or of djdock.
    #[error("{path}: {reason}")]
    Malformed {
        /// Its path from the root.
        path: String,
        /// The line at which it cannot be read, from 1, where that is known.
        line: Option<usize>,
        /// What its reader says.
        reason: String,
    },
    /// Two environments want different texts under one path: a bug of the pack.
    #[error("{path}")]
    Contradiction {
        /// The path that both want, from the root.
        path: String,
    },
}
