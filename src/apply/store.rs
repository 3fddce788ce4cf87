//! djdock's own folder, beside what it writes: the lock, the journal and scratch files.

use std::path::{Path, PathBuf};

use git2::Repository;

use super::{ApplyError, Base, Refusal, Target, target};

/// Where the journal of a repository, or of a folder outside of git, stands.
pub struct Store {
    folder: PathBuf,
    root: Root,
}

enum Root {
    /// The one of the main work tree, so that it is the same one from every work tree.
    Repository(Box<Repository>),
    Folder(PathBuf),
}

impl Store {
    /// The store of a repository: `djdock` in the common git folder, whatever work tree it was opened from.
    pub fn of_repository(repository: &Repository) -> Result<Self, ApplyError> {
        let common = repository.commondir();
        let subject = common.display().to_string();
        // By its own folder alone, a repository does not know of a work tree that is elsewhere (`--separate-git-dir`).
        let main = repository.workdir().filter(|_| !repository.is_worktree());
        let opened = Repository::open(main.unwrap_or(common));
        let opened = opened.map_err(ApplyError::git(subject))?;
        Ok(Self {
            folder: common.join("djdock"),
            root: Root::Repository(Box::new(opened)),
        })
    }

    /// The store of a folder outside of git: `.djdock` in it, only while something is written.
    pub fn of_folder(root: &Path) -> Result<Self, ApplyError> {
        let root = root.canonicalize().map_err(ApplyError::io(root))?;
        Ok(Self {
            folder: root.join(".djdock"),
            root: Root::Folder(root),
        })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of the journal that counts: the rename to it commits the command.
    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// The journal that is not committed yet.
    pub(super) fn draft(&self) -> PathBuf {
        self.folder.join("journal.new")
    }

    /// The journal whose every step is done: only cleaning up is left.
    pub(super) fn done(&self) -> PathBuf {
        self.folder.join("journal.done")
    }

    /// Files that are worthless without a journal.
    pub(super) fn scratch(&self) -> PathBuf {
        self.folder.join("scratch")
    }

    /// Whether the folder goes when the work is over.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self.root, Root::Folder(_))
    }

    /// The repository, opened at its common folder; `None` outside of git.
    pub(super) fn repository(&self) -> Option<&Repository> {
        match &self.root {
            Root::Repository(repository) => Some(repository),
            Root::Folder(_) => None,
        }
    }

    /// The repository, where a step needs one.
    pub(super) fn expect_repository(&self) -> Result<&Repository, ApplyError> {
        let missing = || ApplyError::from(Refusal::NoRepository(self.folder.clone()));
        self.repository().ok_or_else(missing)
    }

    /// The folder that a base is.
    pub(super) fn root(&self, base: &Base) -> Result<PathBuf, ApplyError> {
        match (base, &self.root) {
            (Base::Folder, Root::Folder(root)) => Ok(root.clone()),
            (Base::Folder, Root::Repository(_)) => {
                Err(Refusal::NoRepository(self.folder.clone()).into())
            }
            (Base::Git, _) => Ok(self.expect_repository()?.commondir().to_owned()),
            (Base::Main, _) => {
                let repository = self.expect_repository()?;
                let no_files = || Refusal::Bare(repository.commondir().to_owned()).into();
                repository
                    .workdir()
                    .map(Path::to_owned)
                    .ok_or_else(no_files)
            }
            (Base::Linked(name), _) => {
                let worktree = self
                    .expect_repository()?
                    .find_worktree(name)
                    .map_err(ApplyError::git(name))?;
                Ok(worktree.path().to_owned())
            }
        }
    }

    /// The path of a target on disk, checked.
    pub(super) fn locate(&self, target: &Target) -> Result<PathBuf, ApplyError> {
        target::locate(&self.root(&target.base)?, target)
    }
}

/// The base of the work tree that a repository was opened from.
#[must_use]
pub fn base_of(repository: &Repository) -> Base {
    let name = repository.path().file_name();
    match name.and_then(|name| name.to_str()) {
        Some(name) if repository.is_worktree() => Base::Linked(name.to_owned()),
        _ => Base::Main,
    }
}
