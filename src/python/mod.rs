//! The one reader of Python: its syntax with positions, and a static evaluator for settings, which tells what
//! assignments, imports, conditions and calls leave, without running them.
//!
//! A value is known, read from the environment, one of several, or unknown with its source text; each carries the
//! place where it was written. Whatever is not followed makes what it touches unknown. Steps, depth and sizes are
//! bounded. The types of the parser stay in here.
//!
//! - [`source`]: a file, parsed, and the limits of what is parsed;
//! - [`sources`]: the files of a tree, each parsed once, and the evaluations, each made once;
//! - [`syntax`]: what statements bind and where they stand, for edits in place;
//! - [`values`]: what an expression can be worth, and the pure operations on that;
//! - [`run`]: expressions, statements, functions and classes;
//! - [`modules`]: imports, and files whose code runs in the module that names them;
//! - [`packages`]: what the libraries do that settings are written with.

mod modules;
mod nesting;
mod packages;
mod reads;
mod run;
mod source;
mod sources;
pub(crate) mod syntax;
mod values;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::LazyLock;

pub(crate) use modules::sys::OnPath;
pub(crate) use packages::engines::{
    drivers, family, is_djangos, kind, narrowed, of_app, short_name,
};
pub(crate) use packages::setup::{Setup, SetupText, setup};
pub use reads::{FileReads, Origin, Reads};
pub(crate) use run::follow::Followed;
pub(crate) use run::machine::Reading;
use run::machine::{Machine, Stop};
use run::made::Made;
use run::trail::Trail;
pub(crate) use source::read_python;
pub use source::{Fault, SyntaxError};
pub(crate) use sources::Sources;
pub use syntax::CodeLayout;
pub(crate) use syntax::{imports, mentioned};
pub(crate) use values::path;
pub(crate) use values::value::{At, Dict, Sequence, Term, Text, Value};

use crate::tree::TreeError;

static STDLIB: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("stdlib.txt").split_whitespace().collect());

/// Whether a module is Python's own, by the first of its names.
pub(crate) fn is_standard(module: &str) -> bool {
    STDLIB.contains(module)
}

/// What a module leaves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evaluation {
    names: Rc<BTreeMap<Text, Term>>,
    /// Whether names may be bound that were not seen.
    open: bool,
    /// What the code puts into `os.environ`.
    pub(crate) environ: BTreeMap<Text, Term>,
    /// The environment variables that are read.
    pub(crate) readings: BTreeMap<Text, Reading>,
    /// The classes whose attributes are settings.
    classes: BTreeMap<Text, At>,
    /// The folders of the repository that are on `sys.path` in the end.
    pub(crate) on_path: Vec<OnPath>,
    /// The files of the environment (`.env`) that the code reads, and where.
    pub(crate) env_files: Vec<(String, At)>,
    /// The module's own file and those whose names it takes over with `import *`, in the order of reading.
    pub(crate) files: Vec<String>,
    /// What the assignments of every file that was evaluated read from the environment.
    pub(crate) reads: Reads,
    /// The statements on whose values variables have a say, and from which of them each setting comes.
    trail: Rc<Trail>,
    made: BTreeMap<Text, Rc<Made>>,
    /// The statement that hands the module over to a library by its name, which may put anything in its place.
    pub(crate) replaced: Option<At>,
}

impl Evaluation {
    /// Whether names may be bound that were not seen.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// The variables that have a say in what a setting is, or in what else its statement leaves.
    pub(crate) fn variables_of(&self, setting: &str) -> Vec<Text> {
        let step = self
            .made
            .get(setting)
            .map(|made| &self.trail.steps[made.step]);
        let variables = step.map(|step| self.trail.named(&step.variables));
        variables.unwrap_or_default()
    }

    /// Whether it can be followed what the text of a variable does: it does not decide which code runs at all, and is
    /// not set by the code itself.
    pub(crate) fn can_follow(&self, variable: &str) -> bool {
        let number = self.trail.numbers.get(variable);
        number.is_some_and(|number| !self.trail.gates.contains(*number))
            && !self.environ.contains_key(variable)
    }

    /// Whether a class holds settings.
    pub(crate) fn has_class(&self) -> bool {
        !self.classes.is_empty()
    }

    /// The place of a class that holds settings.
    pub(crate) fn class_at(&self, name: &str) -> Option<&At> {
        self.classes.get(name)
    }

    /// Whether a name is bound to what calling a function or class of another package gives.
    pub(crate) fn binds(&self, made: &str) -> bool {
        let is_made = |term: &Term| matches!(&term.value, Value::Named(name) if **name == *made);
        let mut terms = self.names.values();
        terms.any(|term| term.alternatives().iter().any(is_made))
    }

    /// Whether a name is bound, in one run at least.
    pub(crate) fn binds_name(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Every name that is bound, with its term.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &Term)> {
        self.names.iter().map(|(name, term)| (&**name, term))
    }

    /// A name's term; `None` where it is not bound.
    pub(crate) fn get(&self, name: &str) -> Option<Term> {
        match self.names.get(name) {
            Some(term) => Some(term.clone()),
            None if self.open => Some(Term::new(Value::unknown("…"), At::nowhere())),
            None => None,
        }
    }
}

/// Why a module could not be evaluated.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// A file could not be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// A settings file is not Python.
    #[error("{path}: {error}")]
    Syntax {
        /// Its path in the tree.
        path: String,
        /// The place in the file, and what the parser says.
        error: SyntaxError,
    },
}

/// Evaluates a module, or one of its classes, as it would be in this environment; no other variable is set there.
pub(crate) fn evaluate_in(
    sources: &Sources<'_>,
    folder: &str,
    module: &str,
    class: Option<&str>,
    variables: &BTreeMap<String, String>,
) -> Result<Evaluation, EvaluateError> {
    let set: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    sources.evaluate_with(folder, module, class, &set)
}

fn finish(mut machine: Machine<'_>, module: &str) -> Result<Evaluation, EvaluateError> {
    match machine.stop.take() {
        Some(Stop::Tree(error)) => return Err(error.into()),
        Some(Stop::Syntax(path, error)) => return Err(EvaluateError::Syntax { path, error }),
        None => {}
    }
    let spent = machine.is_out_of_steps();
    let on_path = machine.on_path();
    let mut scope = machine.state.modules.remove(module).unwrap_or_default();
    if spent {
        // What the rest would have done is not known.
        scope.blur();
    }
    let classes = machine.classes_of_settings(&scope);
    let made = scope.names.all();
    let made = made.filter_map(|(name, bound)| Some((name.clone(), bound.made.clone()?)));
    let files = machine.files.iter().filter(|(_, settings)| *settings);
    Ok(Evaluation {
        names: Rc::new(
            scope
                .names
                .iter()
                .map(|(name, term)| (name.clone(), term.clone()))
                .collect(),
        ),
        open: scope.open,
        classes,
        environ: machine.state.environ,
        readings: machine.readings,
        on_path,
        env_files: machine.env_files,
        files: files.map(|(file, _)| file.to_string()).collect(),
        reads: machine.origins.found,
        replaced: machine.replaced,
        made: made.collect(),
        trail: Rc::new(machine.trail),
    })
}
