//! The code that the project gets for its services: files where nothing stands, and statements for modules.

use crate::lock::Lock;
use crate::patch::{FileReads, Fragment, SettingsPatch, create_file, patch_settings};
use crate::stack::{Offered, OfferedFile, OfferedStatements};
use crate::tree::Tree;

use super::PipelineError;
use super::patches::Patches;

impl Patches {
    /// Writes it; `restored` is the tree without djdock's patches.
    pub(super) fn offered(
        &mut self,
        tree: &dyn Tree,
        restored: &dyn Tree,
        lock: Option<&Lock>,
        offered: &Offered,
    ) -> Result<(), PipelineError> {
        for file in &offered.files {
            self.offered_file(tree, restored, lock, file)?;
        }
        for statements in &offered.statements {
            self.statements(restored, statements)?;
        }
        Ok(())
    }

    fn offered_file(
        &mut self,
        tree: &dyn Tree,
        restored: &dyn Tree,
        lock: Option<&Lock>,
        file: &OfferedFile,
    ) -> Result<(), PipelineError> {
        let path = file.path.clone();
        let former = lock.and_then(|lock| lock.patched.get(&path));
        let is_edited = restored.kind(&path)?.is_some();
        match former {
            Some(former) if is_edited || tree.kind(&path)?.is_none() => {
                self.kept.insert(path, former.clone());
            }
            None if is_edited && !file.held => {
                let otherwise = file.otherwise.clone();
                return Err(PipelineError::Offered { path, otherwise });
            }
            None if is_edited => {}
            _ => {
                self.files.insert(path, create_file(&file.text));
            }
        }
        Ok(())
    }

    /// The statements of an offer, at the end of the module, as a fragment of the settings stands.
    fn statements(
        &mut self,
        restored: &dyn Tree,
        statements: &OfferedStatements,
    ) -> Result<(), PipelineError> {
        let path = statements.path.clone();
        let wanted = SettingsPatch {
            imports: statements.imports.clone(),
            fragments: vec![Fragment {
                source: statements.source.clone(),
                ..Fragment::default()
            }],
            ..SettingsPatch::default()
        };
        let source = restored.read_text(&path)?;
        let text = source.as_deref().unwrap_or_default();
        let patched = patch_settings(text, &wanted, &FileReads::default());
        let mut patched = patched.map_err(|source| {
            let path = path.clone();
            PipelineError::Patch { path, source }
        })?;
        patched.splices.created = source.is_none();
        self.files.insert(path, patched.into());
        Ok(())
    }
}
