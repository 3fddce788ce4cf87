//! A repository that cannot be written to as it is.

use std::path::PathBuf;

use git2::RepositoryState;

/// A repository that cannot be written to as it is.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// There is no git repository.
    #[error("{}: no git repository", .0.display())]
    NoRepository(PathBuf),
    /// The repository has no work tree.
    #[error("{}: bare", .0.display())]
    Bare(PathBuf),
    /// The branch that is checked out has no commit yet.
    #[error("{}: {branch} has no commit", git_folder.display())]
    Unborn {
        /// The work tree's git folder.
        git_folder: PathBuf,
        /// The branch's short name.
        branch: String,
    },
    /// A merge, rebase, cherry-pick, revert or bisect is under way.
    #[error("{}: {operation:?} in progress", git_folder.display())]
    InProgress {
        /// The work tree's git folder.
        git_folder: PathBuf,
        /// What is under way.
        operation: RepositoryState,
    },
    /// The repository belongs to another user.
    #[error("{}: owned by another user", .0.display())]
    ForeignOwner(PathBuf),
    /// An object format (SHA-256), reference store (reftable) or extension that libgit2 does not know.
    #[error("{}: {reason}", path.display())]
    UnsupportedFormat {
        /// The path of the repository that libgit2 refuses.
        path: PathBuf,
        /// libgit2's words for it.
        reason: String,
    },
    /// The branch is checked out in a linked work tree whose folder is gone.
    #[error("{name}: its folder is gone")]
    WorkTreeGone {
        /// The linked work tree's name.
        name: String,
    },
}
