//! A tree whose project is looked at once, however often its facts are asked for.

use std::cell::RefCell;
use std::rc::Rc;

use super::error::InspectError;
use super::locate;
use super::package::Start;
use super::project::Project;
use super::settings::{self, Chosen};
use super::signs::Uses;
use super::{Hints, read, writable};
use crate::python::Sources;
use crate::tree::{KnownTree, Tree};

/// The facts of a tree. Flags and answers may name another project or other settings in it; what they do not touch is
/// read once.
pub struct Inspection<'t> {
    sources: Sources<'t>,
    evidence: Rc<KnownTree<'t>>,
    uses: &'t Uses,
    known: RefCell<Vec<Known>>,
}

/// What was read of a project, for the settings that were chosen.
struct Known {
    choice: Choice,
    /// Without what choosing tells.
    project: Project,
}

/// What the user's word decides: where the project starts, and which settings it has.
#[derive(PartialEq)]
struct Choice {
    folder: String,
    chosen: Chosen,
    /// Nothing but `manage.py`, the settings and where modules are found.
    project: Project,
}

impl<'t> Inspection<'t> {
    /// The facts of a tree of which nothing is known yet. `evidence` is the work tree: it alone holds files that git
    /// ignores. `uses` is what the project may use beside Django, and how it shows.
    pub(crate) fn new(sources: Sources<'t>, evidence: &'t dyn Tree, uses: &'t Uses) -> Self {
        Self {
            sources,
            evidence: Rc::new(KnownTree::new(evidence)),
            uses,
            known: RefCell::default(),
        }
    }

    /// The facts of another tree: those of its Python files that read as this one's do are not parsed again.
    pub(crate) fn beside(&self, tree: Rc<dyn Tree + 't>) -> Self {
        Self {
            sources: self.sources.beside(tree),
            evidence: self.evidence.clone(),
            uses: self.uses,
            known: RefCell::default(),
        }
    }

    /// The tree's Python files.
    pub(crate) fn sources(&self) -> &Sources<'t> {
        &self.sources
    }

    /// The facts, where the user says so much.
    ///
    /// # Errors
    ///
    /// There is no project, it cannot be told which, a file of its settings cannot be read or is not Python, or no file
    /// of a stack can name them.
    pub fn project(&self, hints: &Hints) -> Result<Project, InspectError> {
        let mut said = Project::default();
        let start = self.start(hints, &mut said)?;
        said.manage_py.clone_from(&start.manage_py);
        let chosen = settings::choose(&self.sources, &start, hints, &mut said)?;
        let choice = Choice {
            folder: start.folder,
            chosen,
            project: Project {
                manage_py: said.manage_py.clone(),
                settings: said.settings.clone(),
                python_path: said.python_path.clone(),
                ..Project::default()
            },
        };
        let mut project = self.read(choice)?;
        said.evidence.append(&mut project.evidence);
        said.guesses.append(&mut project.guesses);
        let mut project = Project {
            evidence: said.evidence,
            guesses: said.guesses,
            ..project
        };
        writable::keep_writable(&mut project)?;
        Ok(project)
    }

    /// What stands in the tree, for one choice.
    fn read(&self, choice: Choice) -> Result<Project, InspectError> {
        let mut known = self.known.borrow_mut();
        if let Some(known) = known.iter().find(|known| known.choice == choice) {
            return Ok(known.project.clone());
        }
        let Choice {
            folder,
            chosen,
            project,
        } = &choice;
        let project = project.clone();
        let project = read(
            &self.sources,
            &*self.evidence,
            self.uses,
            folder,
            chosen,
            project,
        )?;
        known.push(Known {
            choice,
            project: project.clone(),
        });
        Ok(project)
    }

    /// Where the project starts.
    fn start(&self, hints: &Hints, project: &mut Project) -> Result<Start, InspectError> {
        let tree = self.sources.tree();
        match &hints.manage_py {
            Some(path) if tree.is_file(path)? => Ok(Start::of(path)),
            Some(path) => Err(InspectError::NoSuchManagePy(path.clone())),
            None => locate::start(tree, &*self.evidence, &hints.folder, project),
        }
    }
}
