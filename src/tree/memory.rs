//! A tree in memory, for tests and for a tree that is another one with some files replaced.

use std::collections::BTreeMap;

use super::{Entry, EntryKind, Tree, TreeError};

/// A tree whose files are texts and bytes in memory, by their paths.
#[derive(Clone, Debug, Default)]
pub struct MemoryTree {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryTree {
    /// A tree of the given files.
    pub fn new<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        Self {
            files: files
                .into_iter()
                .map(|(path, bytes)| (path.into(), bytes.into()))
                .collect(),
        }
    }
}

impl Tree for MemoryTree {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, TreeError> {
        Ok(self.files.get(path).cloned())
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, TreeError> {
        if self.files.contains_key(path) {
            return Ok(Some(EntryKind::File { executable: false }));
        }
        let folder = format!("{path}/");
        let holds = self
            .files
            .keys()
            .any(|file| path.is_empty() || file.starts_with(&folder));
        Ok(holds.then_some(EntryKind::Directory))
    }

    fn list(&self, directory: &str) -> Result<Vec<Entry>, TreeError> {
        let prefix = if directory.is_empty() {
            String::new()
        } else {
            format!("{directory}/")
        };
        let mut entries = BTreeMap::new();
        for rest in self
            .files
            .keys()
            .filter_map(|file| file.strip_prefix(&prefix))
        {
            let (name, kind) = match rest.split_once('/') {
                Some((name, _)) => (name, EntryKind::Directory),
                None => (rest, EntryKind::File { executable: false }),
            };
            entries.insert(name.to_owned(), kind);
        }
        Ok(entries
            .into_iter()
            .map(|(name, kind)| Entry { name, kind })
            .collect())
    }
}
