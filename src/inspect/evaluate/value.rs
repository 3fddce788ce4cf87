//! What an expression of a settings file can be worth.

use std::rc::Rc;

use super::function::{Function, Reader};

/// Shared text.
pub(crate) type Text = Rc<str>;

/// The identity of a list, dict or set: assignments share it, in-place changes follow it.
pub(crate) type Id = u32;

/// Where a value was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct At {
    /// Path in the tree.
    pub(crate) file: Text,
    /// Line, from 1.
    pub(crate) line: u32,
}

impl std::fmt::Display for At {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.file, self.line)
    }
}

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// What it is.
    pub(crate) value: Value,
    /// Where it was written.
    pub(crate) at: At,
}

/// What is known of a value. Nothing here is a guess: what cannot be told is `Unknown`.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An integer that fits.
    Int(i64),
    /// A string.
    Str(Text),
    /// A `pathlib.Path` or `environ.Path`.
    Path(Text),
    /// A list, tuple or set.
    Sequence(Sequence),
    /// A dict.
    Dict(Dict),
    /// Something of another package, by its dotted name: `os.environ`, `pathlib.Path`.
    Named(Text),
    /// A method of a value.
    Method(Rc<Term>, Text),
    /// A function of the repository.
    Function(Rc<Function>),
    /// A module of the repository.
    Module(Text),
    /// A configured reader of the environment, such as `environ.Env(…)`.
    Reader(Rc<Reader>),
    /// It depends on environment variables.
    Read(Rc<Read>),
    /// One of several.
    Either(Rc<Either>),
    /// The name is not bound (one of the alternatives of a conditional assignment).
    Unbound,
    /// It cannot be told; the source text.
    Unknown(Text),
}

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
    /// Which of them.
    pub(crate) shape: Shape,
    /// Its identity.
    pub(crate) id: Id,
    /// The items that are known to be in it.
    pub(crate) items: Rc<Vec<Term>>,
    /// Whether there may be more items, anywhere.
    pub(crate) open: bool,
    /// How large it is.
    size: Size,
}

/// A dict.
#[derive(Clone, Debug)]
pub(crate) struct Dict {
    /// Its identity.
    pub(crate) id: Id,
    /// Its entries, each key once.
    pub(crate) entries: Rc<Vec<(Term, Term)>>,
    /// Whether there may be more keys.
    pub(crate) open: bool,
    /// How large it is.
    size: Size,
}

/// A value that depends on the environment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Read {
    /// The variables; empty where it depends on something else of the run.
    pub(crate) names: Vec<Text>,
    /// The value while none of them is set; `None` where that fails or cannot be told.
    pub(crate) usual: Option<Term>,
    /// Whether it was parsed from a URL.
    pub(crate) url: bool,
}

/// Alternatives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Either {
    /// What it can be.
    pub(crate) terms: Vec<Term>,
    /// What it is while no environment variable is set.
    pub(crate) usual: Option<Term>,
}

/// Items and levels of a container, counted where it is built so that no walk meets a huge one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Size {
    items: u32,
    levels: u32,
}

const MAX_ITEMS: u32 = 20_000;
const MAX_LEVELS: u32 = 40;

impl Size {
    fn of<'a>(terms: impl Iterator<Item = &'a Term>) -> Option<Self> {
        let mut size = Self::default();
        for term in terms {
            let inner = term.value.size();
            size.items = size.items.saturating_add(inner.items).saturating_add(1);
            size.levels = size.levels.max(inner.levels);
        }
        size.levels += 1;
        (size.items <= MAX_ITEMS && size.levels <= MAX_LEVELS).then_some(size)
    }
}

impl Sequence {
    /// A sequence as a value; `Unknown` where it is too large to follow.
    pub(crate) fn value(shape: Shape, id: Id, items: Vec<Term>, open: bool) -> Value {
        match Size::of(items.iter()) {
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
        match Size::of(entries.iter().flat_map(|(key, value)| [key, value])) {
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
    /// A string.
    pub(crate) fn str(text: &str) -> Self {
        Self::Str(text.into())
    }

    /// An undecidable value.
    pub(crate) fn unknown(source: &str) -> Self {
        Self::Unknown(source.into())
    }

    /// The text of a string or a path.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Str(text) | Self::Path(text) => Some(text),
            _ => None,
        }
    }

    /// The items in it, at all levels.
    pub(crate) fn weight(&self) -> u32 {
        self.size().items
    }

    fn size(&self) -> Size {
        match self {
            Self::Sequence(sequence) => sequence.size,
            Self::Dict(dict) => dict.size,
            Self::Read(read) => read
                .usual
                .as_ref()
                .map_or(Size::default(), |term| term.value.size()),
            Self::Either(either) => Size {
                items: either
                    .terms
                    .iter()
                    .map(|term| term.value.size().items)
                    .sum(),
                levels: either
                    .terms
                    .iter()
                    .map(|term| term.value.size().levels)
                    .max()
                    .unwrap_or(0),
            },
            Self::Method(receiver, _) => receiver.value.size(),
            _ => Size::default(),
        }
    }
}
