//! A template pack as text: the embedded one and one on disk, read alike.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::digest;

/// The paths and texts of the built-in pack.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pack.rs"));

/// Its files of TOML as JSON, in the order of their paths. Services have in theirs what they have of others.
static MANIFESTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/manifests.rs"));

/// The files of a pack, by path from the pack's root.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// The texts of the files, by their paths from the pack's root.
    pub files: BTreeMap<String, Cow<'static, str>>,
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
    #[must_use]
    pub fn embedded() -> Self {
        let files = FILES.iter();
        Self {
            files: files
                .map(|(path, text)| ((*path).to_owned(), Cow::Borrowed(*text)))
                .collect(),
            built_in: true,
        }
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

    /// What a file of TOML says, where that was read when djdock was built.
    pub(super) fn built<T: Deserialize<'static>>(&self, path: &str) -> Option<T> {
        if !self.built_in {
            return None;
        }
        let at = MANIFESTS
            .binary_search_by_key(&path, |(path, _)| path)
            .ok()?;
        serde_json::from_str(MANIFESTS[at].1).ok()
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
            if digest::is_left_out(&name) {
                continue;
            }
            if kind.is_dir() {
                self.add_folder(root, &path)?;
            } else if kind.is_file() {
                let bytes = fs::read(entry.path()).map_err(error(&entry.path()))?;
                let text = String::from_utf8(bytes)
                    .map_err(|_| PackError::NotUtf8 { path: path.clone() })?;
                self.files.insert(path, Cow::Owned(text));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Catalog, uses};
    use super::{Pack, digest};

    /// Built in, it has the digest that the same folder has.
    #[test]
    fn the_digest_of_the_build() {
        let pack = Pack::embedded();
        assert_eq!(pack.digest(), digest::digest(&pack.files));
    }

    /// Built in, its manifests say what their TOML says, which nobody reads.
    #[test]
    fn the_manifests_of_the_build() {
        let folder = Pack::from_folder(Path::new("templates")).expect("the same folder");
        let mut built = Pack::embedded();
        assert_eq!(built.files, folder.files);
        let manifests = built.files.iter_mut();
        for (_, text) in manifests.filter(|(path, _)| path.strip_suffix(".toml").is_some()) {
            *text = "= no TOML, but uses".into();
        }
        let said = |pack: &Pack| {
            let catalog = Catalog::load(pack).expect("the built-in pack");
            let uses = uses(pack).expect("its uses");
            format!(
                "{:#?} {uses:#?}",
                (
                    catalog.manifest,
                    catalog.settings,
                    catalog.services,
                    catalog.tools,
                    catalog.uses,
                )
            )
        };
        assert_eq!(said(&built), said(&folder));
    }
}
