//! What an answer must be.

use crate::catalog::Form;

/// What an answer must be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wanted {
    /// A text of a form, or words of it.
    Form(Form),
    /// One of these words.
    OneOf(Vec<String>),
}
