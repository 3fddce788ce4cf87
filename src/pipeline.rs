//! The pipeline on one tree: a pure function of the tree, the evidence, the answers and the catalogue.

use std::collections::BTreeMap;
use std::rc::Rc;

mod displaced;
mod error;
mod extension;
mod offered;
mod own_database;
mod owned;
mod part;
mod patches;
mod proof;
mod requirement_files;
mod restore;
mod undo;

pub use error::PipelineError;
pub use extension::{ComposeExtension, compose_files, extended_compose_file, extended_env_file};
pub use part::{Conflict, Notes};
pub use restore::{Restored, read_lock};
pub use undo::{TreeUndo, undo};

use displaced::Displacing;
use owned::{owned, patched, unpatched};
use part::Part;
use patches::Patches;
use restore::recorded;

use crate::answers::{self, Answers};
use crate::catalog::Catalog;
use crate::environment::Environment;
use crate::files::{File, FileSet, Mode};
use crate::inspect::{Hints, Project};
use crate::lock::{self, Lock};
use crate::merge::OnConflict;
use crate::plan::{Change, Plan};
use crate::render;
use crate::stack::{self, Stack};
use crate::tree::{EntryKind, Tree, TreeError};

/// `djdock.toml`'s path from the repository's root.
pub const ANSWERS_PATH: &str = "djdock.toml";

/// What the pipeline found out about one tree.
#[derive(Debug)]
pub struct Outcome {
    /// The changes to the tree.
    pub plan: Plan,
    /// The stacks, one per environment.
    pub stacks: Vec<Stack>,
    /// The facts of the project.
    pub project: Project,
    /// What else there is to tell.
    pub notes: Notes,
}

/// What a tree says, whatever the environment.
pub struct Read<'t> {
    restored: Rc<Restored<'t>>,
    project: Project,
}

impl<'t> Read<'t> {
    /// The tree as it was before djdock.
    #[must_use]
    pub fn restored(&self) -> &Restored<'t> {
        &self.restored
    }
}

/// Where the facts come from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Facts {
    /// The tree, looked at anew.
    Inspected,
    /// The tree's lock: what the stack was rendered from. A tree without one is inspected.
    Recorded,
}

/// Which of djdock's files come back that the user deleted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Restore {
    /// None: a file that is gone stays so.
    #[default]
    Nothing,
    /// Every one that the answers render.
    All,
    /// These, by their paths from the root.
    Files(Vec<String>),
}

impl Restore {
    /// Whether a file comes back.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Files(files) => files.iter().any(|file| file == path),
        }
    }
}

/// What one run of the pipeline works on.
#[derive(Clone, Copy)]
pub struct Pipeline<'run> {
    /// The choices that the stack is made from.
    pub answers: &'run Answers,
    /// What the pack offers.
    pub catalog: &'run Catalog,
    /// The work tree, for files that git ignores.
    pub evidence: &'run dyn Tree,
    /// Where the facts come from.
    pub facts: Facts,
    /// What becomes of lines that both the user and djdock change; `None` leaves the file as it is, and tells.
    pub on_conflict: Option<OnConflict>,
    /// Which files come back that the user deleted.
    pub restore: &'run Restore,
}

impl Pipeline<'_> {
    /// What the environments' stacks change in a tree.
    pub fn run(
        &self,
        tree: &dyn Tree,
        environments: &[Environment],
    ) -> Result<Outcome, PipelineError> {
        let restored = Restored::new(Rc::new(tree), self.evidence, &self.catalog.uses)?;
        self.decide(tree, &self.read(Rc::new(restored))?, environments)
    }

    /// The first half, which may serve several environments: the facts without djdock's patches.
    pub fn read<'t>(&self, restored: Rc<Restored<'t>>) -> Result<Read<'t>, PipelineError> {
        if let (Facts::Recorded, Some(lock)) = (self.facts, restored.lock()) {
            if lock.digest != self.catalog.digest {
                let pack = lock.pack.clone();
                return Err(PipelineError::OtherPack { pack });
            }
            let project = lock.facts.clone();
            return Ok(Read { restored, project });
        }
        let hints = Hints {
            manage_py: Some(self.answers.manage_py.clone()),
            settings: Some(self.answers.settings.clone()),
            prod_settings: Some(self.answers.prod_settings.clone()),
            folder: String::new(),
        };
        let mut project = restored.project(&hints)?;
        // Where the secrets of a stack are, they stay.
        if let Some(lock) = restored.lock() {
            project.tracks_env = lock.facts.tracks_env;
        }
        Ok(Read { restored, project })
    }

    /// The second half; `read` is that of the same tree.
    pub fn decide(
        &self,
        tree: &dyn Tree,
        read: &Read<'_>,
        environments: &[Environment],
    ) -> Result<Outcome, PipelineError> {
        let Read { restored, project } = read;
        let lock = restored.lock();
        let stacks = environments
            .iter()
            .map(|environment| stack::resolve(project, self.answers, self.catalog, *environment))
            .collect::<Result<Vec<_>, _>>()?;
        let displacing = Displacing {
            tree,
            lock,
            answers: self.answers,
            shadows: self.catalog.shadows(),
            on_conflict: self.on_conflict,
            restore: self.restore,
        };
        let wanted = self.settings_patch(read, &stacks[0])?;
        let mut patches = Patches::new(restored, project, &stacks[0], &wanted, self.catalog)?;
        patches.offered(tree, restored.tree(), lock, &stacks[0].offered)?;
        let rendered = self.render(&stacks)?;
        proof::prove(&rendered, self.catalog)?;
        let (rendered, displaced) = displacing.displace(rendered)?;
        let part = displaced.and(owned(&displacing, rendered)?);
        let part = part.and(patched(patches, tree, lock)?);
        let part = unpatched(part, tree, lock)?;
        let records = self.records(&part, tree, environments, read)?;
        let Part { desired, notes, .. } = part.and(records);
        Ok(Outcome {
            plan: plan(tree, desired)?,
            stacks,
            project: project.clone(),
            notes,
        })
    }

    /// The choices' file and the lock of what was decided.
    fn records(
        &self,
        decided: &Part,
        tree: &dyn Tree,
        environments: &[Environment],
        read: &Read<'_>,
    ) -> Result<Part, PipelineError> {
        let Read { restored, project } = read;
        let former = restored.lock();
        let empty = Lock::new(
            environments.to_vec(),
            &self.catalog.manifest.name,
            &self.catalog.digest,
            recorded(project, self.catalog),
        );
        let lock = decided.lock(empty).render(former)?;
        let existing = tree.read_text(ANSWERS_PATH)?;
        let choices = answers::render(self.answers, existing.as_deref());
        let texts = [(ANSWERS_PATH, choices), (lock::PATH, lock)];
        let desired = texts.map(|(path, text)| (path.to_owned(), Some(regular(text))));
        Ok(Part {
            desired: desired.into(),
            ..Part::default()
        })
    }

    fn render(&self, stacks: &[Stack]) -> Result<FileSet, PipelineError> {
        let mut files = FileSet::new();
        for stack in stacks {
            for (path, file) in render::render(stack, self.catalog)? {
                if files.get(&path).is_some_and(|present| *present != file) {
                    return Err(PipelineError::Contradiction { path });
                }
                files.insert(path, file);
            }
        }
        Ok(files)
    }
}

fn regular(text: String) -> File {
    let mode = Mode::Regular;
    File { text, mode }
}

/// The differences between a tree and what it should hold.
pub(crate) fn plan(
    tree: &dyn Tree,
    desired: BTreeMap<String, Option<File>>,
) -> Result<Plan, TreeError> {
    let mut changes = Vec::new();
    for (path, after) in desired {
        let before = current(tree, &path)?;
        // A patched file keeps the mode that the user gave it.
        let after = after.map(|after| match &before {
            Some(before) if after.mode == Mode::Regular => File {
                mode: before.mode,
                ..after
            },
            _ => after,
        });
        if before != after {
            changes.push(Change {
                path,
                before,
                after,
            });
        }
    }
    Ok(Plan { changes })
}

/// The file at a path.
pub(crate) fn current(tree: &dyn Tree, path: &str) -> Result<Option<File>, TreeError> {
    let Some(text) = tree.read_text(path)? else {
        return Ok(None);
    };
    let mode = match tree.kind(path)? {
        Some(EntryKind::File { executable: true }) => Mode::Executable,
        _ => Mode::Regular,
    };
    Ok(Some(File { text, mode }))
}
