//! YAML, read: the nodes of a text with their places, and what the text means. Compose files and their parts are read
//! with it; what it writes is values, and never a text again that was read.

mod block;
mod error;
mod extent;
mod growth;
mod node;
mod offset;
mod part;
mod scalar;
mod tree;
mod value;

pub(crate) use block::block;
pub use error::YamlError;
pub(crate) use extent::Chomping;
pub(crate) use node::{Id, Kind};
pub(crate) use offset::{after_comments, after_disabled, after_line, column, is_set_off, pair_end};
pub(crate) use part::{Part, first_column};
pub(crate) use scalar::{Quotes, is_null, write};
pub(crate) use tree::Tree;
pub use value::Value;
pub(crate) use value::{MERGE, is_merge};
