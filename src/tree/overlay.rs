//! A tree with some files replaced or taken away.

use std::collections::BTreeMap;

use super::{Entry, EntryKind, Tree, TreeError, parent};

/// Another tree, some of whose files read otherwise. `None` takes a file away.
pub struct OverlayTree<'base> {
    base: &'base dyn Tree,
    files: BTreeMap<String, Option<String>>,
}

impl<'base> OverlayTree<'base> {
    /// `base`, with these files in place of its own.
    #[must_use]
    pub fn new(base: &'base dyn Tree, files: BTreeMap<String, Option<String>>) -> Self {
        Self { base, files }
    }
}

impl Tree for OverlayTree<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, TreeError> {
        match self.files.get(path) {
            Some(text) => Ok(text.as_ref().map(|text| text.clone().into_bytes())),
            None => self.base.read(path),
        }
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, TreeError> {
        match self.files.get(path) {
            Some(None) => Ok(None),
            Some(Some(_)) => Ok(Some(EntryKind::File { executable: false })),
            None => self.base.kind(path),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<Entry>, TreeError> {
        let mut entries = self.base.list(directory)?;
        entries.retain(|entry| {
            let path = super::join(directory, &entry.name);
            self.files.get(&path).is_none_or(Option::is_some)
        });
        let kept = self.files.iter().filter(|(_, text)| text.is_some());
        for (path, _) in kept.filter(|(path, _)| parent(path) == directory) {
            let name = path.rsplit('/').next().unwrap_or(path);
            if entries.iter().all(|entry| entry.name != name) {
                let kind = EntryKind::File { executable: false };
                entries.push(Entry {
                    name: name.to_owned(),
                    kind,
                });
            }
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }
}
