//! A tree as it was before djdock: what there is to inspect and to patch.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::catalog::Catalog;
use crate::inspect::{Hints, InspectError, Inspection, Project, Uses, Version};
use crate::lock::{self, Displaced, Lock};
use crate::merge::sides;
use crate::patch::Patched;
use crate::python::Sources;
use crate::tree::{OverlayTree, Tree, TreeError};

use super::PipelineError;
use super::patches::SettingsQuestion;

/// The lock of a tree, if it has one.
pub fn read_lock(tree: &dyn Tree) -> Result<Option<Lock>, PipelineError> {
    let text = tree.read_text(lock::PATH)?;
    Ok(text.map(|text| Lock::parse(&text)).transpose()?)
}

/// A tree as it would be without djdock's patches, which is what there is to inspect and to patch. What all that ask
/// about it need is read, parsed and evaluated once.
pub struct Restored<'t> {
    lock: Option<Lock>,
    inspection: Inspection<'t>,
    patched: Rc<RefCell<Vec<PatchedSettings>>>,
}

/// What became of settings files.
type PatchedSettings = (SettingsQuestion, BTreeMap<String, Patched>);

impl<'t> Restored<'t> {
    /// A tree, by its own lock. `evidence` is the work tree, and `uses` what the project may use beside Django.
    ///
    /// # Errors
    ///
    /// The lock, or a file that it names, cannot be read.
    pub fn new(
        tree: Rc<dyn Tree + 't>,
        evidence: &'t dyn Tree,
        uses: &'t Uses,
    ) -> Result<Self, PipelineError> {
        let lock = read_lock(&*tree)?;
        Self::by(lock, tree, evidence, uses)
    }

    /// A tree, by the lock that holds for it.
    pub(super) fn by(
        lock: Option<Lock>,
        tree: Rc<dyn Tree + 't>,
        evidence: &'t dyn Tree,
        uses: &'t Uses,
    ) -> Result<Self, PipelineError> {
        let inspect = |tree| Inspection::new(Sources::of(tree), evidence, uses);
        Self::inspected_by(inspect, lock, tree, Rc::default())
    }

    /// [`Self::new`] for another tree, of which the Python files that read as this one's do are not parsed again, nor
    /// patched.
    ///
    /// # Errors
    ///
    /// The lock, or a file that it names, cannot be read.
    pub fn beside(&self, tree: Rc<dyn Tree + 't>) -> Result<Self, PipelineError> {
        let lock = read_lock(&*tree)?;
        let inspect = |tree| self.inspection.beside(tree);
        Self::inspected_by(inspect, lock, tree, self.patched.clone())
    }

    fn inspected_by(
        inspect: impl FnOnce(Rc<dyn Tree + 't>) -> Inspection<'t>,
        lock: Option<Lock>,
        tree: Rc<dyn Tree + 't>,
        patched: Rc<RefCell<Vec<PatchedSettings>>>,
    ) -> Result<Self, PipelineError> {
        if let Some(lock) = lock.as_ref().filter(|lock| lock.unmerged) {
            refuse_unmerged(&*tree, lock)?;
        }
        let files = unpatched(&*tree, lock.as_ref())?;
        let inspection = inspect(Rc::new(OverlayTree::over(tree, files)));
        Ok(Self {
            lock,
            inspection,
            patched,
        })
    }

    /// Settings files after their patches: those that are alike are patched once.
    pub(super) fn patched(
        &self,
        question: SettingsQuestion,
    ) -> Result<BTreeMap<String, Patched>, PipelineError> {
        let mut known = self.patched.borrow_mut();
        if let Some((_, answer)) = known.iter().find(|(known, _)| *known == question) {
            return Ok(answer.clone());
        }
        let answer = question.answer()?;
        known.push((question, answer.clone()));
        Ok(answer)
    }

    /// The files.
    #[must_use]
    pub fn tree(&self) -> &(dyn Tree + 't) {
        self.sources().tree()
    }

    /// The lock of the tree as it stands.
    pub(super) fn lock(&self) -> Option<&Lock> {
        self.lock.as_ref()
    }

    /// The Python files.
    pub(crate) fn sources(&self) -> &Sources<'t> {
        self.inspection.sources()
    }

    /// The facts, where the user says so much; looked at once.
    ///
    /// # Errors
    ///
    /// [`Inspection::project`]'s.
    pub fn project(&self, hints: &Hints) -> Result<Project, InspectError> {
        self.inspection.project(hints)
    }
}

/// The facts that the lock keeps. What stands beside the project is looked at anew each time and depends on the
/// host: .env is no part of any commit. Line numbers move with every edit of the user's, which is no drift.
/// Of the packages that the project names, only those count that a stack might add: another one is no drift either.
pub(super) fn recorded(project: &Project, catalog: &Catalog) -> Project {
    let names = catalog.package_names();
    let mut dependencies = project.dependencies.clone();
    dependencies.packages.retain(|name, _| names.contains(name));
    let mut guesses = project.guesses.clone();
    // The answers hold the Python that came of it; its trace may be a Dockerfile that djdock's replaces.
    guesses.remove("python.version");
    for guess in guesses.values_mut() {
        // It names a line.
        guess.why.clear();
    }
    let python = Version {
        fits: Vec::new(),
        ..project.python.clone()
    };
    Project {
        dependencies,
        guesses,
        python,
        existing: Vec::new(),
        unwritable: Vec::new(),
        evidence: BTreeMap::new(),
        ..project.clone()
    }
}

/// Refuses files of the stack that hold git's conflict markers: what both sides meant is for people to say.
pub(super) fn refuse_unmerged(tree: &dyn Tree, lock: &Lock) -> Result<(), PipelineError> {
    let mut paths = Vec::new();
    for path in lock.owned.keys().chain(lock.patched.keys()) {
        let text = tree.read_text(path)?;
        if text.as_deref().and_then(sides).is_some() {
            paths.push(path.clone());
        }
    }
    if paths.is_empty() {
        Ok(())
    } else {
        Err(PipelineError::Unmerged { paths })
    }
}

/// What stands otherwise without djdock. A splice that the user has edited is theirs now.
fn unpatched(
    tree: &dyn Tree,
    lock: Option<&Lock>,
) -> Result<BTreeMap<String, Option<String>>, TreeError> {
    let mut restored = BTreeMap::new();
    let Some(lock) = lock else {
        return Ok(restored);
    };
    for path in lock.owned.keys() {
        restored.insert(path.clone(), None);
    }
    for (path, Displaced { to, text, .. }) in &lock.displaced {
        let mut text = text.clone();
        if let Some(to) = to {
            text = tree.read_text(to)?;
            restored.insert(to.clone(), None);
        }
        restored.insert(path.clone(), text);
    }
    for (path, splices) in &lock.patched {
        let Some(text) = tree.read_text(path)? else {
            continue;
        };
        restored.insert(path.clone(), splices.undone(&text));
    }
    Ok(restored)
}
