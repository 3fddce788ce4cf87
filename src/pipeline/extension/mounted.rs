//! The files that the added containers mount, written beside the compose file.

use std::collections::BTreeSet;

use super::ComposeExtension;
use crate::answers::Answers;
use crate::compose::Container;
use crate::files::FileSet;
use crate::lock::Lock;
use crate::pipeline::displaced::Displacing;
use crate::pipeline::{PipelineError, Restore};
use crate::render;
use crate::stack::{Beyond, Stack};
use crate::tree::{Tree, is_within, join, parent};

impl ComposeExtension<'_> {
    /// Those of the stack's files that the added containers mount, by their paths from the root.
    pub(super) fn mounted(&self, with: &Stack, beyond: &Beyond) -> Result<FileSet, PipelineError> {
        let mounts = beyond.containers.iter().flat_map(Container::mounts);
        let sources: Vec<&str> = mounts.filter_map(|mount| mount.below()).collect();
        let is_mounted = |path: &str| sources.iter().any(|source| is_within(path, source));
        let mut files = FileSet::new();
        for (path, file) in render::render(with, self.catalog)? {
            if is_mounted(&path) {
                files.insert(join(parent(self.path), &path), file);
            }
        }
        Ok(files)
    }

    /// What stands in their places.
    pub(super) fn displacing<'run>(
        &'run self,
        tree: &'run dyn Tree,
        lock: Option<&'run Lock>,
        answers: &'run Answers,
    ) -> Displacing<'run> {
        Displacing {
            tree,
            lock,
            answers,
            shadows: BTreeSet::new(),
            on_conflict: self.on_conflict,
            restore: &Restore::Nothing,
        }
    }
}
