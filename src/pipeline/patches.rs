//! The user's own files after their patches: settings, requirements, and the files that gain lines.

use std::collections::BTreeMap;

use crate::catalog::{Adds, Catalog};
use crate::inspect::Project;
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
        all.requirements(tree, stack)?;
        for (path, lines) in &lines(stack, catalog) {
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

    fn requirements(&mut self, tree: &dyn Tree, stack: &Stack) -> Result<(), PipelineError> {
        if stack.tool.adds == Adds::Stack {
            return Ok(());
        }
        let path = &stack.project.requirements;
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

/// The lines that files gain: the pack's, then the tool's.
fn lines(stack: &Stack, catalog: &Catalog) -> BTreeMap<String, Vec<String>> {
    let mut lines = catalog.manifest.lines.clone();
    let tool = catalog.tool(&stack.tool.name);
    for (path, more) in tool.iter().flat_map(|tool| &tool.manifest.lines) {
        lines.entry(path.clone()).or_default().extend(more.clone());
    }
    lines
}
