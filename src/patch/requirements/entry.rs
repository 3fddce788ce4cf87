//! The lines of a requirements file, as pip reads them.

use crate::text::lines;

const BOM: char = '\u{feff}';

/// One logical line that is neither blank nor a comment.
pub(super) struct Entry {
    /// The package that it names.
    pub(super) name: Option<String>,
    /// Whether pip, on account of this line, refuses lines without a hash.
    pub(super) hashed: bool,
    /// Its line number, from 1.
    pub(super) line: usize,
    /// The byte at which the entry starts.
    pub(super) start: usize,
    /// Where the next may be inserted: below its continuations and the indented comments that belong to it.
    pub(super) end: usize,
}

/// Reads the entries of a text.
pub(super) fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut lines = lines(text).enumerate().peekable();
    let mut offset = 0;
    while let Some((index, first)) = lines.next() {
        let start = offset;
        offset += first.len();
        if is_comment(first) {
            if let Some(owner) = entries.last_mut().filter(|owner| owner.end == start)
                && first.starts_with([' ', '\t'])
            {
                owner.end = offset;
            }
            continue;
        }
        let mut logical = first.to_owned();
        while let Some(open) = continued(&logical)
            && let Some((_, next)) = lines.next()
        {
            offset += next.len();
            logical = format!("{open}{next}");
        }
        let bare = continued(&logical).unwrap_or(&logical);
        let bare = bare.trim_start_matches(BOM).trim();
        if !bare.is_empty() {
            entries.push(Entry {
                name: name(bare),
                hashed: bare.contains("--hash") || bare.starts_with("--require-hashes"),
                line: index + 1,
                start: start + mark(first),
                end: offset,
            });
        }
    }
    entries
}

/// A package name as indexes compare it: lower case, with single dashes.
pub(super) fn normalise(name: &str) -> String {
    let parts: Vec<&str> = name
        .split(['-', '_', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("-").to_lowercase()
}

/// The length of a byte order mark.
fn mark(line: &str) -> usize {
    line.len() - line.trim_start_matches(BOM).len()
}

fn is_comment(line: &str) -> bool {
    line.trim_start_matches(BOM).trim_start().starts_with('#')
}

/// The text before the backslash that continues a line.
pub(super) fn continued(line: &str) -> Option<&str> {
    line.trim_end_matches(['\n', '\r']).strip_suffix('\\')
}

/// The package that a line names: at its start, or in the fragment or file name of an address.
fn name(line: &str) -> Option<String> {
    let target = match line.split_once([' ', '\t', '=']) {
        Some(("-e" | "--editable", target)) => target.trim_start(),
        _ => line,
    };
    let address = target.split_whitespace().next()?;
    if let Some((_, egg)) = address.split_once("#egg=") {
        return leading_name(egg);
    }
    let file = address.split(['?', '#']).next()?.rsplit('/').next()?;
    if file.to_ascii_lowercase().ends_with(".whl") {
        return leading_name(file.split('-').next()?);
    }
    let name = leading_name(target)?;
    let rest = target[name.len()..].trim_start();
    let marks = ['=', '<', '>', '!', '~', ';', '[', '(', '@', '#', '-'];
    (rest.is_empty() || rest.starts_with(marks)).then_some(name)
}

/// The longest package name that a text starts with.
fn leading_name(text: &str) -> Option<String> {
    let end = text
        .find(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_' | '.'))
        .unwrap_or(text.len());
    let name = text[..end].trim_end_matches(['-', '_', '.']);
    (name.starts_with(|letter: char| letter.is_ascii_alphanumeric())).then(|| name.to_owned())
}
