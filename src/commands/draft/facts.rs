//! What is found out before anything is asked.

use std::collections::BTreeSet;

use crate::answers::{PartialAnswers, Situation};
use crate::branches::Tips;
use crate::environment::Environment;
use crate::error::Error;
use crate::inspect::{self, Hints, Project, SqliteFile};
use crate::pipeline;
use crate::tree::{CommitTree, Tree};

use super::{DraftRequest, on_branch};

impl DraftRequest<'_> {
    /// The facts of the tree that everything starts from.
    pub(super) fn found(
        &self,
        hints: &Hints,
        tips: Option<&Tips>,
        given: &PartialAnswers,
    ) -> Result<(Project, Situation), Error> {
        match (tips, &self.place.repository) {
            (Some(tips), Some(repository)) => {
                let commit = tips.base(Environment::Dev);
                let tree = CommitTree::of_commit(repository, commit)?;
                let facts = self.facts(&tree, hints);
                match tips.dev {
                    Some(_) => facts.map_err(on_branch(&self.place.branch_names(given)[0])),
                    None => facts,
                }
            }
            _ => self.facts(&self.place.work, hints),
        }
    }

    /// The facts that questions depend on, from the tree as it is without djdock.
    fn facts(&self, tree: &dyn Tree, hints: &Hints) -> Result<(Project, Situation), Error> {
        let restored = pipeline::restored(tree)?;
        let project = inspect::inspect(&restored, &self.place.work, hints, &self.catalog.uses)?;
        let settings = project.settings.files.first();
        let settings_text = match settings {
            Some(path) => restored.read_text(path)?.unwrap_or_default(),
            None => String::new(),
        };
        let situation = Situation {
            repository: self.place.repository.is_some(),
            sqlite_tables: self.has_sqlite_tables(&project)?,
            existing: self.existing(&restored)?,
            settings_text,
            extends: false,
        };
        Ok((project, situation))
    }

    /// Files of the user's own under names that some stack of the pack writes.
    fn existing(&self, tree: &dyn Tree) -> Result<Vec<String>, Error> {
        let files = self.catalog.every_file();
        let names = files.flat_map(|file| [Some(file.path.clone()), file.single.clone()]);
        let mut paths: BTreeSet<String> = names.flatten().collect();
        paths.extend(self.catalog.shadows());
        let mut existing = Vec::new();
        for path in paths {
            if tree.is_file(&path)? {
                existing.push(path);
            }
        }
        Ok(existing)
    }

    /// Whether there are rows to carry over: a sqlite file of the project's with tables in it.
    fn has_sqlite_tables(&self, project: &Project) -> Result<bool, Error> {
        let database = project.databases.get("default");
        let file = database
            .filter(|database| database.engine.as_deref() == Some("sqlite3"))
            .and_then(|database| database.name.as_deref());
        let Some(file) = file else {
            return Ok(false);
        };
        let found = inspect::sqlite_file(&self.place.work, file)?;
        Ok(found == SqliteFile::Tables)
    }
}
