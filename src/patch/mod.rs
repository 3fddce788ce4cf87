//! Edits of the user's files: a parser locates, text is spliced, the result is parsed again.

mod edit;

pub use edit::{Edit, Splice, SpliceError, Splices, apply_edits};
