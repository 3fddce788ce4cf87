//! The user's own files after their patches: settings, requirements, and the files that gain lines.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::inspect::{Project, Tool};
use crate::patch::{self, Patched, PatchedText, RequirementsError, Step};
use crate::render;
use crate::stack::Stack;
use crate::tree::Tree;

use super::PipelineError;

/// The patched files, and what is left to the user.
#[derive(Default)]
pub(super) struct Patches {
    pub(super) files: BTreeMap<String, PatchedText>,
    pub(super) steps: Vec<(String, Step)>,
}

impl Patches {
    /// Patches the files of a tree that holds no patch of djdock's.
    pub(super) fn new(
        tree: &dyn Tree,
        project: &Project,
        stack: &Stack,
        catalog: &Catalog,
    ) -> Result<Self, PipelineError> {
        let mut all = Self::default();
        if let Some(path) = project.settings.files.first() {
            all.settings(tree, path, stack, catalog)?;
        }
        all.requirements(tree, project, stack)?;
        for (path, lines) in &catalog.manifest.lines {
            let source = tree.read_text(path)?;
            let patched = patch::patch_lines(source.as_deref(), lines);
            all.files.insert(path.clone(), patched);
        }
        Ok(all)
    }

    fn settings(
        &mut self,
        tree: &dyn Tree,
        path: &str,
        stack: &Stack,
        catalog: &Catalog,
    ) -> Result<(), PipelineError> {
        let source = tree.read_text(path)?.unwrap_or_default();
        let wanted = render::settings_patch(stack, catalog)?;
        let patched = patch::patch_settings(&source, &wanted);
        let Patched {
            text,
            splices,
            steps,
            ..
        } = patched.map_err(|source| PipelineError::Patch {
            path: path.to_owned(),
            source,
        })?;
        self.steps
            .extend(steps.into_iter().map(|step| (path.to_owned(), step)));
        self.files
            .insert(path.to_owned(), PatchedText { text, splices });
        Ok(())
    }

    fn requirements(
        &mut self,
        tree: &dyn Tree,
        project: &Project,
        stack: &Stack,
    ) -> Result<(), PipelineError> {
        let path = &stack.project.requirements;
        let tool = project.dependencies.tool;
        if !matches!(tool, Tool::Pip | Tool::None) {
            let (tool, file) = (format!("{tool:?}").to_lowercase(), path.clone());
            return Err(PipelineError::Tool { tool, file });
        }
        let source = tree.read_text(path)?;
        let patched = patch::patch_requirements(source.as_deref(), &stack.packages);
        let patched = patched.map_err(|RequirementsError::Hashes { line, missing }| {
            let path = path.clone();
            PipelineError::Requirements {
                path,
                line,
                missing,
            }
        })?;
        self.files.insert(path.clone(), patched);
        Ok(())
    }
}
