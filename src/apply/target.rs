//! Where a file of a journal stands. Paths are kept relative to a base, so that a journal
//! that was copied or moved along with its repository never writes into the old one.

use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{ApplyError, disk};

/// git's own list of what it ignores in this repository alone, from its folder.
pub(super) const EXCLUDE_FILE: &str = "info/exclude";

/// Where git keeps references that have no file of their own, from its folder.
pub(super) const PACKED_REFERENCES: &str = "packed-refs";

/// The root that a path is relative to.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Base {
    /// The common git folder (`.git`).
    Git,
    /// The main work tree.
    Main,
    /// The linked work tree (`git worktree`) of this name.
    Linked(String),
    /// A folder outside of git.
    Folder,
}

/// A file, by the base that its path is relative to.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Target {
    /// The folder, known as `place` to former journals.
    #[serde(alias = "place")]
    pub base: Base,
    /// Relative to the root, `/`-separated.
    pub path: String,
}

impl Target {
    /// The file at `path` below `base`.
    pub fn new(base: Base, path: impl Into<String>) -> Self {
        let path = path.into();
        Self { base, path }
    }

    /// The folders on the way, the outermost first, without the root itself.
    pub(super) fn folders(&self) -> impl DoubleEndedIterator<Item = Target> {
        self.path
            .match_indices('/')
            .map(|(end, _)| Target::new(self.base.clone(), &self.path[..end]))
    }
}

/// The path on disk. Refuses one that leaves the root or crosses a symbolic link, and one where
/// something else than a regular file stands.
pub(super) fn locate(root: &Path, target: &Target) -> Result<PathBuf, ApplyError> {
    let located = located_in(root, target)?;
    let mut folder = root.to_owned();
    for component in Path::new(&target.path).components() {
        folder.push(component);
        let Some(metadata) = disk::metadata(&folder)? else {
            break;
        };
        if metadata.is_symlink() {
            return Err(ApplyError::SymbolicLink { path: folder });
        }
        let path = folder.display().to_string();
        if folder == located && !metadata.is_file() {
            return Err(ApplyError::NotAFile { path });
        }
        if folder != located && !metadata.is_dir() {
            return Err(ApplyError::NotAFolder { path });
        }
    }
    Ok(located)
}

fn located_in(root: &Path, target: &Target) -> Result<PathBuf, ApplyError> {
    let path = Path::new(&target.path);
    let inside = path.components().all(|component| match component {
        Component::Normal(name) => target.base == Base::Git || !name.eq_ignore_ascii_case(".git"),
        _ => false,
    });
    if target.path.is_empty() || target.path.ends_with('/') || !inside {
        let path = target.path.clone();
        return Err(ApplyError::OutsideRoot { path });
    }
    Ok(root.join(path))
}
