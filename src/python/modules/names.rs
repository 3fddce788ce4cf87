//! The names of a scope.

use std::rc::Rc;

use crate::python::modules::shared::Shared;
use crate::python::run::made::Made;
use crate::python::values::container::Size;
use crate::python::values::equality::is_same;
use crate::python::values::value::{Id, Term, Text};

/// What a name is bound to.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) term: Term,
    /// The statement that made it so, where that depends on environment variables.
    pub(crate) made: Option<Rc<Made>>,
}

/// Names and their terms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    bound: Shared<Bound>,
    /// The identities of the containers that are in the terms, or were.
    size: Size,
}

impl Names {
    /// The term of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Term> {
        Some(&self.bound(name)?.term)
    }

    /// What a name is bound to.
    pub(crate) fn bound(&self, name: &str) -> Option<&Bound> {
        self.bound.get(name)
    }

    /// Binds a name to a term, whatever it was bound to.
    pub(crate) fn set(&mut self, name: Text, term: Term) {
        self.set_made(name, term, None);
    }

    /// Binds a name to what a statement made.
    pub(crate) fn set_made(&mut self, name: Text, term: Term, made: Option<Rc<Made>>) {
        self.size.widen(term.value.size());
        self.bound.insert(name, Bound { term, made });
    }

    /// Unbinds a name; one that is not bound stays so.
    pub(crate) fn remove(&mut self, name: &str) {
        self.bound.remove(name);
    }

    /// Every name and what it is bound to, in no order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Text, &Bound)> {
        self.bound.iter()
    }

    /// Whether a term may hold one of the objects, or be it.
    pub(crate) fn may_hold(&self, ids: &[Id]) -> bool {
        self.size.may_hold(ids)
    }

    /// Every name and its term, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Text, &Term)> {
        self.all().map(|(name, bound)| (name, &bound.term))
    }

    /// Every name and its term, to be changed, in no order; what made the terms is forgotten.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut Term)> {
        self.bound.iter_mut().map(|(name, bound)| {
            bound.made = None;
            (name, &mut bound.term)
        })
    }

    /// The bound names in alphabetical order.
    pub(crate) fn sorted(&self) -> Vec<Text> {
        let mut names: Vec<Text> = self.iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.bound.len()
    }

    /// Whether they are the same ones, and not just equal.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.bound.is(&other.bound)
    }

    /// The names that are bound to something else than they were.
    pub(crate) fn changed(&self, before: &Self) -> Vec<Text> {
        let beside = self.bound.beside(&before.bound);
        let changed = beside.filter(|(_, now, before)| {
            !before.is_some_and(|before| is_same(&before.term.value, &now.term.value))
        });
        changed.map(|(name, ..)| name.clone()).collect()
    }

    /// The names of both, each with what `join` makes of its terms.
    pub(crate) fn join(
        &self,
        other: &Self,
        mut join: impl FnMut(Option<&Term>, Option<&Term>) -> Option<Term>,
    ) -> Self {
        let mut size = self.size;
        size.widen(other.size);
        let bound = self.bound.join(&other.bound, |first, second| {
            let term = join(
                first.map(|first| &first.term),
                second.map(|second| &second.term),
            )?;
            size.widen(term.value.size());
            let made = first.and_then(|first| first.made.as_ref());
            let other = second.and_then(|second| second.made.as_ref());
            let one = made
                .zip(other)
                .is_some_and(|(made, other)| Rc::ptr_eq(made, other));
            let made = made.filter(|_| one).cloned();
            Some(Bound { term, made })
        });
        Self { bound, size }
    }
}
