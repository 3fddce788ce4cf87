//! The few ways in which a file comes to stand on disk for good.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::ApplyError;

/// The permissions asked for when a file is made; the user's umask takes its share.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Bits(pub(super) u32);

/// What git makes of a file that is not executable.
pub(super) const ORDINARY: Bits = Bits(0o666);
/// What git makes of an executable.
pub(super) const EXECUTABLE: Bits = Bits(0o777);
/// Secrets, and what may hold some.
pub(super) const PRIVATE: Bits = Bits(0o600);

/// Writes a new file, to the disk and not only to the cache. A file of that name is replaced.
pub(super) fn write(path: &Path, bytes: &[u8], bits: Bits) -> Result<File, ApplyError> {
    remove(path)?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(bits.0)
        .open(path)
        .map_err(ApplyError::io(path))?;
    file.write_all(bytes).map_err(ApplyError::io(path))?;
    file.sync_all().map_err(ApplyError::io(path))?;
    Ok(file)
}

/// Puts one file in another's place, in one step.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), ApplyError> {
    fs::rename(from, to).map_err(ApplyError::io(to))?;
    sync_parent(to)
}

/// Removes a file; says whether there was one.
pub(super) fn remove(path: &Path) -> Result<bool, ApplyError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if is_absence(&error) => Ok(false),
        Err(error) => Err(ApplyError::io(path)(error)),
    }
}

/// The bytes of a file; `None` where there is none.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, ApplyError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(ApplyError::io(path)(error)),
    }
}

/// What stands at a path, itself and not what it points to; `None` where nothing does.
pub(super) fn metadata(path: &Path) -> Result<Option<fs::Metadata>, ApplyError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(ApplyError::io(path)(error)),
    }
}

/// Makes a folder and those above it.
pub(super) fn make_folder(path: &Path) -> Result<(), ApplyError> {
    fs::create_dir_all(path).map_err(ApplyError::io(path))
}

/// Removes a folder that holds nothing but empty folders; any other stays.
pub(super) fn remove_empty_folders(path: &Path) -> Result<(), ApplyError> {
    for entry in fs::read_dir(path).map_err(ApplyError::io(path))? {
        let entry = entry.map_err(ApplyError::io(path))?.path();
        if entry.is_dir() && !entry.is_symlink() {
            remove_empty_folders(&entry)?;
        }
    }
    match fs::remove_dir(path) {
        Err(error) if error.kind() != ErrorKind::DirectoryNotEmpty => {
            Err(ApplyError::io(path)(error))
        }
        _ => Ok(()),
    }
}

/// Makes the names in a file's folder last. Some file systems cannot, and need not.
pub(super) fn sync_parent(path: &Path) -> Result<(), ApplyError> {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    let file = File::open(folder).map_err(ApplyError::io(folder))?;
    match file.sync_all() {
        Err(error)
            if !matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported
            ) =>
        {
            Err(ApplyError::io(folder)(error))
        }
        _ => Ok(()),
    }
}

fn is_absence(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Adds bytes to the end of a file, which is made where there is none.
pub(super) fn append(path: &Path, bytes: &[u8]) -> Result<(), ApplyError> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let mut file = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .map_err(ApplyError::io(path))?;
    file.write_all(bytes).map_err(ApplyError::io(path))?;
    file.sync_all().map_err(ApplyError::io(path))
}

/// Cuts a file to a length in bytes.
pub(super) fn truncate(path: &Path, length: u64) -> Result<(), ApplyError> {
    let file = OpenOptions::new()
        .write(true)
        .open(path)
        .map_err(ApplyError::io(path))?;
    file.set_len(length).map_err(ApplyError::io(path))
}

/// Makes a file's content last that someone else has written.
pub(super) fn sync(path: &Path) -> Result<(), ApplyError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(ApplyError::io(path))
}

/// Removes a folder of djdock's own, with what is in it.
pub(super) fn remove_folder(path: &Path) -> Result<(), ApplyError> {
    match fs::remove_dir_all(path) {
        Err(error) if !is_absence(&error) => Err(ApplyError::io(path)(error)),
        _ => Ok(()),
    }
}
