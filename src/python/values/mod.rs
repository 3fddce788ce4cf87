//! What an expression can be worth, and the operations on values that need no state.

pub(crate) mod alternatives;
pub(crate) mod compare;
pub(crate) mod container;
pub(crate) mod content;
pub(crate) mod convert;
pub(crate) mod display;
pub(crate) mod equality;
pub(crate) mod lift;
pub(crate) mod operator;
pub(crate) mod overlay;
pub(crate) mod path;
pub(crate) mod text;
pub(crate) mod value;
