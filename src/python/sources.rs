//! The Python files of a tree, each read and parsed once, and what evaluating them left.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::modules::load::Location;
use super::run::follow::{Followed, Following, given};
use super::run::machine::Machine;
use super::source::{Parsed, SyntaxError, parse, read_python};
use super::{EvaluateError, Evaluation, finish};
use crate::python::values::path::basename;
use crate::tree::{KnownTree, Tree, TreeError, parent};

/// What a path holds: `None` where no file stands there.
type Loaded = Option<Result<Rc<Parsed>, SyntaxError>>;

/// What is evaluated: the folders on `sys.path`, a module, and the class of it whose attributes are the settings.
type Run = (Vec<String>, String, Option<String>);

/// What was done for the questions that were asked, as counts.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Work {
    /// Files that were parsed.
    pub(crate) parsed: usize,
    /// Modules and scripts that were evaluated.
    pub(crate) evaluated: usize,
}

/// The texts that were parsed, by the path and the text: whatever tree they stand in, they mean the same.
type Texts = HashMap<String, HashMap<String, Result<Rc<Parsed>, SyntaxError>>>;

/// A tree's Python files. All that asks about them within one command asks the same value, so that a file is parsed
/// once and a module is evaluated once.
pub(crate) struct Sources<'t> {
    tree: KnownTree<'t>,
    texts: Rc<RefCell<Texts>>,
    files: RefCell<BTreeMap<String, Loaded>>,
    evaluations: RefCell<BTreeMap<Run, Evaluation>>,
    /// Where modules are, by what is on `sys.path` and their dotted name.
    locations: RefCell<HashMap<Vec<String>, HashMap<String, Location>>>,
    /// Folders on `sys.path` beside the one that the process starts in.
    others: RefCell<Vec<String>>,
    work: Cell<Work>,
}

impl<'t> Sources<'t> {
    /// The files of a tree; nothing is read yet.
    pub(crate) fn new(tree: &'t dyn Tree) -> Self {
        Self::of(Rc::new(tree))
    }

    /// The files of a tree that nobody else need hold; nothing is read yet.
    pub(crate) fn of(tree: Rc<dyn Tree + 't>) -> Self {
        Self::with(tree, Rc::default())
    }

    /// The files of another tree, of which those that read alike are not parsed again.
    pub(crate) fn beside<'other>(&self, tree: Rc<dyn Tree + 'other>) -> Sources<'other> {
        Sources::with(tree, self.texts.clone())
    }

    fn with(tree: Rc<dyn Tree + 't>, texts: Rc<RefCell<Texts>>) -> Self {
        Self {
            tree: KnownTree::of(tree),
            texts,
            files: RefCell::default(),
            evaluations: RefCell::default(),
            locations: RefCell::default(),
            others: RefCell::default(),
            work: Cell::default(),
        }
    }

    /// From here on, these folders are on `sys.path` too where a module is evaluated, after the one that the process
    /// starts in.
    pub(crate) fn look_in(&self, folders: &[String]) {
        self.others.replace(folders.to_vec());
    }

    /// The folders that are on `sys.path` of a process that starts in `folder`.
    pub(crate) fn path(&self, folder: &str) -> Vec<String> {
        let mut path = vec![folder.to_owned()];
        path.extend(self.others.borrow().iter().cloned());
        path
    }

    fn machine(&self, folder: &str) -> Machine<'_> {
        Machine::new(self, folder, &self.others.borrow())
    }

    /// The tree that the files stand in.
    pub(crate) fn tree(&self) -> &(dyn Tree + 't) {
        &self.tree
    }

    /// What was done so far.
    #[cfg(test)]
    pub(crate) fn work(&self) -> Work {
        self.work.get()
    }

    /// A file, parsed; `None` where there is none. Fails where it cannot be read; within, where it is not Python.
    pub(crate) fn file(&self, path: &str) -> Result<Loaded, TreeError> {
        if let Some(known) = self.files.borrow().get(path) {
            return Ok(known.clone());
        }
        let text = read_python(&self.tree, path)?;
        let loaded = text.map(|text| self.parse(path, text));
        let mut files = self.files.borrow_mut();
        files.insert(path.to_owned(), loaded.clone());
        Ok(loaded)
    }

    /// Where a module is, with these folders on `sys.path`: as `search` says, which is asked once.
    pub(crate) fn location(
        &self,
        path: &[String],
        dotted: &str,
        search: impl FnOnce() -> Location,
    ) -> Location {
        let known = self.locations.borrow();
        if let Some(known) = known.get(path).and_then(|known| known.get(dotted)) {
            return known.clone();
        }
        drop(known);
        let found = search();
        let mut known = self.locations.borrow_mut();
        let known = known.entry(path.to_vec()).or_default();
        known.insert(dotted.to_owned(), found.clone());
        found
    }

    /// Parses a text as if it stood at `path`.
    pub(crate) fn parse(&self, path: &str, text: String) -> Result<Rc<Parsed>, SyntaxError> {
        if let Some(known) = self.texts.borrow().get(path).and_then(|at| at.get(&text)) {
            return known.clone();
        }
        self.count(|work| work.parsed += 1);
        let parsed = parse(path, text.clone()).map(Rc::new);
        let mut texts = self.texts.borrow_mut();
        let at = texts.entry(path.to_owned()).or_default();
        at.insert(text, parsed.clone());
        parsed
    }

    /// Evaluates a module of the project whose process starts in `folder`, which is on `sys.path`; of a module of
    /// settings, the attributes of one of its classes where one is named (django-configurations).
    pub(crate) fn evaluate(
        &self,
        folder: &str,
        module: &str,
        class: Option<&str>,
    ) -> Result<Evaluation, EvaluateError> {
        let run = (
            self.path(folder),
            module.to_owned(),
            class.map(str::to_owned),
        );
        if let Some(known) = self.evaluations.borrow().get(&run) {
            return Ok(known.clone());
        }
        let mut machine = self.machine(folder);
        machine.trail.open = true;
        let evaluation = self.finish_module(machine, module, class)?;
        let mut evaluations = self.evaluations.borrow_mut();
        evaluations.insert(run, evaluation.clone());
        Ok(evaluation)
    }

    /// Evaluates a module, or one of its classes, as it would be with environment variables set, each a name and its
    /// text.
    pub(crate) fn evaluate_with(
        &self,
        folder: &str,
        module: &str,
        class: Option<&str>,
        set: &[(&str, &str)],
    ) -> Result<Evaluation, EvaluateError> {
        let mut machine = self.machine(folder);
        machine.state.environ.extend(given(set));
        self.finish_module(machine, module, class)
    }

    fn finish_module(
        &self,
        mut machine: Machine<'_>,
        module: &str,
        class: Option<&str>,
    ) -> Result<Evaluation, EvaluateError> {
        self.count(|work| work.evaluated += 1);
        machine.load(module, true);
        machine.trail.open = false;
        if let Some(class) = class {
            machine.configure(module, class);
        }
        finish(machine, module)
    }

    /// What a module, evaluated by a process that starts in `folder`, leaves with environment variables set, each a
    /// name and its text, as far as that can be followed.
    pub(crate) fn follow<'s>(
        &'s self,
        folder: &str,
        evaluation: &'s Evaluation,
        set: &[(&str, &str)],
    ) -> Followed<'s> {
        Followed {
            sources: self,
            evaluation,
            following: Following::new(evaluation.trail.clone(), folder, set),
        }
    }

    /// Evaluates a script, as `python FILE ARGUMENTS` runs it: alone, with no other folder on `sys.path` than its own.
    pub(crate) fn evaluate_script(
        &self,
        file: &str,
        arguments: &[&str],
    ) -> Result<Evaluation, EvaluateError> {
        let run = (
            vec![parent(file).to_owned()],
            [&[file], arguments].concat().join(" "),
            None,
        );
        if let Some(known) = self.evaluations.borrow().get(&run) {
            return Ok(known.clone());
        }
        self.count(|work| work.evaluated += 1);
        let mut machine = Machine::new(self, parent(file), &[]);
        machine.begin_arguments(&[&[basename(file)], arguments].concat());
        machine.run_script(file)?;
        let evaluation = finish(machine, "__main__")?;
        let mut evaluations = self.evaluations.borrow_mut();
        evaluations.insert(run, evaluation.clone());
        Ok(evaluation)
    }

    fn count(&self, add: impl FnOnce(&mut Work)) {
        let mut work = self.work.get();
        add(&mut work);
        self.work.set(work);
    }
}
