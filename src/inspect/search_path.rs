//! Where modules are found beside the folder that the project starts in: what its entry points put on `sys.path`.

use super::project::Project;
use crate::python::{OnPath, Sources};
use crate::tree::{EntryKind, TreeError};

/// The folders of the repository that entry points put on `sys.path`, in their order.
pub(super) struct SearchPath<'run> {
    sources: &'run Sources<'run>,
    /// The folder that the process starts in, which is there anyway.
    folder: &'run str,
    found: Vec<OnPath>,
}

impl<'run> SearchPath<'run> {
    /// None are known yet.
    pub(super) fn new(sources: &'run Sources<'run>, folder: &'run str) -> Self {
        sources.look_in(&[]);
        Self {
            sources,
            folder,
            found: Vec::new(),
        }
    }

    /// Adds those of an entry point that are there, and from here on looks for modules in them.
    pub(super) fn add(&mut self, path: &[OnPath]) -> Result<(), TreeError> {
        for (folder, at) in path {
            let is_new =
                folder != self.folder && self.found.iter().all(|(known, _)| known != folder);
            // A colon would end it in PYTHONPATH, which knows no way to say otherwise.
            if is_new && !folder.contains(':') && self.is_folder(folder)? {
                self.found.push((folder.clone(), at.clone()));
            }
        }
        let folders = self.found.iter().map(|(folder, _)| folder.clone());
        self.sources.look_in(&folders.collect::<Vec<_>>());
        Ok(())
    }

    fn is_folder(&self, path: &str) -> Result<bool, TreeError> {
        let kind = self.sources.tree().kind(path)?;
        Ok(path.is_empty() || kind == Some(EntryKind::Directory))
    }

    /// Notes them, each with its place.
    pub(super) fn keep(self, project: &mut Project) {
        for (index, (folder, at)) in self.found.into_iter().enumerate() {
            let fact = format!("python_path.{index}");
            project.evidence.insert(fact, at.to_string());
            project.python_path.push(folder);
        }
    }
}
