//! The files of a folder on disk.

use std::fs;
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use git2::Repository;

use super::{Entry, EntryKind, MAX_FILE_SIZE, Tree, TreeError};

/// A folder on disk. Symbolic links are never followed, so nothing outside of it is read.
#[derive(Clone, Debug)]
pub struct WorkTree {
    root: PathBuf,
    /// git's folder, which says what it tracks.
    git: Option<PathBuf>,
}

impl WorkTree {
    /// The tree below `root`.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            git: None,
        }
    }

    /// [`Self::new`], of a repository whose own folder is `git`.
    #[must_use]
    pub fn of_repository(root: impl Into<PathBuf>, git: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            git: Some(git.into()),
        }
    }

    /// The path of the folder that is the tree's root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path on disk; `None` where a folder on the way is a symbolic link.
    fn locate(&self, path: &str) -> Option<PathBuf> {
        let mut located = self.root.clone();
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            located.push(folder);
            if located.is_symlink() {
                return None;
            }
        }
        located.push(name);
        Some(located)
    }
}

fn io_error(path: &Path) -> impl FnOnce(std::io::Error) -> TreeError {
    let path = path.to_owned();
    move |source| TreeError::Io { path, source }
}

fn kind_of(metadata: &fs::Metadata) -> EntryKind {
    let file_type = metadata.file_type();
    if file_type.is_dir() {
        EntryKind::Directory
    } else if file_type.is_file() {
        let executable = metadata.permissions().mode() & 0o100 != 0;
        EntryKind::File { executable }
    } else {
        EntryKind::Other
    }
}

impl Tree for WorkTree {
    fn read_prefix(&self, path: &str, length: u64) -> Result<Option<Vec<u8>>, TreeError> {
        let Some(EntryKind::File { .. }) = self.kind(path)? else {
            return Ok(None);
        };
        let Some(located) = self.locate(path) else {
            return Ok(None);
        };
        let file = fs::File::open(&located).map_err(io_error(&located))?;
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        let size = usize::try_from(size.min(length)).unwrap_or_default();
        let mut bytes = Vec::with_capacity(size);
        file.take(length)
            .read_to_end(&mut bytes)
            .map_err(io_error(&located))?;
        Ok(Some(bytes))
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, TreeError> {
        let Some(bytes) = self.read_prefix(path, MAX_FILE_SIZE + 1)? else {
            return Ok(None);
        };
        let size = bytes.len() as u64;
        if size > MAX_FILE_SIZE {
            let path = path.to_owned();
            return Err(TreeError::TooLarge { path, size });
        }
        Ok(Some(bytes))
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, TreeError> {
        let Some(located) = self.locate(path) else {
            return Ok(None);
        };
        match fs::symlink_metadata(&located) {
            Ok(metadata) => Ok(Some(kind_of(&metadata))),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Ok(None)
            }
            Err(source) => Err(io_error(&located)(source)),
        }
    }

    /// Whether git tracks the file; outside of git nobody else has it.
    fn is_shared(&self, path: &str) -> Result<bool, TreeError> {
        let Some(git) = self
            .git
            .as_ref()
            .filter(|_| self.is_file(path).unwrap_or(true))
        else {
            return Ok(false);
        };
        let tracked = Repository::open(git).and_then(|repository| is_tracked(&repository, path));
        tracked.map_err(|source| TreeError::Git {
            path: path.to_owned(),
            source,
        })
    }

    fn list(&self, directory: &str) -> Result<Vec<Entry>, TreeError> {
        let Some(EntryKind::Directory) = self.kind(directory)? else {
            return Ok(Vec::new());
        };
        let located = self.root.join(directory);
        let mut entries = Vec::new();
        for entry in fs::read_dir(&located).map_err(io_error(&located))? {
            let entry = entry.map_err(io_error(&located))?;
            // A name that is not UTF-8 is no file that djdock looks for.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name == ".git" {
                continue;
            }
            // The folder itself says what its names are, without a look at each.
            let file_type = entry
                .file_type()
                .map_err(|error| io_error(&entry.path())(error))?;
            let kind = if file_type.is_dir() {
                EntryKind::Directory
            } else if file_type.is_file() {
                EntryKind::File { executable: false }
            } else {
                EntryKind::Other
            };
            entries.push(Entry { name, kind });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }
}

/// Whether git tracks a path: the next commit has it, or the last one.
pub(crate) fn is_tracked(repository: &Repository, path: &str) -> Result<bool, git2::Error> {
    let path = Path::new(path);
    let index = repository.index()?;
    // Each side of a merge that is under way is one.
    if (0..=3).any(|stage| index.get_path(path, stage).is_some()) {
        return Ok(true);
    }
    let Ok(head) = repository.head().and_then(|head| head.peel_to_tree()) else {
        return Ok(false);
    };
    match head.get_path(path) {
        Ok(_) => Ok(true),
        Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
