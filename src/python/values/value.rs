//! What an expression of a settings file can be worth.

use std::rc::Rc;

use crate::python::packages::reader::Reader;
use crate::python::run::class::{Class, Object, Parents};
use crate::python::run::function::Function;
pub(crate) use crate::python::values::container::{Dict, Sequence, Shape};

/// A text that many values share without a copy.
pub(crate) type Text = Rc<str>;

/// The identity of a list, dict or set: assignments share it, in-place changes follow it.
pub(crate) type Id = u32;

/// Where a value was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct At {
    /// Path in the tree.
    pub(crate) file: Text,
    /// The line of the file, from 1.
    pub(crate) line: u32,
}

impl At {
    /// Where a value stands that no file has: it comes from outside.
    pub(crate) fn nowhere() -> Self {
        Self {
            file: "".into(),
            line: 0,
        }
    }
}

impl std::fmt::Display for At {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.file, self.line)
    }
}

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// What is known of it.
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
    /// A class of the repository.
    Class(Rc<Class>),
    /// An instance of one.
    Object(Rc<Object>),
    /// What `super()` gives.
    Parents(Rc<Parents>),
    /// A URL taken apart: `urlparse(…)`.
    Url(Text),
    /// A file of the tree that is open, or its text, by its path.
    File(Text),
    /// A configured reader of the environment, such as `environ.Env(…)`.
    Reader(Rc<Reader>),
    /// It depends on environment variables.
    Read(Rc<Read>),
    /// One of several values, and it cannot be told which.
    Either(Rc<Either>),
    /// The name is not bound (one of the alternatives of a conditional assignment).
    Unbound,
    /// It cannot be told; the source text.
    Unknown(Text),
}

/// A value that depends on the environment.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    /// The variables; empty where it depends on something else of the run.
    pub(crate) names: Vec<Text>,
    /// The value while none of them is set; `None` where that fails or cannot be told.
    pub(crate) usual: Option<Term>,
    /// Whether it was parsed from a URL.
    pub(crate) url: bool,
    /// Variables that may decide about a part of it.
    pub(crate) by: Vec<Text>,
}

/// Several values, of which a name has one.
#[derive(Clone, Debug)]
pub(crate) struct Either {
    /// What it can be.
    pub(crate) terms: Vec<Term>,
    /// What it is while no environment variable is set.
    pub(crate) usual: Option<Term>,
    /// The variables that the choice depends on.
    pub(crate) by: Vec<Text>,
}

impl Value {
    /// A string of this text.
    pub(crate) fn str(text: &str) -> Self {
        Self::Str(text.into())
    }

    /// A value that cannot be decided, from a piece of source that is shown of it.
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
}
