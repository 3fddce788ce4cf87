//! git's own locks, `NAME.lock` beside a file of git's: while they stand no git process writes there.
//!
//! They are taken before the journal is committed, so that no git process can come between the last
//! look and the last write. Each appears in one step with djdock's mark in it, so that the next
//! djdock knows the locks that a killed one left behind from anyone else's.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{ApplyError, Base, Store, disk};

/// The locks of one journal.
pub(super) struct Locks<'a> {
    pub(super) store: &'a Store,
    /// The journal's id, which marks the locks as its own.
    pub(super) id: &'a str,
    /// The files of git's, relative to the common git folder.
    pub(super) files: &'a [String],
}

impl Locks<'_> {
    /// Takes all of them; those that this journal holds already stay.
    pub(super) fn take(&self) -> Result<(), ApplyError> {
        if self.files.is_empty() {
            return Ok(());
        }
        let mark = self.store.scratch().join("lock");
        disk::write(&mark, self.mark().as_bytes(), disk::ORDINARY)?;
        for file in self.files {
            let lock = self.path(file)?;
            if let Some(folder) = lock.parent() {
                disk::make_folder(folder)?;
            }
            self.take_one(&mark, &lock)?;
        }
        Ok(())
    }

    fn take_one(&self, mark: &Path, lock: &Path) -> Result<(), ApplyError> {
        let result = match fs::hard_link(mark, lock) {
            // A file system without hard links. Killed between these two steps the lock stays, unmarked.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::Unsupported | ErrorKind::PermissionDenied
                ) =>
            {
                fs::File::create_new(lock).and_then(|_| fs::write(lock, self.mark()))
            }
            other => other,
        };
        match result {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                if self.is_ours(lock)? {
                    return Ok(());
                }
                let path = lock.to_owned();
                Err(ApplyError::Locked { path })
            }
            other => other.map_err(ApplyError::io(lock)),
        }
    }

    /// Gives those back that this journal holds.
    pub(super) fn release(&self) -> Result<(), ApplyError> {
        for file in self.files {
            let lock = self.path(file)?;
            if self.is_ours(&lock)? {
                disk::remove(&lock)?;
            }
        }
        Ok(())
    }

    fn is_ours(&self, lock: &Path) -> Result<bool, ApplyError> {
        Ok(disk::read(lock)?.as_deref() == Some(self.mark().as_bytes()))
    }

    fn mark(&self) -> String {
        format!("djdock {}\n", self.id)
    }

    fn path(&self, file: &str) -> Result<PathBuf, ApplyError> {
        Ok(self.store.root(&Base::Git)?.join(format!("{file}.lock")))
    }
}
