//! A template pack as text: the embedded one and one on disk, read alike.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};
use sha2::{Digest as _, Sha256};

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

    /// A digest of every path and text: `sha256:` and 64 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, text) in &self.files {
            for part in [path, text] {
                hasher.update((part.len() as u64).to_be_bytes());
                hasher.update(part.as_bytes());
            }
        }
        format!("sha256:{}", hexadecimal(&hasher.finalize()))
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

/// Folders that are never a pack's own: git's, and what Python leaves where a script was run.
fn is_left_out(folder: &Path) -> bool {
    folder
        .file_name()
        .is_some_and(|name| name == ".git" || name == "__pycache__")
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
