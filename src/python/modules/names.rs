//! The names of a scope: cheap to copy, to change and to join, since most of a copy stays shared.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::python::run::trail::Made;
use crate::python::values::container::Size;
use crate::python::values::equality::is_same;
use crate::python::values::value::{Id, Term, Text};

/// Parts that the names are kept in: of a copy only those are made anew in which a name is bound.
const PARTS: usize = 64;

/// Some of the names.
#[derive(Clone, Debug, Default)]
struct Part {
    names: BTreeMap<Text, Bound>,
    /// The identities of the containers that are in it, or were.
    size: Size,
}

impl Part {
    fn new(names: BTreeMap<Text, Bound>) -> Self {
        let mut size = Size::default();
        for bound in names.values() {
            size.widen(bound.term.value.size());
        }
        Self { names, size }
    }
}

/// What a name is bound to.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) term: Term,
    /// The statement that made it so, where that depends on environment variables.
    pub(crate) made: Option<Rc<Made>>,
}

/// Names and their terms; `None` where there are none yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(Option<Rc<[Rc<Part>; PARTS]>>);

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
        Some(&self.bound(name)?.term)
    }

    /// What a name is bound to.
    pub(crate) fn bound(&self, name: &str) -> Option<&Bound> {
        self.0.as_ref()?[part(name)].names.get(name)
    }

    /// Binds a name to a term, whatever it was bound to.
    pub(crate) fn set(&mut self, name: Text, term: Term) {
        self.set_made(name, term, None);
    }

    /// Binds a name to what a statement made.
    pub(crate) fn set_made(&mut self, name: Text, term: Term, made: Option<Rc<Made>>) {
        let index = part(&name);
        let part = Rc::make_mut(&mut self.parts_mut()[index]);
        part.size.widen(term.value.size());
        part.names.insert(name, Bound { term, made });
    }

    /// Unbinds a name; one that is not bound stays so.
    pub(crate) fn remove(&mut self, name: &str) {
        if self.get(name).is_some() {
            let part = Rc::make_mut(&mut self.parts_mut()[part(name)]);
            part.names.remove(name);
        }
    }

    /// Every name and what it is bound to, in no order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Text, &Bound)> {
        self.parts().iter().flat_map(|part| part.names.iter())
    }

    /// The names whose values may hold one of the objects, or be it, and their terms, in no order.
    pub(crate) fn holding(&self, ids: &[Id]) -> impl Iterator<Item = (&Text, &Term)> {
        let parts = self.parts().iter();
        let names = parts.filter(|part| part.size.may_hold(ids));
        let all = names.flat_map(|part| part.names.iter());
        all.map(|(name, bound)| (name, &bound.term))
    }

    fn parts(&self) -> &[Rc<Part>] {
        self.0.as_deref().map_or(&[], |parts| parts)
    }

    fn parts_mut(&mut self) -> &mut [Rc<Part>; PARTS] {
        let parts = self.0.get_or_insert_with(|| {
            let empty = Rc::<Part>::default();
            Rc::new(std::array::from_fn(|_| empty.clone()))
        });
        Rc::make_mut(parts)
    }

    /// Every name and its term, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Text, &Term)> {
        self.all().map(|(name, bound)| (name, &bound.term))
    }

    /// Every name and its term, to be changed, in no order; what made the terms is forgotten.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut Term)> {
        let parts = self.parts_mut().iter_mut();
        let all = parts.flat_map(|part| Rc::make_mut(part).names.iter_mut());
        all.map(|(name, bound)| {
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
        self.parts().iter().map(|part| part.names.len()).sum()
    }

    /// Whether they are the same ones, and not just equal.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(first), Some(second)) => Rc::ptr_eq(first, second),
            (first, second) => first.is_none() && second.is_none(),
        }
    }

    /// The names that are bound to something else than they were.
    pub(crate) fn changed(&self, before: &Self) -> Vec<Text> {
        let mut changed = Vec::new();
        for (index, now) in self.parts().iter().enumerate() {
            let before = before.parts().get(index);
            if before.is_some_and(|before| Rc::ptr_eq(now, before)) {
                continue;
            }
            let other = now.names.iter().filter(|(name, bound)| {
                let old = before.and_then(|before| before.names.get(*name));
                !old.is_some_and(|old| is_same(&old.term.value, &bound.term.value))
            });
            changed.extend(other.map(|(name, _)| name.clone()));
        }
        changed
    }

    /// The names of both, each with what `join` makes of its terms.
    pub(crate) fn join(
        &self,
        other: &Self,
        mut join: impl FnMut(Option<&Term>, Option<&Term>) -> Option<Term>,
    ) -> Self {
        let mut bound = |first: Option<&Bound>, second: Option<&Bound>| {
            let term = join(
                first.map(|first| &first.term),
                second.map(|second| &second.term),
            )?;
            let made = first.and_then(|first| first.made.as_ref());
            let other = second.and_then(|second| second.made.as_ref());
            let one = made
                .zip(other)
                .is_some_and(|(made, other)| Rc::ptr_eq(made, other));
            let made = made.filter(|_| one).cloned();
            Some(Bound { term, made })
        };
        let mut names = Self::default();
        let empty = Rc::<Part>::default();
        for index in 0..PARTS {
            let first = self.parts().get(index).unwrap_or(&empty);
            let second = other.parts().get(index).unwrap_or(&empty);
            let same = Rc::ptr_eq(first, second);
            if !(same && first.names.is_empty()) {
                names.parts_mut()[index] = if same {
                    first.clone()
                } else {
                    let joined = joined(&first.names, &second.names, &mut bound);
                    Rc::new(Part::new(joined))
                };
            }
        }
        names
    }
}

/// The entries of two maps, each with what `join` makes of its values.
pub(crate) fn joined<V>(
    first: &BTreeMap<Text, V>,
    second: &BTreeMap<Text, V>,
    join: &mut impl FnMut(Option<&V>, Option<&V>) -> Option<V>,
) -> BTreeMap<Text, V> {
    let only = second.keys().filter(|name| !first.contains_key(*name));
    let names = first.keys().chain(only);
    let joined = names.filter_map(|name| {
        let value = join(first.get(name), second.get(name))?;
        Some((name.clone(), value))
    });
    joined.collect()
}
