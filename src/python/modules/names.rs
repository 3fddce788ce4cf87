//! The names of a scope: cheap to copy, to change and to join, since most of a copy stays shared.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::python::values::value::{Term, Text};

/// Parts that the names are kept in: of a copy only those are made anew in which a name is bound.
const PARTS: usize = 16;

type Part = Rc<BTreeMap<Text, Term>>;

/// Names and their terms.
#[derive(Clone, Debug)]
pub(crate) struct Names(Rc<[Part; PARTS]>);

impl Default for Names {
    fn default() -> Self {
        let empty = Part::default();
        Self(Rc::new(std::array::from_fn(|_| empty.clone())))
    }
}

/// The part that a name is kept in.
fn part(name: &str) -> usize {
    let hash = name.bytes().fold(0_usize, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    hash % PARTS
}

impl Names {
    /// The term of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&Term> {
        self.0[part(name)].get(name)
    }

    /// Binds a name to a term, whatever it was bound to.
    pub(crate) fn set(&mut self, name: Text, term: Term) {
        let index = part(&name);
        Rc::make_mut(&mut Rc::make_mut(&mut self.0)[index]).insert(name, term);
    }

    /// Unbinds a name; one that is not bound stays so.
    pub(crate) fn remove(&mut self, name: &str) {
        if self.get(name).is_some() {
            Rc::make_mut(&mut Rc::make_mut(&mut self.0)[part(name)]).remove(name);
        }
    }

    /// Every name and its term, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Text, &Term)> {
        self.0.iter().flat_map(|part| part.iter())
    }

    /// Every name and its term, to be changed, in no order.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut Term)> {
        let parts = Rc::make_mut(&mut self.0).iter_mut();
        parts.flat_map(|part| Rc::make_mut(part).iter_mut())
    }

    /// The bound names in alphabetical order.
    pub(crate) fn sorted(&self) -> Vec<Text> {
        let mut names: Vec<Text> = self.iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|part| part.len()).sum()
    }

    /// Whether they are the same ones, and not just equal.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// The names of both, each with what `join` makes of its terms.
    pub(crate) fn join(
        &self,
        other: &Self,
        mut join: impl FnMut(Option<&Term>, Option<&Term>) -> Option<Term>,
    ) -> Self {
        let part = |index: usize| {
            let (first, second) = (&self.0[index], &other.0[index]);
            if Rc::ptr_eq(first, second) {
                first.clone()
            } else {
                Rc::new(joined(first, second, &mut join))
            }
        };
        Self(Rc::new(std::array::from_fn(part)))
    }
}

/// The names of two maps, each with what `join` makes of its terms.
pub(crate) fn joined(
    first: &BTreeMap<Text, Term>,
    second: &BTreeMap<Text, Term>,
    join: &mut impl FnMut(Option<&Term>, Option<&Term>) -> Option<Term>,
) -> BTreeMap<Text, Term> {
    let only = second.keys().filter(|name| !first.contains_key(*name));
    let names = first.keys().chain(only);
    let joined = names.filter_map(|name| {
        let term = join(first.get(name), second.get(name))?;
        Some((name.clone(), term))
    });
    joined.collect()
}
