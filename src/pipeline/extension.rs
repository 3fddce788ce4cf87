//! A compose file of the user's own, with services of the catalogue in it: spliced in place, and undone the same way.

mod around;
mod choice;
mod find;
mod mounted;
mod outcome;
mod theirs;

pub use find::{compose_files, extended_compose_file, extended_env_file};

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::answers::{Answers, AskError, Layout, PartialAnswers, Prompter, Situation, ask};
use crate::catalog::Catalog;
use crate::files::{File, FileSet, Mode};
use crate::inspect::{Hints, Project};
use crate::lock::{self, Extended, Lock};
use crate::merge::OnConflict;
use crate::plan::Change;
use crate::tree::{OverlayTree, Tree, TreeError};

use super::displaced::Displacing;
use super::owned::{owned, patched, unpatched};
use super::part::Part;
use super::restore::recorded;
use super::{Facts, Outcome, PipelineError, Restored, current, plan, read_lock, regular};

/// The name of `manage.py`, where there is none: nothing here runs it.
const MANAGE_PY: &str = "manage.py";

/// What one run works on.
pub struct ComposeExtension<'run> {
    /// The path of the compose file, from the root.
    pub path: &'run str,
    /// The service in it that runs the project, where the user has named it.
    pub web: Option<&'run str>,
    /// The path of the project's `manage.py`, where it has been chosen from several.
    pub manage_py: Option<&'run str>,
    /// What the pack offers.
    pub catalog: &'run Catalog,
    /// Where the facts come from.
    pub facts: Facts,
    /// Whether a file is the same for everybody: what one machine's says decides nothing.
    pub is_shared: &'run dyn Fn(&str) -> bool,
    /// What becomes of lines that both the user and djdock change.
    pub on_conflict: Option<OnConflict>,
}

impl ComposeExtension<'_> {
    /// The choices: these services, and those that they need.
    pub fn answers(
        &self,
        tree: &dyn Tree,
        given: PartialAnswers,
        prompter: &mut dyn Prompter,
    ) -> Result<Result<Answers, AskError>, PipelineError> {
        let restored = self.restored(tree)?;
        let project = self.project(&restored)?;
        let services = given.with.unwrap_or_default();
        let theirs = self.theirs(restored.tree(), &services)?;
        let (databases, others): (Vec<String>, Vec<String>) = services
            .into_iter()
            .partition(|name| self.provides_database(name));
        let manage_py = project.manage_py.clone();
        let given = PartialAnswers {
            layout: Some(Layout::Single),
            manage_py: Some(manage_py.unwrap_or_else(|| MANAGE_PY.to_owned())),
            db: databases.into_iter().next(),
            with: Some(others),
            implied: given.implied,
            set: given.set,
            ..PartialAnswers::default()
        };
        let situation = Situation {
            extends: true,
            ..Situation::default()
        };
        let given = self.beside(given, &theirs);
        let answers = ask(given, &project, &situation, self.catalog, prompter);
        Ok(answers.map(|answers| self.without(answers, &theirs)))
    }

    /// What the file and the project's own become with these choices; without a service, what they were.
    ///
    /// Edits of what djdock added are merged like those of a file of its own: they stay, and one of a service that goes is
    /// for the user to settle.
    pub fn run(&self, tree: &dyn Tree, answers: &Answers) -> Result<Outcome, PipelineError> {
        let lock = self.lock(tree)?;
        let splices = lock.as_ref().and_then(|lock| lock.patched.get(self.path));
        let current = tree.read_text(self.path)?;
        let (Some(splices), Some(current)) = (splices, current) else {
            return self.run_on(tree, answers);
        };
        let written = splices.as_written(&current);
        if written == current {
            return self.run_on(tree, answers);
        }
        let files = [(self.path.to_owned(), Some(written.clone()))];
        let mut outcome = self.run_on(&OverlayTree::new(tree, files.into()), answers)?;
        let changes = &mut outcome.plan.changes;
        let after = changes.iter().position(|change| change.path == self.path);
        let after = after.and_then(|index| changes.remove(index).after);
        let mode = current_mode(tree, self.path)?;
        let rendered = after.map_or_else(|| written.clone(), |file| file.text);
        let merged = outcome.notes.merged(
            self.path,
            Some(current.clone()),
            Some(&written),
            &rendered,
            self.on_conflict,
        );
        if let Some(text) = merged.filter(|text| *text != current) {
            let file = |text| Some(File { text, mode });
            outcome.plan.changes.push(Change {
                path: self.path.to_owned(),
                before: file(current),
                after: file(text),
            });
            outcome.plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Ok(outcome)
    }

    /// [`Self::run`], where what djdock added stands as it was written.
    fn run_on(&self, tree: &dyn Tree, answers: &Answers) -> Result<Outcome, PipelineError> {
        let restored = self.restored(tree)?;
        let lock = restored.lock();
        let project = self.project(&restored)?;
        let displacing = self.displacing(tree, lock, answers);
        let former = Part {
            desired: former(restored.tree(), lock)?,
            ..Part::default()
        };
        let (mut part, mut stacks) = (former, Vec::new());
        if self.services(answers).is_empty() {
            part = part.and(owned(&displacing, FileSet::new())?);
            part.desired.insert(lock::PATH.to_owned(), None);
        } else {
            let extension = self.extension(&restored, &project, answers)?;
            not_taken(&displacing, &extension.mounted)?;
            part = part
                .and(owned(&displacing, extension.mounted)?)
                .and(patched(extension.patches, tree, lock)?);
            part = unpatched(part, tree, lock)?;
            part.notes.extend(extension.notes);
            let next = part.lock(self.recorded(answers, &project)).render(lock)?;
            part.desired
                .insert(lock::PATH.to_owned(), Some(regular(next)));
            stacks.push(extension.stack);
        }
        Ok(Outcome {
            plan: plan(tree, part.desired)?,
            stacks,
            project,
            notes: part.notes,
        })
    }

    /// The lock of what is added, but for its files.
    fn recorded(&self, answers: &Answers, project: &Project) -> Lock {
        let extended = Extended {
            compose: self.path.to_owned(),
            web: self.web.map(str::to_owned),
            services: self.services(answers),
            implied: answers.implied.clone(),
            set: answers.set.clone(),
        };
        let pack = &self.catalog.manifest.name;
        let facts = recorded(project, self.catalog);
        Lock {
            extended: Some(extended),
            ..Lock::new(Vec::new(), pack, &self.catalog.digest, facts)
        }
    }

    /// The tree's lock. A compose file that has another name now keeps what is known of it.
    fn lock(&self, tree: &dyn Tree) -> Result<Option<Lock>, PipelineError> {
        let mut lock = read_lock(tree)?;
        if let Some(lock) = &mut lock
            && let Some(own) = lock
                .extended
                .as_mut()
                .filter(|own| own.compose != self.path)
        {
            if let Some(splices) = lock.patched.remove(&own.compose) {
                lock.patched.insert(self.path.to_owned(), splices);
            }
            self.path.clone_into(&mut own.compose);
        }
        Ok(lock)
    }

    /// The tree as it was before djdock.
    fn restored<'t>(&'t self, tree: &'t dyn Tree) -> Result<Restored<'t>, PipelineError> {
        let lock = self.lock(tree)?;
        let uses = &self.catalog.uses;
        Restored::by(lock, Rc::new(tree), tree, uses)
    }

    /// The facts that the lock recorded, or those of today.
    fn project(&self, restored: &Restored<'_>) -> Result<Project, PipelineError> {
        match restored.lock() {
            Some(lock)
                if self.facts == Facts::Recorded
                    && lock.digest == self.catalog.digest
                    && self
                        .manage_py
                        .is_none_or(|own| lock.facts.manage_py.as_deref() == Some(own)) =>
            {
                Ok(lock.facts.clone())
            }
            _ => {
                let hints = Hints {
                    manage_py: self.manage_py.map(str::to_owned),
                    ..Hints::default()
                };
                Ok(restored.project(&hints)?)
            }
        }
    }
}

/// The permissions of a file that stands.
fn current_mode(tree: &dyn Tree, path: &str) -> Result<Mode, TreeError> {
    Ok(current(tree, path)?.map_or(Mode::Regular, |file| file.mode))
}

/// What an earlier run patched, as it was before.
fn former(
    restored: &dyn Tree,
    lock: Option<&Lock>,
) -> Result<BTreeMap<String, Option<File>>, TreeError> {
    let paths = lock.iter().flat_map(|lock| lock.patched.keys());
    let mut former = BTreeMap::new();
    for path in paths {
        former.insert(path.clone(), restored.read_text(path)?.map(regular));
    }
    Ok(former)
}

/// Refuses where a file of the user's stands in the place of one that is to be mounted.
fn not_taken(displacing: &Displacing<'_>, mounted: &FileSet) -> Result<(), PipelineError> {
    for path in mounted.keys() {
        if displacing.users(path, mounted)?.is_some() {
            let path = path.clone();
            return Err(PipelineError::MountTaken { path });
        }
    }
    Ok(())
}
