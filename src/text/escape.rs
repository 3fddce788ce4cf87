//! A text as one word of another format: one function for each format that djdock writes. None of them lets a text
//! end the word that it stands in; what a format cannot hold is an error.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::is_unseen;

/// Why a format cannot hold a text.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, thiserror::Error)]
pub enum EscapeError {
    /// A character that ends lines, or that nobody sees: a control character, a mark of direction.
    #[error("{}", .0.escape_unicode())]
    Hidden(char),
    /// A character that the format has no way to write.
    #[error("{0}")]
    Character(char),
    /// A text that starts or ends so that it would be read as something else.
    #[error("{0}")]
    Edge(char),
}

/// A text in another format.
pub(crate) type Escaped = Result<String, EscapeError>;

fn seen(text: &str) -> Result<&str, EscapeError> {
    match text.chars().find(|character| is_unseen(*character)) {
        Some(character) => Err(EscapeError::Hidden(character)),
        None => Ok(text),
    }
}

/// Whether a character may stand within a word that every format reads as it is.
fn is_plain_part(part: char) -> bool {
    part.is_alphanumeric() || matches!(part, '_' | '.' | '/' | '-' | '+' | '@' | ':' | '=')
}

/// Whether every format reads a text as one word that stands for itself.
fn is_plain(text: &str) -> bool {
    let first = |start: char| start.is_alphanumeric() || matches!(start, '_' | '.' | '/');
    text.starts_with(first) && text.chars().all(is_plain_part) && !text.ends_with(':')
}

/// A text that stands for itself in every format, or is empty. What no other function escapes has to be one.
pub(crate) fn plain(text: &str) -> Escaped {
    match text.chars().find(|character| !is_plain_part(*character)) {
        Some(character) if is_unseen(character) => Err(EscapeError::Hidden(character)),
        Some(character) => Err(EscapeError::Character(character)),
        None if text.is_empty() || is_plain(text) => Ok(text.to_owned()),
        None => {
            let edge = text.chars().next().filter(|_| !text.ends_with(':'));
            Err(EscapeError::Edge(edge.unwrap_or(':')))
        }
    }
}

/// The rest of a line whose text means nothing: a comment, or a line of a file of lines.
pub(crate) fn line(text: &str) -> Escaped {
    let text = seen(text)?;
    // It would join the next line to this one.
    if text.ends_with('\\') {
        return Err(EscapeError::Edge('\\'));
    }
    Ok(text.to_owned())
}

/// The name of an environment variable, as a shell, `.env` and Compose's `${…}` take it.
pub(crate) fn variable(text: &str) -> Escaped {
    let odd = |character: &char| !(character.is_ascii_alphanumeric() || *character == '_');
    match text.chars().find(odd) {
        Some(character) if is_unseen(character) => Err(EscapeError::Hidden(character)),
        Some(character) => Err(EscapeError::Character(character)),
        None if text.starts_with(|start: char| start.is_ascii_digit()) => {
            Err(EscapeError::Edge(text.chars().next().unwrap_or('0')))
        }
        None => Ok(text.to_owned()),
    }
}

/// A part of a text that Compose interpolates.
pub(crate) fn compose(text: &str) -> String {
    text.replace('$', "$$")
}

/// A YAML scalar in double quotes.
pub(crate) fn quoted(text: &str) -> Escaped {
    let mut escaped = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '\0' => return Err(EscapeError::Hidden(character)),
            hidden if is_unseen(hidden) => {
                let _ = match u32::from(hidden) {
                    code @ ..=0xffff => write!(escaped, "\\u{code:04x}"),
                    code => write!(escaped, "\\U{code:08x}"),
                };
            }
            character => escaped.push(character),
        }
    }
    escaped.push('"');
    Ok(escaped)
}

/// A YAML scalar of a compose file.
pub(crate) fn yaml(text: &str) -> Escaped {
    if is_plain(text) && !is_typed(text) {
        return Ok(text.to_owned());
    }
    quoted(&compose(text))
}

/// Whether YAML, of whatever version, might take a plain scalar for something else than a text.
fn is_typed(text: &str) -> bool {
    let words = [
        "true", "false", "yes", "no", "on", "off", "y", "n", "null", ".inf", ".nan",
    ];
    // Numbers of all kinds, times, dates.
    let number = |start: char| start.is_ascii_digit() || start == '.';
    words.contains(&text.to_lowercase().as_str()) || text.starts_with(number)
}

/// A word of a shell.
pub(crate) fn sh(text: &str) -> Escaped {
    let text = seen(text)?;
    if is_plain(text) {
        return Ok(text.to_owned());
    }
    Ok(format!("'{}'", text.replace('\'', r"'\''")))
}

/// A word of the shell in a recipe of a Makefile.
pub(crate) fn make(text: &str) -> Escaped {
    Ok(sh(text)?.replace('$', "$$"))
}

/// The words of a COPY: as they are, or as a JSON list. Docker takes sources for patterns, and expands variables.
pub(crate) fn copy(words: &[&str]) -> Escaped {
    if words.iter().all(|word| is_plain(word)) {
        return Ok(words.join(" "));
    }
    let quoted = words.iter().map(|word| Ok(format!("\"{}\"", path(word)?)));
    Ok(format!(
        "[{}]",
        quoted.collect::<Result<Vec<_>, _>>()?.join(", ")
    ))
}

/// A word of a Dockerfile: of WORKDIR, ENV, or the list of a CMD.
pub(crate) fn dockerfile(text: &str) -> Escaped {
    if is_plain(text) {
        return Ok(text.to_owned());
    }
    Ok(format!("\"{}\"", path(text)?))
}

/// A path of which no character means something to Docker, quoted or not.
fn path(text: &str) -> Result<&str, EscapeError> {
    let odd =
        |character: &char| matches!(character, '"' | '\\' | '$' | '[' | ']' | '*' | '?' | '<');
    let edge = |character: &char| character.is_whitespace() || *character == '-';
    let (mut characters, ends) = (
        text.chars(),
        [text.chars().next(), text.chars().next_back()],
    );
    match (characters.find(odd), ends.into_iter().flatten().find(edge)) {
        (Some(character), _) => Err(EscapeError::Character(character)),
        (None, Some(character)) => Err(EscapeError::Edge(character)),
        (None, None) => seen(text),
    }
}

/// A word of nginx's configuration in which it looks for no variables.
pub(crate) fn nginx(text: &str) -> Escaped {
    let text = seen(text)?;
    if is_plain(text) {
        return Ok(text.to_owned());
    }
    if text.contains('$') {
        return Err(EscapeError::Character('$'));
    }
    let escaped = text.replace('\\', r"\\").replace('"', "\\\"");
    Ok(format!("\"{escaped}\""))
}

/// The part of a regular expression of nginx's that stands for a text.
pub(crate) fn regex(text: &str) -> Escaped {
    let mut escaped = String::new();
    for character in seen(text)?.chars() {
        match character {
            // Within a word that is not quoted, nginx reads some of them before the expression does.
            '"' | '\'' | '\\' | '{' | '}' | ';' | '$' | '#' => {
                return Err(EscapeError::Character(character));
            }
            blank if blank.is_whitespace() => return Err(EscapeError::Character(blank)),
            '.' | '+' | '*' | '?' | '(' | ')' | '[' | ']' | '^' | '|' => {
                escaped.extend(['\\', character]);
            }
            character => escaped.push(character),
        }
    }
    Ok(escaped)
}

/// A line of `.dockerignore` that names a path and nothing else.
pub(crate) fn ignored(text: &str) -> Escaped {
    let text = seen(text)?;
    let mut escaped = String::new();
    for (index, character) in text.chars().enumerate() {
        let first = index == 0 && matches!(character, '!' | '#');
        if first || matches!(character, '*' | '?' | '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    match text.chars().next_back().filter(|end| end.is_whitespace()) {
        Some(end) => Err(EscapeError::Edge(end)),
        None if text.starts_with(char::is_whitespace) => Err(EscapeError::Edge(' ')),
        None => Ok(escaped),
    }
}

/// A string of Python in double quotes.
pub(crate) fn python(text: &str) -> Escaped {
    // The escapes of YAML's are Python's too.
    quoted(text)
}
