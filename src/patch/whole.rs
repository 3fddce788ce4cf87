//! Files that a patch creates, and that are the user's as soon as they edit them.

use super::edit::PatchedText;
use super::record::patched;
use crate::text::Edit;

/// A file that is djdock's as a whole, made where none stands.
#[must_use]
pub fn create_file(text: &str) -> PatchedText {
    let mut created = patched(None, &[Edit::insert(0, text)]);
    created.splices.whole = true;
    created
}
