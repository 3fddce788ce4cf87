//! Which package a module comes from, where no dependency file names it; a file is parsed only where that may matter.

use std::collections::{HashMap, HashSet};

use super::{BRINGS, known};
use crate::inspect::dependencies::{Declared, normalize};
use crate::python::{Sources, imports, is_standard, mentioned};
use crate::text::position;
use crate::tree::{EntryKind, TreeError, join};

/// What is looked for, and what is known of modules already.
pub(super) struct Search<'run> {
    sources: &'run Sources<'run>,
    folder: &'run str,
    declared: &'run Declared,
    /// The modules that come along with what is declared.
    brought: HashSet<&'static str>,
    known: HashMap<String, Option<String>>,
}

impl<'run> Search<'run> {
    /// Nothing is known yet. `folder` is the one on `sys.path`.
    pub(super) fn new(
        sources: &'run Sources<'run>,
        folder: &'run str,
        declared: &'run Declared,
    ) -> Self {
        let comes = |package: &str| declared.package(&normalize(package)).is_some();
        let brought = BRINGS.iter().filter(|(package, _)| comes(package));
        Self {
            sources,
            folder,
            declared,
            brought: brought.flat_map(|(_, modules)| modules).copied().collect(),
            known: HashMap::new(),
        }
    }

    /// The modules that a file needs, and where; none where no package is missing for any of them.
    pub(super) fn needed(
        &mut self,
        file: &str,
        text: String,
    ) -> Result<Vec<(String, String)>, TreeError> {
        let mut needed = Vec::new();
        let mut imported = false;
        for module in mentioned(&text) {
            imported |= self.package(module)?.is_some();
        }
        let field = text.find("models.ImageField(");
        let line = field.map(|offset| position(&text, offset).0);
        if imported && let Ok(parsed) = self.sources.parse(file, text) {
            let imports = imports(&parsed).into_iter();
            needed.extend(imports.map(|(name, at)| (name, at.to_string())));
        }
        needed.extend(line.map(|line| ("PIL".to_owned(), format!("{file}:{line}"))));
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
        // A lock lists everything, also under names that the table does not have.
        if declared.lock.is_some() || is_standard(top) || self.brought.contains(top) {
            return Ok(None);
        }
        let Some(packages) = known(module) else {
            return Ok(None);
        };
        let is_declared = |name: &&str| declared.package(&normalize(name)).is_some();
        if packages.iter().any(is_declared) {
            return Ok(None);
        }
        let mut starts = self.sources.path(self.folder);
        starts.extend(["", "src"].map(str::to_owned));
        for start in starts {
            let path = join(&start, top);
            let own = self.sources.tree().is_file(&format!("{path}.py"))?
                || self.sources.tree().kind(&path)? == Some(EntryKind::Directory);
            if own {
                return Ok(None);
            }
        }
        Ok(packages.first().map(|package| (*package).to_owned()))
    }
}
