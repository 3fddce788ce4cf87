//! The names of every module while it is evaluated, and how two arms of a condition join.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::python::modules::names::Names;
use crate::python::modules::shared::{Shared, joined};
use crate::python::run::made::Made;
use crate::python::values::alternatives::join;
use crate::python::values::value::{Term, Text, Value};

/// The names of a module or of a function call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) names: Names,
    /// Whether names may be bound that are not listed.
    pub(crate) open: bool,
    /// In a call: the names that are declared `global`.
    pub(crate) global: Vec<Text>,
    /// Whether it is a class's body under way.
    pub(crate) class: bool,
}

impl Scope {
    /// The term of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Term> {
        self.names.get(name)
    }

    /// Binds a name of the running scope to a term.
    pub(crate) fn set(&mut self, name: &str, term: Term) {
        self.names.set(name.into(), term);
    }

    /// Notes which statement made the value of a name.
    pub(crate) fn mark(&mut self, name: &Text, made: Rc<Made>) {
        if let Some(term) = self.get(name).cloned() {
            self.names.set_made(name.clone(), term, Some(made));
        }
    }

    /// Unbinds a name of the running scope.
    pub(crate) fn remove(&mut self, name: &str) {
        self.names.remove(name);
    }

    /// Whatever was not seen may have bound every name anew.
    pub(crate) fn blur(&mut self) {
        for (_, term) in self.names.iter_mut() {
            *term = term.blurred();
        }
        self.open = true;
    }

    fn join(&self, other: &Self, usual: Option<bool>, by: &[Text]) -> Self {
        if self.names.is(&other.names) && self.open == other.open {
            return self.clone();
        }
        Self {
            names: self.names.join(&other.names, |first, second| {
                join_terms(first, second, usual, by)
            }),
            open: self.open || other.open,
            global: self.global.iter().chain(&other.global).cloned().collect(),
            class: self.class,
        }
    }
}

/// What the two arms leave of a name; one that an arm does not bind is unbound there.
fn join_terms(
    first: Option<&Term>,
    second: Option<&Term>,
    usual: Option<bool>,
    by: &[Text],
) -> Option<Term> {
    let unbound = |term: &Term| Term::new(Value::Unbound, term.at.clone());
    match (first, second) {
        (Some(first), Some(second)) => Some(join(first, second, usual, by)),
        (Some(term), None) => Some(join(term, &unbound(term), usual, by)),
        (None, Some(term)) => Some(join(&unbound(term), term, usual, by)),
        (None, None) => None,
    }
}

/// Everything that a statement can change.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// The modules of the repository that were imported, by dotted name.
    pub(crate) modules: Shared<Scope>,
    /// The local names of the calls under way, the innermost last.
    pub(crate) frames: Vec<Scope>,
    /// `os.environ`, as far as the code itself sets it.
    pub(crate) environ: BTreeMap<Text, Term>,
    /// Whether it may set others too.
    pub(crate) environ_open: bool,
}

impl State {
    /// The names in it, as a measure of what joining costs.
    pub(crate) fn weight(&self) -> u32 {
        let modules = self.modules.iter().map(|(_, scope)| scope);
        let names: usize = modules
            .chain(&self.frames)
            .map(|scope| scope.names.len())
            .sum();
        u32::try_from(names).unwrap_or(u32::MAX)
    }

    /// The names of a module, class or instance; none where there is nothing of it yet.
    pub(crate) fn scope(&mut self, name: Text) -> &mut Scope {
        self.modules.or_default(name)
    }

    /// What two arms leave; `usual` is whether the first is the usual one, `by` the variables that decide.
    pub(crate) fn join(&self, other: &Self, usual: Option<bool>, by: &[Text]) -> Self {
        let modules = self
            .modules
            .join(&other.modules, |mine, theirs| match (mine, theirs) {
                (Some(mine), Some(theirs)) => Some(mine.join(theirs, usual, by)),
                (mine, theirs) => mine.or(theirs).cloned(),
            });
        let frames = self
            .frames
            .iter()
            .zip(&other.frames)
            .map(|(mine, theirs)| mine.join(theirs, usual, by))
            .collect();
        Self {
            modules,
            frames,
            environ: joined(&self.environ, &other.environ, &mut |first, second| {
                join_terms(first, second, usual, by)
            }),
            environ_open: self.environ_open || other.environ_open,
        }
    }
}
