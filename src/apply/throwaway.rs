//! A copy of a tree beside it, for a command to work in, that goes with the command.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use git2::build::CheckoutBuilder;
use git2::{Oid, Repository};
use sha2::{Digest as _, Sha256};

use super::{ApplyError, Store, disk};
use crate::catalog::hexadecimal;
use crate::ignore::Ignore;
use crate::tree::{EntryKind, Tree as _, WorkTree, join};

/// The folder of a copy, and the right to it until it is dropped.
#[derive(Debug)]
pub struct Throwaway {
    folder: PathBuf,
    digest: String,
    lock: PathBuf,
    _locked: File,
}

impl Throwaway {
    /// The folder of this name: in djdock's own folder in git's, or where there is no git, in the system's folder for
    /// passing files. What a killed command left in it is removed.
    pub fn open(store: &Store, name: &str) -> Result<Self, ApplyError> {
        let place = store.folder().as_os_str().as_encoded_bytes();
        let digest = hexadecimal(&Sha256::digest(place)[..4]);
        let above = if store.is_passing() {
            std::env::temp_dir().join(format!("djdock-try-{digest}"))
        } else {
            store.folder().join("try")
        };
        let path = above.join(format!("{name}.lock"));
        let locked = loop {
            disk::make_folder(&above)?;
            let file = match File::create(&path) {
                // The one before has just removed the folder.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                file => file.map_err(ApplyError::io(&path))?,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(ApplyError::AlreadyRunning { lock: path });
                }
                Err(TryLockError::Error(error)) => return Err(ApplyError::io(&path)(error)),
            }
            // Likewise between the two steps: then this file is nobody's any more.
            let own = file.metadata().map_err(ApplyError::io(&path))?.ino();
            if disk::metadata(&path)?.map(|standing| standing.ino()) == Some(own) {
                break file;
            }
        };
        let throwaway = Self {
            folder: above.join(name),
            digest,
            lock: path,
            _locked: locked,
        };
        throwaway.empty()?;
        Ok(throwaway)
    }

    /// Eight hexadecimal digits that are this place's alone on this machine.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The folder of the copy itself.
    #[must_use]
    pub fn tree(&self) -> PathBuf {
        self.folder.join("tree")
    }

    /// Removes everything that is in it.
    pub fn empty(&self) -> Result<(), ApplyError> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(ApplyError::io(&self.folder)(error))
            }
            _ => Ok(()),
        }
    }

    /// Writes a file beside the copy, or in it, for its owner alone; its path on disk.
    pub fn write(&self, path: &str, text: &str) -> Result<PathBuf, ApplyError> {
        let located = self.folder.join(path);
        disk::make_folder(located.parent().unwrap_or(&self.folder))?;
        // What stands there may be a link of the project's.
        let _ = fs::remove_file(&located);
        disk::write(&located, text.as_bytes(), disk::PRIVATE)?;
        Ok(located)
    }

    /// Makes a folder beside the copy, or in it.
    pub fn make_folder(&self, path: &str) -> Result<(), ApplyError> {
        disk::make_folder(&self.folder.join(path))
    }

    /// Copies what a commit holds.
    pub fn copy_commit(&self, repository: &Repository, commit: Oid) -> Result<(), ApplyError> {
        let tree = self.tree();
        disk::make_folder(&tree)?;
        let found = repository.find_commit(commit).and_then(|it| it.tree());
        let git = || ApplyError::git(commit.to_string());
        let found = found.map_err(git())?;
        let mut checkout = CheckoutBuilder::new();
        checkout.target_dir(&tree).update_index(false).force();
        repository
            .checkout_tree(found.as_object(), Some(&mut checkout))
            .map_err(git())
    }

    /// Copies a work tree as a build of it would: what git tracks, and what else `.dockerignore` lets in. `but` are folders
    /// and files that stay behind, from the root.
    pub fn copy_work(
        &self,
        work: &WorkTree,
        repository: Option<&Repository>,
        but: &[&str],
    ) -> Result<(), ApplyError> {
        let tracked = repository.map(tracked).transpose()?.unwrap_or_default();
        let rules = fs::read_to_string(work.root().join(".dockerignore")).unwrap_or_default();
        let copying = Copying {
            work,
            rules: Ignore::of_docker(&rules),
            all: repository.is_none(),
            tracked,
            but,
            to: self.tree(),
        };
        copying.folder("")
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.lock);
        // It stays where something else is in it.
        let _ = self.lock.parent().map(fs::remove_dir);
    }
}

/// The paths that git tracks, and the folders on the way to them.
fn tracked(repository: &Repository) -> Result<BTreeSet<String>, ApplyError> {
    let index = repository.index().map_err(ApplyError::git("index"))?;
    let mut all = BTreeSet::new();
    for entry in index.iter() {
        let path = String::from_utf8_lossy(&entry.path).into_owned();
        let mut above = path.as_str();
        while let Some((folder, _)) = above.rsplit_once('/') {
            if !all.insert(folder.to_owned()) {
                break;
            }
            above = folder;
        }
        all.insert(path);
    }
    Ok(all)
}

struct Copying<'run> {
    work: &'run WorkTree,
    rules: Ignore,
    /// Whether files of the stack itself come along that no build sees, as git would tell.
    all: bool,
    tracked: BTreeSet<String>,
    but: &'run [&'run str],
    to: PathBuf,
}

impl Copying<'_> {
    fn folder(&self, folder: &str) -> Result<(), ApplyError> {
        let to = self.to.join(folder);
        disk::make_folder(&to)?;
        let from = self.work.root().join(folder);
        let entries = self.work.list(folder);
        let unreadable = |_| ApplyError::io(&from)(ErrorKind::PermissionDenied.into());
        for entry in entries.map_err(unreadable)? {
            let path = join(folder, &entry.name);
            // Without git, what stands beside manage.py may be the stack's.
            let is_beside = self.all && folder.is_empty() && entry.kind != EntryKind::Directory;
            let is_tracked = self.tracked.contains(&path) || is_beside;
            if self.but.contains(&path.as_str()) || (!is_tracked && self.rules.excludes(&path)) {
                continue;
            }
            match entry.kind {
                EntryKind::Directory => self.folder(&path)?,
                EntryKind::File { .. } => {
                    copy(&self.work.root().join(&path), &self.to.join(&path))?;
                }
                EntryKind::Other => link(&self.work.root().join(&path), &self.to.join(&path))?,
            }
        }
        Ok(())
    }
}

/// A copy with its permissions; a file that went meanwhile is none.
fn copy(from: &Path, to: &Path) -> Result<(), ApplyError> {
    match fs::copy(from, to) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(ApplyError::io(from)(error)),
        _ => Ok(()),
    }
}

/// A symbolic link is copied as it is; a socket or a pipe is not.
fn link(from: &Path, to: &Path) -> Result<(), ApplyError> {
    let Ok(target) = fs::read_link(from) else {
        return Ok(());
    };
    std::os::unix::fs::symlink(target, to).map_err(ApplyError::io(to))
}
