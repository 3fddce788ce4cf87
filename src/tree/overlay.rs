//! A tree with some files replaced or taken away.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Entry, EntryKind, Tree, TreeError};

/// Another tree, some of whose files read otherwise. `None` takes a file away.
pub struct OverlayTree<'base> {
    base: Rc<dyn Tree + 'base>,
    files: BTreeMap<String, Option<String>>,
}

impl<'base> OverlayTree<'base> {
    /// `base`, with these files in place of its own.
    #[must_use]
    pub fn new(base: &'base dyn Tree, files: BTreeMap<String, Option<String>>) -> Self {
        Self::over(Rc::new(base), files)
    }

    /// [`Self::new`], over a tree that nobody else need hold.
    #[must_use]
    pub fn over(base: Rc<dyn Tree + 'base>, files: BTreeMap<String, Option<String>>) -> Self {
        Self { base, files }
    }

    /// The files that it adds below a folder, as paths from there.
    fn below<'own>(&'own self, folder: &str) -> impl Iterator<Item = &'own str> {
        let start = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let kept = self.files.iter().filter(|(_, text)| text.is_some());
        kept.filter_map(move |(path, _)| path.strip_prefix(&start))
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
            None => match self.base.kind(path)? {
                None if self.below(path).next().is_some() => Ok(Some(EntryKind::Directory)),
                kind => Ok(kind),
            },
        }
    }

    fn is_shared(&self, path: &str) -> Result<bool, TreeError> {
        match self.files.get(path) {
            Some(text) => Ok(text.is_some()),
            None => self.base.is_shared(path),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<Entry>, TreeError> {
        let mut entries = self.base.list(directory)?;
        entries.retain(|entry| {
            let path = super::join(directory, &entry.name);
            self.files.get(&path).is_none_or(Option::is_some)
        });
        for rest in self.below(directory) {
            let (name, kind) = match rest.split_once('/') {
                Some((name, _)) => (name, EntryKind::Directory),
                None => (rest, EntryKind::File { executable: false }),
            };
            if entries.iter().all(|entry| entry.name != name) {
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
