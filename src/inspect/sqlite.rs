//! Whether a sqlite file really holds tables.

use crate::tree::{Tree, TreeError};

/// As much of the file as is looked at.
const PREFIX: u64 = 1024 * 1024;
const HEADER: &[u8] = b"SQLite format 3\0";

/// What a database file is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SqliteFile {
    /// There is no such file.
    Absent,
    /// Something else, or an empty file.
    NotSqlite,
    /// A database without a table of the project's.
    Empty,
    /// A database with tables.
    Tables,
}

/// Looks at a sqlite file of the work tree; only its first MiB is read.
pub fn sqlite_file(evidence: &dyn Tree, path: &str) -> Result<SqliteFile, TreeError> {
    Ok(match evidence.read_prefix(path, PREFIX)? {
        Some(bytes) => sqlite_tables(&bytes),
        None => SqliteFile::Absent,
    })
}

/// What the first bytes of a file say. The schema's text stands in its first pages as it was written.
#[must_use]
pub fn sqlite_tables(bytes: &[u8]) -> SqliteFile {
    if !bytes.starts_with(HEADER) {
        return SqliteFile::NotSqlite;
    }
    let statement = b"CREATE TABLE";
    let mut rest = &bytes[HEADER.len()..];
    while let Some(index) = find(rest, statement) {
        rest = &rest[index + statement.len()..];
        let name = rest
            .iter()
            .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'`' | b'['));
        let name: Vec<u8> = name.take(7).copied().collect();
        if !name.eq_ignore_ascii_case(b"sqlite_") {
            return SqliteFile::Tables;
        }
    }
    SqliteFile::Empty
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .position(|window| window.eq_ignore_ascii_case(needle))
}
