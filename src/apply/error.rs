//! Why nothing was written, or not everything yet.

use std::io::{Error as IoError, ErrorKind};
use std::path::{Path, PathBuf};

use super::refusal::Refusal;

/// Why a change could not be applied. Every variant names the path or the branch.
///
/// All but [`ApplyError::Unfinished`] leave every file, index and branch as it was.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The path as the operating system was given it.
        path: PathBuf,
        /// The operating system's answer.
        source: IoError,
    },
    /// The folder or file system may not be written to.
    #[error("{}: not writable", path.display())]
    NotWritable {
        /// The path as the operating system was given it.
        path: PathBuf,
    },
    /// No space is left on the device, or in the quota.
    #[error("{}: no space left", path.display())]
    DiskFull {
        /// The path as the operating system was given it.
        path: PathBuf,
    },
    /// libgit2 refused to read or write an object, a reference or the index.
    #[error("{subject}: {source}")]
    Git {
        /// The object, reference or path in question.
        subject: String,
        /// What libgit2 says about it.
        source: git2::Error,
    },
    /// The repository is in no state to be written to.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Another djdock holds the lock.
    #[error("{}: held by another djdock", lock.display())]
    AlreadyRunning {
        /// The file that is locked.
        lock: PathBuf,
    },
    /// Another git process holds a lock, or left it behind.
    #[error("{}: exists", path.display())]
    Locked {
        /// The lock file that git makes beside the file to be written.
        path: PathBuf,
    },
    /// A target of a pending journal is neither as it was before nor as it shall be.
    #[error("{path}: neither before nor after {}", journal.display())]
    JournalBlocked {
        /// The file, or the full name of the reference.
        path: String,
        /// The journal that waits.
        journal: PathBuf,
    },
    /// The pending journal is from another djdock, or damaged.
    #[error("{}: {reason}", journal.display())]
    JournalUnreadable {
        /// The journal that waits.
        journal: PathBuf,
        /// What its parser says.
        reason: String,
    },
    /// A step failed, and so did taking the earlier ones back: the journal waits for the next command.
    #[error("{}: {source}", journal.display())]
    Unfinished {
        /// The journal that waits.
        journal: PathBuf,
        /// What went wrong first.
        source: Box<ApplyError>,
    },
    /// Compose reads nothing of the file that holds the secrets.
    #[error("{path}:{line}: unreadable")]
    EnvUnreadable {
        /// The path of the file, from the repository's root.
        path: String,
        /// The line at which it is refused, from 1.
        line: usize,
    },
    /// The file is no longer the one that the plan was made for.
    #[error("{path}: changed since it was read")]
    ChangedMeanwhile {
        /// The path in the tree.
        path: String,
    },
    /// The file has changes that are not committed.
    #[error("{path}: uncommitted changes in {}", work_tree.display())]
    DirtyPath {
        /// The path in the tree.
        path: String,
        /// The work tree that has the branch checked out.
        work_tree: PathBuf,
    },
    /// A file that git does not know stands where a new one belongs.
    #[error("{path}: untracked in {}", work_tree.display())]
    UntrackedInTheWay {
        /// The path in the tree.
        path: String,
        /// The work tree that has the branch checked out.
        work_tree: PathBuf,
    },
    /// A git filter (git-lfs, git-crypt, another encoding) that only git itself can run.
    #[error("{path}: attribute {attribute}={value}")]
    Filtered {
        /// The path in the tree.
        path: String,
        /// The attribute's name, as in `.gitattributes`: `filter`.
        attribute: &'static str,
        /// The attribute's value: the name of a filter or of an encoding.
        value: String,
    },
    /// The path, or a folder on the way to it, is a symbolic link.
    #[error("{}: symbolic link", path.display())]
    SymbolicLink {
        /// The link, on disk or in the tree.
        path: PathBuf,
    },
    /// The path leaves its root, or enters `.git`.
    #[error("{path}: outside of the root")]
    OutsideRoot {
        /// The path as it was given.
        path: String,
    },
    /// Something that is not a regular file stands at the path.
    #[error("{path}: not a regular file")]
    NotAFile {
        /// The path in the tree, or on disk.
        path: String,
    },
    /// Something that is not a folder stands on the way to the path.
    #[error("{path}: not a folder")]
    NotAFolder {
        /// What stands there: its path in the tree, or on disk.
        path: String,
    },
    /// The path lies in a submodule.
    #[error("{path}: in the submodule {submodule}")]
    InSubmodule {
        /// The path in the tree.
        path: String,
        /// The submodule's own path.
        submodule: String,
    },
    /// A private file (0600) would be committed.
    #[error("{path}: private")]
    PrivateInCommit {
        /// The path in the tree.
        path: String,
    },
    /// One command wrote the same target twice: a bug.
    #[error("{path}: written twice")]
    WrittenTwice {
        /// The path in the tree, or the reference.
        path: String,
    },
    /// A commit, or a parent of it, is not among those given: a bug.
    #[error("commit {index}: not given yet")]
    UnknownCommit {
        /// The index asked for.
        index: usize,
    },
    /// The branch exists already.
    #[error("{name}: exists")]
    BranchExists {
        /// The branch's short name.
        name: String,
    },
    /// The branch is not where it was when the plan was made.
    #[error("{name}: moved since it was read")]
    BranchMoved {
        /// The branch's short name.
        name: String,
    },
    /// A work tree has the branch that is to go.
    #[error("{name}: checked out in {}", work_tree.display())]
    BranchCheckedOut {
        /// The branch's short name.
        name: String,
        /// The work tree that has it checked out.
        work_tree: PathBuf,
    },
    /// git does not allow the name, or it is another name of a branch.
    #[error("{name}: not a possible branch name")]
    BranchName {
        /// The branch's short name.
        name: String,
    },
    /// git keeps branches as files: `a` and `a/b` cannot both be.
    #[error("{name}: {other} is in the way")]
    BranchInTheWay {
        /// The branch to make, by its short name.
        name: String,
        /// The one that exists.
        other: String,
    },
    /// git tracks the file that holds the secrets.
    #[error("{path}: tracked by git")]
    EnvTracked {
        /// The path in the tree.
        path: String,
    },
    /// The file is not UTF-8 text.
    #[error("{path}: not UTF-8")]
    NotUtf8 {
        /// The path in the tree.
        path: String,
    },
}

impl ApplyError {
    /// What libgit2 refused, and at which reference, object or path.
    pub(super) fn git(subject: impl Into<String>) -> impl FnOnce(git2::Error) -> Self {
        let subject = subject.into();
        move |source| {
            let is_os = source.class() == git2::ErrorClass::Os;
            // libgit2 hands on no number.
            let says = |text| is_os && source.message().contains(text);
            let path = || PathBuf::from(&subject);
            if says("No space left") || says("quota exceeded") {
                Self::DiskFull { path: path() }
            } else if says("Permission denied") || says("Read-only file system") {
                Self::NotWritable { path: path() }
            } else {
                Self::Git { subject, source }
            }
        }
    }

    /// What the operating system refused, sorted by what the user can do about it.
    pub(super) fn io(path: &Path) -> impl FnOnce(IoError) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable { path }
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Io { path, source },
        }
    }
}
