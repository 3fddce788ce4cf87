//! A tree of which nothing is asked twice.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::{Entry, EntryKind, Tree, TreeError, parent};

/// Another tree, which does not change meanwhile: each folder is listed once and each file is read once, and what
/// stands at a path is told by the list of its folder.
pub struct KnownTree<'base> {
    base: Rc<dyn Tree + 'base>,
    /// The entries of each folder that was asked about, sorted by name; none of what is no folder.
    folders: RefCell<HashMap<String, Rc<Vec<Entry>>>>,
    files: RefCell<HashMap<String, Option<Rc<[u8]>>>>,
}

impl<'base> KnownTree<'base> {
    /// A tree of which nothing is known yet.
    #[must_use]
    pub fn new(base: &'base dyn Tree) -> Self {
        Self::of(Rc::new(base))
    }

    /// A tree that nobody else need hold, of which nothing is known yet.
    #[must_use]
    pub fn of(base: Rc<dyn Tree + 'base>) -> Self {
        Self {
            base,
            folders: RefCell::default(),
            files: RefCell::default(),
        }
    }

    fn folder(&self, path: &str) -> Result<Rc<Vec<Entry>>, TreeError> {
        if let Some(known) = self.folders.borrow().get(path) {
            return Ok(known.clone());
        }
        let is_folder = path.is_empty() || matches!(self.entry(path)?, Some(EntryKind::Directory));
        let entries = if is_folder {
            self.base.list(path)?
        } else {
            Vec::new()
        };
        let entries = Rc::new(entries);
        let mut folders = self.folders.borrow_mut();
        folders.insert(path.to_owned(), entries.clone());
        Ok(entries)
    }

    /// What the list of its folder says of a path.
    fn entry(&self, path: &str) -> Result<Option<EntryKind>, TreeError> {
        let entries = self.folder(parent(path))?;
        let name = path.rsplit('/').next().unwrap_or(path);
        let found = entries.binary_search_by(|entry| entry.name.as_str().cmp(name));
        Ok(found.ok().map(|index| entries[index].kind))
    }
}

/// Whether a list tells what stands at a path: it leaves out `.git`, and does not know `.` and `..`.
fn is_listed(path: &str) -> bool {
    path.split('/')
        .all(|name| !matches!(name, "" | "." | ".." | ".git"))
}

impl Tree for KnownTree<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, TreeError> {
        if let Some(known) = self.files.borrow().get(path) {
            return Ok(known.as_ref().map(|bytes| bytes.to_vec()));
        }
        let bytes = if self.is_file(path)? {
            self.base.read(path)?
        } else {
            None
        };
        let known = bytes.as_deref().map(Rc::from);
        self.files.borrow_mut().insert(path.to_owned(), known);
        Ok(bytes)
    }

    fn read_prefix(&self, path: &str, length: u64) -> Result<Option<Vec<u8>>, TreeError> {
        if self.is_file(path)? {
            self.base.read_prefix(path, length)
        } else {
            Ok(None)
        }
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, TreeError> {
        if !is_listed(path) {
            return self.base.kind(path);
        }
        match self.entry(path) {
            // Only the file itself says whether it is executable.
            Ok(Some(EntryKind::File { .. })) | Err(_) => self.base.kind(path),
            known => known,
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<Entry>, TreeError> {
        if !directory.is_empty() && !is_listed(directory) {
            return self.base.list(directory);
        }
        Ok(self.folder(directory)?.to_vec())
    }

    fn is_file(&self, path: &str) -> Result<bool, TreeError> {
        if !is_listed(path) {
            return self.base.is_file(path);
        }
        match self.entry(path) {
            Ok(entry) => Ok(matches!(entry, Some(EntryKind::File { .. }))),
            Err(_) => self.base.is_file(path),
        }
    }

    fn is_shared(&self, path: &str) -> Result<bool, TreeError> {
        self.base.is_shared(path)
    }
}
