//! Lists, tuples, sets and dicts.

use std::rc::Rc;

use crate::python::values::value::{Id, Term, Value};

/// The kind of a sequence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Shape {
    /// `[…]`
    List,
    /// `(…)`
    Tuple,
    /// `{…}`
    Set,
}

/// A list, tuple or set.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    /// Whether it is a list, a tuple or a set.
    pub(crate) shape: Shape,
    /// What tells it from another one with the same items, so that a change is seen under each of its names.
    pub(crate) id: Id,
    /// The items that are known to be in it.
    pub(crate) items: Rc<Vec<Term>>,
    /// Whether there may be more items, anywhere.
    pub(crate) open: bool,
    /// How large it is.
    pub(crate) size: Size,
}

/// A dict: its entries in their order.
#[derive(Clone, Debug)]
pub(crate) struct Dict {
    /// What tells it from another dict with the same entries, so that a change is seen under each of its names.
    pub(crate) id: Id,
    /// Its entries, each key once.
    pub(crate) entries: Rc<Vec<(Term, Term)>>,
    /// Whether there may be more keys.
    pub(crate) open: bool,
    /// How large it is.
    pub(crate) size: Size,
}

/// Items and levels of a container, counted where it is built so that no walk meets a huge one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    pub(crate) items: u32,
    pub(crate) levels: u32,
    /// The least and the greatest identity of the containers, itself and those in it.
    ids: (Id, Id),
}

impl Default for Size {
    fn default() -> Self {
        Self {
            items: 0,
            levels: 0,
            ids: (Id::MAX, Id::MIN),
        }
    }
}

/// Items of a container, at all levels, that are followed.
pub(crate) const MAX_ITEMS: u32 = 20_000;
const MAX_LEVELS: u32 = 40;

impl Size {
    fn of<'a>(id: Id, terms: impl Iterator<Item = &'a Term>) -> Option<Self> {
        let mut size = Self {
            ids: (id, id),
            ..Self::default()
        };
        for term in terms {
            let inner = term.value.size();
            size.widen(inner);
            size.items = size.items.saturating_add(inner.items).saturating_add(1);
            size.levels = size.levels.max(inner.levels);
        }
        size.levels += 1;
        (size.items <= MAX_ITEMS && size.levels <= MAX_LEVELS).then_some(size)
    }

    /// Takes what is in another into account among the identities.
    pub(crate) fn widen(&mut self, inner: Self) {
        let (least, greatest) = inner.ids;
        self.ids = (self.ids.0.min(least), self.ids.1.max(greatest));
    }

    /// Whether one of the objects may be in it, or be it: what is told apart without a look inside.
    pub(crate) fn may_hold(self, ids: &[Id]) -> bool {
        let (least, greatest) = self.ids;
        ids.iter().any(|id| (least..=greatest).contains(id))
    }
}

impl Sequence {
    /// A sequence as a value; `Unknown` where it is too large to follow.
    pub(crate) fn value(shape: Shape, id: Id, items: Vec<Term>, open: bool) -> Value {
        match Size::of(id, items.iter()) {
            Some(size) => Value::Sequence(Self {
                shape,
                id,
                items: Rc::new(items),
                open,
                size,
            }),
            None => Value::unknown("…"),
        }
    }
}

impl Dict {
    /// A dict as a value; `Unknown` where it is too large to follow.
    pub(crate) fn value(id: Id, entries: Vec<(Term, Term)>, open: bool) -> Value {
        match Size::of(id, entries.iter().flat_map(|(key, value)| [key, value])) {
            Some(size) => Value::Dict(Self {
                id,
                entries: Rc::new(entries),
                open,
                size,
            }),
            None => Value::unknown("…"),
        }
    }

    /// The value of a string key.
    pub(crate) fn get(&self, key: &str) -> Option<&Term> {
        self.entries
            .iter()
            .find(|(name, _)| matches!(&name.value, Value::Str(text) if **text == *key))
            .map(|(_, value)| value)
    }
}

impl Value {
    pub(crate) fn size(&self) -> Size {
        match self {
            Self::Sequence(sequence) => sequence.size,
            Self::Dict(dict) => dict.size,
            Self::Read(read) => read
                .usual
                .as_ref()
                .map_or(Size::default(), |term| term.value.size()),
            Self::Either(either) => {
                let mut size = Size::default();
                for term in either.terms.iter().chain(&either.usual) {
                    size.widen(term.value.size());
                }
                for term in &either.terms {
                    let inner = term.value.size();
                    size.items = size.items.saturating_add(inner.items);
                    size.levels = size.levels.max(inner.levels);
                }
                size
            }
            Self::Method(receiver, _) => receiver.value.size(),
            _ => Size::default(),
        }
    }
}
