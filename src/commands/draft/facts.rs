//! What is found out before anything is asked.

use std::collections::BTreeSet;
use std::rc::Rc;

use git2::Repository;

use crate::answers::{PartialAnswers, Situation};
use crate::branches::{Commits, Tips};
use crate::environment::Environment;
use crate::error::Error;
use crate::inspect::{self, Hints, Project, SqliteFile};
use crate::pipeline::Restored;
use crate::tree::Tree;

use super::{DraftRequest, on_branch};

/// The tree that everything starts from, without djdock.
pub(super) struct Ground<'t> {
    pub(super) restored: Rc<Restored<'t>>,
    /// The branch that an error names.
    branch: Option<String>,
}

impl Ground<'_> {
    fn project(&self, hints: &Hints) -> Result<Project, Error> {
        let project = self.restored.project(hints).map_err(Error::from);
        match &self.branch {
            Some(branch) => project.map_err(on_branch(branch)),
            None => project,
        }
    }
}

impl DraftRequest<'_> {
    /// The commits that a command looks at.
    pub(super) fn commits<'r>(&'r self, repository: &'r Repository) -> Commits<'r> {
        Commits::new(repository, &self.place.work, &self.catalog.uses)
    }

    /// dev's commit, or the one that it will start from.
    pub(super) fn on_dev<'r>(
        &self,
        commits: &Commits<'r>,
        tips: &Tips,
        given: &PartialAnswers,
    ) -> Result<Ground<'r>, Error> {
        let dev = tips.dev.map(|_| self.place.branch_names(given));
        let branch = dev.map(|[dev, _]| dev);
        let restored = commits.restored(tips.base(Environment::Dev));
        let restored = restored.map_err(Error::from);
        let restored = match &branch {
            Some(branch) => restored.map_err(on_branch(branch))?,
            None => restored?,
        };
        Ok(Ground { restored, branch })
    }

    /// The work tree.
    pub(super) fn on_work_tree(&self) -> Result<Ground<'_>, Error> {
        let work = &self.place.work;
        let restored = Restored::new(Rc::new(work), work, &self.catalog.uses)?;
        Ok(Ground {
            restored: Rc::new(restored),
            branch: None,
        })
    }

    /// The facts that questions depend on.
    pub(super) fn facts(
        &self,
        ground: &Ground<'_>,
        hints: &Hints,
    ) -> Result<(Project, Situation), Error> {
        let tree = ground.restored.tree();
        let project = ground.project(hints)?;
        let settings = project.settings.files.first();
        let settings_text = match settings {
            Some(path) => tree.read_text(path)?.unwrap_or_default(),
            None => String::new(),
        };
        let situation = Situation {
            repository: self.place.repository.is_some(),
            sqlite_tables: self.has_sqlite_tables(&project)?,
            existing: self.existing(tree)?,
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
