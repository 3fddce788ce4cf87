//! Plan → Receipt: the only code that writes.
//!
//! A command's writes are the steps of one journal. All that can fail (a lock held by someone else, a
//! full disk, a file that has changed) fails before the journal is committed by one rename; what fails
//! after it is taken back, and what is killed after it is finished by [`recover`].

mod branches;
mod checkout;
mod commits;
mod content;
mod deletion;
mod disk;
mod env_file;
mod error;
mod exclusive;
mod git_lock;
mod id;
mod index;
mod journal;
mod local;
mod merge_driver;
mod objects;
mod operation;
mod reference;
mod reflog;
mod refusal;
mod refusals;
mod smudge;
mod store;
mod target;
mod throwaway;
mod transaction;
mod work_trees;
mod worktree;
mod write_file;

pub use branches::{
    BranchChange, BranchUpdate, MovedBranch, check_branches, check_change, write_branches,
    write_change,
};
pub use commits::{NewCommit, Parent, WrittenCommit};
pub use deletion::{BranchDeletion, is_checked_out};
pub use env_file::{EnvChange, EnvEntry, env_change, env_value, merge_env, rewrite_env};
pub use error::ApplyError;
pub use exclusive::Exclusive;
pub use journal::Recovery;
pub use local::{configure, exclude, include, unconfigure};
pub use merge_driver::MERGE_DRIVER;
pub use objects::planned_tree;
pub use refusal::Refusal;
pub use refusals::{check_repository, check_writable, dirty_paths, open_repository};
pub use store::{Store, base_of};
pub use target::{Base, Target};
pub use throwaway::Throwaway;
pub use transaction::{abandon, is_interrupted, recover};
pub use worktree::{check_folder, write_folder};
pub use write_file::WriteFile;

/// What a command wrote, so that it can be told.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Receipt {
    /// One for each commit asked for, in that order.
    pub commits: Vec<WrittenCommit>,
    /// The branches that were made or moved.
    pub branches: Vec<MovedBranch>,
    /// The files on disk that were written or deleted.
    pub files: Vec<Target>,
}
