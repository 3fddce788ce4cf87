//! A part of a YAML document: its aliases may stand for anchors of other parts.

use std::borrow::Cow;

use super::error::YamlError;
use super::tree::Tree;

/// What ends an alias's name, beside white space.
const ENDS: [char; 5] = [',', '[', ']', '{', '}'];

/// A text whose aliases all have an anchor: those of other parts are declared above it, on a line of their own.
pub(crate) struct Part<'a> {
    source: Cow<'a, str>,
    outer: Vec<&'a str>,
}

impl<'a> Part<'a> {
    /// Declares the anchors that a text may take from elsewhere. Anchors of its own count below their place.
    pub(crate) fn of(text: &'a str) -> Self {
        let outer = aliases(text);
        if outer.is_empty() {
            let source = Cow::Borrowed(text);
            return Self { source, outer };
        }
        let indent = " ".repeat(first_column(text).unwrap_or(0));
        let anchors = outer.iter().map(|name| format!("&{name} ~"));
        let anchors = anchors.collect::<Vec<_>>().join(", ");
        let source = Cow::Owned(format!("{indent}\"\\0\": [{anchors}]\n{text}"));
        Self { source, outer }
    }

    /// Its tree: without the declarations, and with the lines of the text alone. The offsets are those of the text
    /// behind [`Tree::shift`].
    pub(crate) fn tree(&self) -> Result<Tree<'_>, YamlError> {
        Tree::parse_below(&self.source, self.outer.clone())
    }
}

/// The column of the first line that is no comment.
pub(crate) fn first_column(text: &str) -> Option<usize> {
    let mut lines = text.lines().map(|line| (line, line.trim_start()));
    let first = lines.find(|(_, rest)| !rest.is_empty() && !rest.starts_with('#'));
    first.map(|(line, _)| line.len() - line.trim_start_matches(' ').len())
}

/// The names behind each `*`, which may be in a comment or in a text too: to declare one too many does no harm.
fn aliases(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for behind in text.split('*').skip(1) {
        let end = behind.find(|it: char| it.is_whitespace() || ENDS.contains(&it));
        let name = &behind[..end.unwrap_or(behind.len())];
        let plain = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
        if !name.is_empty() && name.chars().all(plain) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
