//! Read access to a repository's files, wherever they are: a work tree, a commit, or memory.
//!
//! Paths are relative to the root, `/`-separated, without a leading `./`; the root itself is `""`.

mod commit;
mod known;
mod memory;
mod overlay;
mod work;

pub use commit::CommitTree;
pub use known::KnownTree;
pub use memory::MemoryTree;
pub use overlay::OverlayTree;
pub use work::WorkTree;
pub(crate) use work::is_tracked;

use std::path::PathBuf;

/// The largest file that is read, in bytes: no settings, dependency or stack file comes near it.
pub const MAX_FILE_SIZE: u64 = 8 * 1024 * 1024;

/// What stands at a path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EntryKind {
    /// A regular file; `executable` is its owner's x bit.
    File {
        /// Whether the owner may execute it.
        executable: bool,
    },
    /// A folder, which may hold more.
    Directory,
    /// A symbolic link, a submodule, a socket …: never followed, never read.
    Other,
}

/// One name in a folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The last component of the path.
    pub name: String,
    /// Whether it is a file, a link or a folder.
    pub kind: EntryKind,
}

/// Why a tree could not be read. Every variant names the path.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The path as the operating system was given it.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// The git object could not be read.
    #[error("{path}: {source}")]
    Git {
        /// The path in the commit.
        path: String,
        /// What libgit2 says about it.
        source: git2::Error,
    },
    /// The file is larger than [`MAX_FILE_SIZE`].
    #[error("{path}: {size} bytes")]
    TooLarge {
        /// The path in the tree.
        path: String,
        /// Its size in bytes.
        size: u64,
    },
    /// The file is kept in Git LFS, and git holds a pointer in its place.
    #[error("{path}: Git LFS keeps it elsewhere, and only its pointer is here")]
    Pointer {
        /// The path in the tree.
        path: String,
    },
    /// The file is not UTF-8 text.
    #[error("{path}: not UTF-8 at byte {offset}")]
    NotUtf8 {
        /// The path in the tree.
        path: String,
        /// The first byte that is not UTF-8.
        offset: usize,
    },
}

/// A repository's files, read only.
pub trait Tree {
    /// The bytes of a regular file; `None` where there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, TreeError>;

    /// At most the first `length` bytes of a regular file, however large it is; `None` where there is none.
    fn read_prefix(&self, path: &str, length: u64) -> Result<Option<Vec<u8>>, TreeError> {
        Ok(self.read(path)?.map(|bytes| start_of(bytes, length)))
    }

    /// What stands at a path; `None` where nothing does.
    fn kind(&self, path: &str) -> Result<Option<EntryKind>, TreeError>;

    /// The names in a folder, sorted by name; empty where there is no such folder. `.git` is left out. Whether a file is
    /// executable is for [`Tree::kind`] to say.
    fn list(&self, directory: &str) -> Result<Vec<Entry>, TreeError>;

    /// Whether a regular file stands at a path.
    fn is_file(&self, path: &str) -> Result<bool, TreeError> {
        Ok(matches!(self.kind(path)?, Some(EntryKind::File { .. })))
    }

    /// Whether a regular file stands at a path for everybody who has the project, and not on this machine alone.
    fn is_shared(&self, path: &str) -> Result<bool, TreeError> {
        self.is_file(path)
    }

    /// The text of a regular file; `None` where there is none.
    fn read_text(&self, path: &str) -> Result<Option<String>, TreeError> {
        let Some(bytes) = self.read(path)? else {
            return Ok(None);
        };
        refuse_pointer(path, &bytes)?;
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|error| TreeError::NotUtf8 {
                path: path.to_owned(),
                offset: error.utf8_error().valid_up_to(),
            })
    }
}

/// A tree that stands elsewhere.
impl<T: Tree + ?Sized> Tree for &T {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, TreeError> {
        (**self).read(path)
    }

    fn read_prefix(&self, path: &str, length: u64) -> Result<Option<Vec<u8>>, TreeError> {
        (**self).read_prefix(path, length)
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, TreeError> {
        (**self).kind(path)
    }

    fn list(&self, directory: &str) -> Result<Vec<Entry>, TreeError> {
        (**self).list(directory)
    }

    fn is_file(&self, path: &str) -> Result<bool, TreeError> {
        (**self).is_file(path)
    }

    fn is_shared(&self, path: &str) -> Result<bool, TreeError> {
        (**self).is_shared(path)
    }

    fn read_text(&self, path: &str) -> Result<Option<String>, TreeError> {
        (**self).read_text(path)
    }
}

/// The first line of what Git LFS puts in the place of a file (its specification).
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/v1\n";

/// Refuses a text that stands for another one.
pub(crate) fn refuse_pointer(path: &str, bytes: &[u8]) -> Result<(), TreeError> {
    if bytes.starts_with(POINTER) {
        let path = path.to_owned();
        return Err(TreeError::Pointer { path });
    }
    Ok(())
}

fn start_of(mut bytes: Vec<u8>, length: u64) -> Vec<u8> {
    bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
    bytes
}

/// Joins a folder and a name of a tree: `join("", "manage.py")` is `manage.py`.
#[must_use]
pub fn join(directory: &str, name: &str) -> String {
    if directory.is_empty() {
        name.to_owned()
    } else {
        format!("{directory}/{name}")
    }
}

/// Whether a path is a file or folder, or lies in that folder.
#[must_use]
pub fn is_within(path: &str, above: &str) -> bool {
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The folder of a path of a tree: `""` for a file in the root.
#[must_use]
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}
