//! The text of dependency files, in whatever encoding they were saved.

use crate::tree::{Tree, TreeError};

/// A file's text: UTF-8, UTF-16 with its mark (as a Windows shell writes it), else what can be read of it.
pub(in crate::inspect) fn read_lossy(
    tree: &dyn Tree,
    path: &str,
) -> Result<Option<String>, TreeError> {
    let decoded = |bytes| String::from_utf8(bytes).unwrap_or_else(|odd| decode(odd.as_bytes()));
    let text = tree.read(path)?.map(decoded);
    Ok(text.map(|text| match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }))
}

/// What can be read of bytes that are not UTF-8.
fn decode(bytes: &[u8]) -> String {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|pair| from([pair[0], pair[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    if bytes.starts_with(&[0xFF, 0xFE]) {
        wide(u16::from_le_bytes)
    } else if bytes.starts_with(&[0xFE, 0xFF]) {
        wide(u16::from_be_bytes)
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    }
}

/// `file:line` of the first line that holds a text.
pub(in crate::inspect) fn line_of(path: &str, text: &str, part: &str) -> String {
    let line = text.lines().position(|line| line.contains(part));
    format!("{path}:{}", line.map_or(1, |line| line + 1))
}
