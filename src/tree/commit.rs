//! The files of a commit.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use git2::{ErrorCode, ObjectType, Oid, Repository};

use super::{Entry, EntryKind, MAX_FILE_SIZE, Tree, TreeError, start_of};

/// A git tree object; neither the work tree nor the index is looked at.
pub struct CommitTree<'repository> {
    repository: &'repository Repository,
    tree: git2::Tree<'repository>,
    /// What was read: it takes time to unpack, and never changes.
    read: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl<'repository> CommitTree<'repository> {
    /// The tree of a commit.
    pub fn of_commit(repository: &'repository Repository, commit: Oid) -> Result<Self, TreeError> {
        let tree = repository
            .find_commit(commit)
            .and_then(|commit| commit.tree())
            .map_err(git_error(&commit.to_string()))?;
        Ok(Self::new(repository, tree))
    }

    /// The tree with this id.
    pub fn of_tree(repository: &'repository Repository, tree: Oid) -> Result<Self, TreeError> {
        let tree = repository
            .find_tree(tree)
            .map_err(git_error(&tree.to_string()))?;
        Ok(Self::new(repository, tree))
    }

    fn new(repository: &'repository Repository, tree: git2::Tree<'repository>) -> Self {
        Self {
            repository,
            tree,
            read: RefCell::default(),
        }
    }

    /// What git calls the tree.
    #[must_use]
    pub fn id(&self) -> Oid {
        self.tree.id()
    }

    fn entry(&self, path: &str) -> Result<Option<git2::TreeEntry<'static>>, TreeError> {
        match self.tree.get_path(Path::new(path)) {
            Ok(entry) => Ok(Some(entry)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(source) => Err(git_error(path)(source)),
        }
    }

    fn file(&self, path: &str) -> Result<Option<git2::TreeEntry<'static>>, TreeError> {
        let entry = self.entry(path)?;
        Ok(entry.filter(|entry| matches!(kind_of(entry), EntryKind::File { .. })))
    }
}

fn git_error(path: &str) -> impl FnOnce(git2::Error) -> TreeError {
    let path = path.to_owned();
    move |source| TreeError::Git { path, source }
}

fn kind_of(entry: &git2::TreeEntry<'_>) -> EntryKind {
    match (entry.kind(), entry.filemode()) {
        (Some(ObjectType::Tree), _) => EntryKind::Directory,
        (Some(ObjectType::Blob), 0o100_755) => EntryKind::File { executable: true },
        // Symbolic links are blobs too.
        (Some(ObjectType::Blob), mode) if mode & 0o170_000 == 0o100_000 => {
            EntryKind::File { executable: false }
        }
        _ => EntryKind::Other,
    }
}

impl Tree for CommitTree<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, TreeError> {
        if let Some(bytes) = self.read.borrow().get(path) {
            return Ok(Some(bytes.clone()));
        }
        let Some(entry) = self.file(path)? else {
            return Ok(None);
        };
        let blob = self
            .repository
            .find_blob(entry.id())
            .map_err(git_error(path))?;
        let size = blob.size() as u64;
        if size > MAX_FILE_SIZE {
            let path = path.to_owned();
            return Err(TreeError::TooLarge { path, size });
        }
        let bytes = blob.content().to_vec();
        self.read
            .borrow_mut()
            .insert(path.to_owned(), bytes.clone());
        Ok(Some(bytes))
    }

    fn read_prefix(&self, path: &str, length: u64) -> Result<Option<Vec<u8>>, TreeError> {
        let Some(entry) = self.file(path)? else {
            return Ok(None);
        };
        let objects = self.repository.odb().map_err(git_error(path))?;
        let mut prefix = Vec::new();
        if let Ok((reader, ..)) = objects.reader(entry.id())
            && reader.take(length).read_to_end(&mut prefix).is_ok()
        {
            return Ok(Some(prefix));
        }
        // git unpacks a packed one as a whole.
        Ok(self.read(path)?.map(|bytes| start_of(bytes, length)))
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, TreeError> {
        if path.is_empty() {
            return Ok(Some(EntryKind::Directory));
        }
        Ok(self.entry(path)?.map(|entry| kind_of(&entry)))
    }

    fn list(&self, directory: &str) -> Result<Vec<Entry>, TreeError> {
        let folder;
        let tree = if directory.is_empty() {
            &self.tree
        } else {
            match self.entry(directory)? {
                Some(entry) if entry.kind() == Some(ObjectType::Tree) => {
                    folder = self
                        .repository
                        .find_tree(entry.id())
                        .map_err(git_error(directory))?;
                    &folder
                }
                _ => return Ok(Vec::new()),
            }
        };
        let mut entries: Vec<Entry> = tree
            .iter()
            .filter_map(|entry| {
                let name = entry.name().ok()?.to_owned();
                let kind = kind_of(&entry);
                Some(Entry { name, kind })
            })
            .collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }
}
