//! Which package a module comes from, where no dependency file names it; a file is parsed only where that may matter.

use std::collections::HashMap;

use super::{BRINGS, STDLIB, known};
use crate::inspect::dependencies::{Declared, normalize};
use crate::python::{imports, mentioned};
use crate::tree::{EntryKind, Tree, TreeError, join};

/// What is looked for, and what is known of modules already.
pub(super) struct Search<'run> {
    tree: &'run dyn Tree,
    folder: &'run str,
    declared: &'run Declared,
    known: HashMap<String, Option<String>>,
}

impl<'run> Search<'run> {
    /// Nothing is known yet. `folder` is the one on `sys.path`.
    pub(super) fn new(tree: &'run dyn Tree, folder: &'run str, declared: &'run Declared) -> Self {
        Self {
            tree,
            folder,
            declared,
            known: HashMap::new(),
        }
    }

    /// The modules that a file needs, and where; none where no package is missing for any of them.
    pub(super) fn needed(
        &mut self,
        file: &str,
        text: &str,
    ) -> Result<Vec<(String, String)>, TreeError> {
        let mut needed = Vec::new();
        for module in mentioned(text) {
            if self.package(module)?.is_some() {
                let imports = imports(text).into_iter();
                needed.extend(imports.map(|(name, line)| (name, format!("{file}:{line}"))));
                break;
            }
        }
        if let Some(offset) = text.find("models.ImageField(") {
            let line = text[..offset].matches('\n').count() + 1;
            needed.push(("PIL".to_owned(), format!("{file}:{line}")));
        }
        Ok(needed)
    }

    /// The package that brings a module, unless it is the project's own, Python's, declared, or unknown.
    pub(super) fn package(&mut self, module: &str) -> Result<Option<String>, TreeError> {
        if let Some(known) = self.known.get(module) {
            return Ok(known.clone());
        }
        let package = self.look_up(module)?;
        self.known.insert(module.to_owned(), package.clone());
        Ok(package)
    }

    fn look_up(&self, module: &str) -> Result<Option<String>, TreeError> {
        let declared = self.declared;
        let top = module.split('.').next().unwrap_or(module);
        if STDLIB.contains(top) {
            return Ok(None);
        }
        let Some(mut packages) = known(module) else {
            return Ok(None);
        };
        for start in [self.folder, "", "src"] {
            let path = join(start, top);
            let own = self.tree.is_file(&format!("{path}.py"))?
                || self.tree.kind(&path)? == Some(EntryKind::Directory);
            if own {
                return Ok(None);
            }
        }
        let is_declared = |name: &str| declared.package(&normalize(name)).is_some();
        let brought = BRINGS.iter().any(|(package, mut modules)| {
            modules.any(|brought| brought == top) && is_declared(package)
        });
        // A lock lists everything, also under names that the table does not have.
        let locked = declared.lock.is_some();
        if brought || locked || packages.clone().any(is_declared) {
            return Ok(None);
        }
        Ok(packages.next().map(str::to_owned))
    }
}
