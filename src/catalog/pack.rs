//! A template pack as text: the embedded one and one on disk, read alike.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use super::digest;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The files of a pack, by path from the pack's root.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// The texts of the files, by their paths from the pack's root.
    pub files: BTreeMap<String, String>,
    /// Whether it is the pack that is built into djdock, of which the tests have read every part.
    pub built_in: bool,
}

/// Why a pack's files could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The path that was read.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// A file of the pack is not UTF-8 text.
    #[error("{path}: not UTF-8")]
    NotUtf8 {
        /// Its path in the pack.
        path: String,
    },
}

impl Pack {
    /// The pack that is built into djdock.
    pub fn embedded() -> Result<Self, PackError> {
        let mut pack = Self {
            built_in: true,
            ..Self::default()
        };
        pack.add_embedded(&DEFAULT)?;
        Ok(pack)
    }

    /// A pack of the user's, from a folder.
    pub fn from_folder(root: &Path) -> Result<Self, PackError> {
        let mut pack = Self::default();
        pack.add_folder(root, "")?;
        Ok(pack)
    }

    /// A digest of every path and text: `sha256:` and 64 hexadecimal digits. That of the built-in pack is made when
    /// djdock is.
    #[must_use]
    pub fn digest(&self) -> String {
        if self.built_in {
            return env!("DJDOCK_PACK_DIGEST").to_owned();
        }
        digest::digest(&self.files)
    }

    fn add_embedded(&mut self, directory: &Dir<'_>) -> Result<(), PackError> {
        for entry in directory.entries() {
            match entry {
                DirEntry::Dir(directory) if is_left_out(directory.path()) => {}
                DirEntry::Dir(directory) => self.add_embedded(directory)?,
                DirEntry::File(file) => {
                    let path = file.path().to_string_lossy().into_owned();
                    let text = file
                        .contents_utf8()
                        .ok_or_else(|| PackError::NotUtf8 { path: path.clone() })?;
                    self.files.insert(path, text.to_owned());
                }
            }
        }
        Ok(())
    }

    fn add_folder(&mut self, root: &Path, folder: &str) -> Result<(), PackError> {
        let located = root.join(folder);
        let error = |path: &Path| {
            let path = path.to_owned();
            move |source| PackError::Io { path, source }
        };
        for entry in fs::read_dir(&located).map_err(error(&located))? {
            let entry = entry.map_err(error(&located))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = crate::tree::join(folder, &name);
            let kind = entry.file_type().map_err(error(&entry.path()))?;
            if is_left_out(Path::new(&name)) {
                continue;
            }
            if kind.is_dir() {
                self.add_folder(root, &path)?;
            } else if kind.is_file() {
                let bytes = fs::read(entry.path()).map_err(error(&entry.path()))?;
                let text = String::from_utf8(bytes)
                    .map_err(|_| PackError::NotUtf8 { path: path.clone() })?;
                self.files.insert(path, text);
            }
        }
        Ok(())
    }
}

/// Whether a folder is never a pack's own.
fn is_left_out(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str());
    name.is_some_and(digest::is_left_out)
}

#[cfg(test)]
mod tests {
    use super::{Pack, digest};

    /// Built in, it has the digest that the same folder has.
    #[test]
    fn the_digest_of_the_build() {
        let pack = Pack::embedded().expect("the embedded pack");
        assert_eq!(pack.digest(), digest::digest(&pack.files));
    }
}
