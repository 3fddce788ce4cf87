//! YAML, read: the nodes of a text with their places, and what the text means. Compose files and their parts are read
//! with it; it writes nothing but scalars.

mod error;
mod extent;
mod growth;
mod scalar;
mod tree;
mod value;

pub use error::YamlError;
pub(crate) use extent::Chomping;
pub(crate) use scalar::{Quotes, is_null, write};
pub(crate) use tree::{Id, Kind, Tree};
pub use value::Value;
pub(crate) use value::is_merge;
