//! What was found and cannot be taken.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A text of the project's that no file of a stack can hold: it is left undecided.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
pub struct Unwritable {
    /// The fact's dotted name, as in `evidence`.
    pub fact: String,
    /// The beginning of the text, with symbols for what is not seen.
    pub found: String,
    /// `file:line`, as far as it is known.
    pub at: String,
    /// Why no file can hold it.
    pub why: Unfit,
}

/// Why no file of a stack can hold a text.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unfit {
    /// It has more than one line.
    LineBreak,
    /// It holds a control character.
    ControlCharacter,
    /// It holds a character that is not seen, or turns others round.
    HiddenCharacter,
    /// The name of a folder or file in it begins or ends with a blank.
    EdgeBlank,
    /// It is not the path of a URL.
    UrlPath,
    /// It is not names with dots between them.
    DottedName,
    /// Compose takes no variable of that name.
    VariableName,
    /// It has other characters than letters, digits and `-_.:`.
    Word,
}
