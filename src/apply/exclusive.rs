//! One djdock at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use super::{ApplyError, Store, disk};

/// The right to write, until it is dropped; the operating system takes it back from a killed process.
#[derive(Debug)]
pub struct Exclusive {
    file: File,
    /// The file that goes with its folder, outside of git.
    passing: Option<PathBuf>,
}

impl Exclusive {
    /// Takes the lock, or says that another djdock holds it.
    pub fn acquire(store: &Store) -> Result<Self, ApplyError> {
        let path = store.folder().join("lock");
        loop {
            disk::make_folder(store.folder())?;
            let file = OpenOptions::new()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path);
            let file = match file {
                // The one before has just removed the folder.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => {
                    if store.is_passing() {
                        let _ = std::fs::remove_dir(store.folder());
                    }
                    return Err(ApplyError::io(&path)(error));
                }
                Ok(file) => file,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(ApplyError::AlreadyRunning { lock: path });
                }
                Err(TryLockError::Error(error)) => return Err(ApplyError::io(&path)(error)),
            }
            // Likewise between the two steps: then this file is nobody's any more.
            let locked = file.metadata().map_err(ApplyError::io(&path))?.ino();
            if disk::metadata(&path)?.map(|standing| standing.ino()) == Some(locked) {
                let passing = store.is_passing().then_some(path);
                return Ok(Self { file, passing });
            }
        }
    }
}

impl Drop for Exclusive {
    fn drop(&mut self) {
        if let Some(path) = &self.passing {
            // The folder stays where something else is in it, such as a journal.
            let folder = path.parent().filter(|folder| {
                std::fs::read_dir(folder).is_ok_and(|entries| entries.count() == 1)
            });
            if let Some(folder) = folder {
                let _ = std::fs::remove_file(path);
                let _ = std::fs::remove_dir(folder);
            }
        }
        let _ = self.file.unlock();
    }
}
