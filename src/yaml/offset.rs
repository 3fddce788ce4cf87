//! Places in a YAML text: columns, and where a line may be added.

use super::node::{Id, Kind};
use super::tree::Tree;
use crate::text::{line_start, lines};

/// Where the line of an offset ends, its line ending included; an offset at a line's start is such an end itself.
pub(crate) fn after_line(source: &str, offset: usize) -> usize {
    if offset > 0 && line_start(source, offset) == offset {
        return offset;
    }
    offset + lines(&source[offset..]).next().map_or(0, str::len)
}

/// The end of the comments below a line that are indented at least so far, and so belong to what stands above them.
pub(crate) fn after_comments(source: &str, offset: usize, column: usize) -> usize {
    let mut end = offset;
    let mut position = offset;
    for line in lines(&source[offset..]) {
        position += line.len();
        let text = line.trim_start_matches(' ');
        if text.starts_with('#') && line.len() - text.len() >= column {
            end = position;
        } else if !line.trim().is_empty() {
            break;
        }
    }
    end
}

/// The end of the lines that an editor has commented out at the left margin, straight below a line.
pub(crate) fn after_disabled(source: &str, offset: usize) -> usize {
    let disabled = |line: &&str| line.starts_with("#  ") || line.starts_with("#\t");
    let rest = lines(&source[offset..]).take_while(disabled);
    offset + rest.map(str::len).sum::<usize>()
}

/// The end of a pair of a mapping, be its value left out.
pub(crate) fn pair_end(tree: &Tree, (key, value): (Id, Id)) -> usize {
    let end = tree.node(key).range.end;
    if !tree.is_absent(value) {
        return tree.node(value).range.end.max(end);
    }
    let rest = &tree.source[end..];
    let colon = rest.len() - rest.trim_start().len();
    if rest[colon..].starts_with(':') {
        end + colon + 1
    } else {
        end
    }
}

/// The column of a collection in block style: of its keys, or its dashes. `None` where it does not start a line.
pub(crate) fn column(tree: &Tree, id: Id) -> Option<usize> {
    let first = match &tree.node(id).kind {
        Kind::Mapping(pairs) => pairs.first()?.0,
        Kind::Sequence(items) => *items.first()?,
        _ => return None,
    };
    let start = tree.node(first).range.start;
    let before = &tree.source[line_start(tree.source, start)..start];
    let before = before.trim_start_matches('\u{feff}');
    let mark = match tree.node(id).kind {
        Kind::Sequence(_) => before.trim_start_matches(' ').strip_prefix('-')?,
        _ => before.trim_start_matches(' '),
    };
    let spaces = before.len() - before.trim_start_matches(' ').len();
    mark.trim_start_matches(' ').is_empty().then_some(spaces)
}

/// Whether an empty line stands above an offset's line, or above the comments there.
pub(crate) fn is_set_off(source: &str, offset: usize) -> bool {
    let mut above = &source[..line_start(source, offset)];
    while !above.is_empty() {
        let ended = above.strip_suffix('\n').unwrap_or(above);
        let ended = ended.strip_suffix('\r').unwrap_or(ended);
        let start = line_start(ended, ended.len());
        let line = ended[start..].trim();
        if !line.starts_with('#') {
            return line.is_empty();
        }
        above = &source[..start];
    }
    false
}
