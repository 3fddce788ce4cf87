//! A map from names that is cheap to copy, to change and to join, since most of a copy stays shared.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::python::values::value::Text;

/// Parts that the entries are kept in: of a copy only those are made anew in which an entry is changed.
const PARTS: usize = 64;

type Part<V> = Rc<BTreeMap<Text, V>>;

/// Names, each with a value; `None` where there are none yet.
#[derive(Clone, Debug)]
pub(crate) struct Shared<V>(Option<Rc<[Part<V>; PARTS]>>);

impl<V> Default for Shared<V> {
    fn default() -> Self {
        Self(None)
    }
}

/// The part that a name is kept in.
fn part(name: &str) -> usize {
    let hash = name.bytes().fold(0_usize, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    hash % PARTS
}

impl<V: Clone> Shared<V> {
    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&V> {
        self.0.as_ref()?[part(name)].get(name)
    }

    /// The value of a name, to be changed.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.get(name)?;
        self.part_mut(name).get_mut(name)
    }

    /// Whether there is such a name.
    pub(crate) fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Gives a name a value, whatever it had.
    pub(crate) fn insert(&mut self, name: Text, value: V) {
        self.part_mut(&name).insert(name, value);
    }

    /// The value of a name, to be changed; the default one where it has none yet.
    pub(crate) fn or_default(&mut self, name: Text) -> &mut V
    where
        V: Default,
    {
        self.part_mut(&name).entry(name).or_default()
    }

    /// Takes a name out, and gives its value.
    pub(crate) fn remove(&mut self, name: &str) -> Option<V> {
        self.get(name)?;
        self.part_mut(name).remove(name)
    }

    /// Every name and its value, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Text, &V)> {
        self.parts().iter().flat_map(|part| part.iter())
    }

    /// Every name and its value, to be changed, in no order.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut V)> {
        let parts = self.parts_mut().iter_mut();
        parts.flat_map(|part| Rc::make_mut(part).iter_mut())
    }

    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.parts().iter().map(|part| part.len()).sum()
    }

    /// Whether they are the same ones, and not just equal.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(first), Some(second)) => Rc::ptr_eq(first, second),
            (first, second) => first.is_none() && second.is_none(),
        }
    }

    /// The names and values that may differ from those of another, in no order, each with the other's value.
    pub(crate) fn beside<'s>(
        &'s self,
        other: &'s Self,
    ) -> impl Iterator<Item = (&'s Text, &'s V, Option<&'s V>)> {
        let parts = self.parts().iter().enumerate().map(|(index, part)| {
            let other = other.parts().get(index);
            (part, other)
        });
        let parts =
            parts.filter(|(part, other)| !other.is_some_and(|other| Rc::ptr_eq(part, other)));
        parts.flat_map(|(part, other)| {
            let beside = move |name: &Text| other.and_then(|other| other.get(name));
            part.iter()
                .map(move |(name, value)| (name, value, beside(name)))
        })
    }

    /// The names of both, each with what `join` makes of its values.
    pub(crate) fn join(
        &self,
        other: &Self,
        mut join: impl FnMut(Option<&V>, Option<&V>) -> Option<V>,
    ) -> Self {
        let (Some(first), Some(second)) = (&self.0, &other.0) else {
            let mut all = Self::default();
            let own = self
                .iter()
                .map(|(name, value)| (name, join(Some(value), None)));
            let own: Vec<_> = own.collect();
            let others = other
                .iter()
                .map(|(name, value)| (name, join(None, Some(value))));
            for (name, value) in own.into_iter().chain(others) {
                if let Some(value) = value {
                    all.insert(name.clone(), value);
                }
            }
            return all;
        };
        let part = |index: usize| {
            let (first, second) = (&first[index], &second[index]);
            if Rc::ptr_eq(first, second) {
                first.clone()
            } else {
                Rc::new(joined(first, second, &mut join))
            }
        };
        Self(Some(Rc::new(std::array::from_fn(part))))
    }

    fn parts(&self) -> &[Part<V>] {
        self.0.as_deref().map_or(&[], |parts| parts)
    }

    fn parts_mut(&mut self) -> &mut [Part<V>; PARTS] {
        let parts = self.0.get_or_insert_with(|| {
            let empty = Part::<V>::default();
            Rc::new(std::array::from_fn(|_| empty.clone()))
        });
        Rc::make_mut(parts)
    }

    fn part_mut(&mut self, name: &str) -> &mut BTreeMap<Text, V> {
        Rc::make_mut(&mut self.parts_mut()[part(name)])
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
