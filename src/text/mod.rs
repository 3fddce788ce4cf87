//! Lines of a text, whatever ends them: `\n`, `\r\n` or a lone `\r`.

mod edit;
pub(crate) mod escape;
mod visible;

use std::iter;

pub use edit::{Edit, apply_edits};
pub(crate) use visible::{cut, is_hidden, is_unseen, visible, visible_lines};

/// The lines of a text, each with its ending.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        let ends = |byte| matches!(byte, b'\n' | b'\r');
        let end = match rest.bytes().position(ends) {
            Some(end) if rest[end..].starts_with("\r\n") => end + 2,
            Some(end) => end + 1,
            None if rest.is_empty() => return None,
            None => rest.len(),
        };
        let (line, below) = rest.split_at(end);
        rest = below;
        Some(line)
    })
}

/// Whether two texts are the same, whatever ends their lines: git may have converted them.
pub(crate) fn are_same_lines(one: &str, other: &str) -> bool {
    one == other || one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
}

/// The columns that a text takes, at most the four of a tab each.
pub(crate) fn columns(text: &str) -> usize {
    let tabs = text.matches('\t').count();
    text.chars().count() + 3 * tabs
}

/// Whether something stands after the last line ending.
pub(crate) fn is_open(text: &str) -> bool {
    !text.is_empty() && !text.ends_with(['\n', '\r'])
}

/// The ending of the last line; empty where there is none.
pub(crate) fn ending(text: &str) -> &str {
    if text.ends_with("\r\n") {
        "\r\n"
    } else if is_open(text) || text.is_empty() {
        ""
    } else {
        &text[text.len() - 1..]
    }
}

/// The line ending that most lines have; `\n` where there is none.
pub(crate) fn newline(text: &str) -> &'static str {
    let count = |wanted: &str| lines(text).filter(|line| ending(line) == wanted).count();
    let (unix, windows, mac) = (count("\n"), count("\r\n"), count("\r"));
    if windows > unix && windows >= mac {
        "\r\n"
    } else if mac > unix {
        "\r"
    } else {
        "\n"
    }
}

/// Where the line of an offset starts.
pub(crate) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// The line (from 1) and column (from 1, in characters) of an offset.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let start = line_start(text, offset);
    let line = lines(&text[..start]).count() + 1;
    (line, text[start..offset].chars().count() + 1)
}
