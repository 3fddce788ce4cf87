//! A Python file, parsed; no type of the parser leaves the evaluator.

use ruff_python_ast::Stmt;
use ruff_text_size::{Ranged, TextSize};

use crate::python::values::value::{At, Text};
use crate::tree::{Tree, TreeError};

/// Longer files are not parsed: no settings file comes near it.
const MAX_LENGTH: usize = 1024 * 1024;

/// Why a file could not be parsed.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
#[error("{path}:{line}:{column}: {message}")]
pub struct SyntaxError {
    /// The file's path in the tree.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What the parser says.
    pub message: String,
}

/// The text of a file and where its lines begin.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: Text,
    pub(crate) text: String,
    lines: Vec<usize>,
}

impl Source {
    /// The source of nothing.
    pub(crate) fn empty() -> Self {
        Self::new("", String::new())
    }

    fn new(path: &str, text: String) -> Self {
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(offset, _)| offset + 1))
            .collect();
        Self {
            path: path.into(),
            text,
            lines,
        }
    }

    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    /// The place of a node.
    pub(crate) fn at(&self, node: &impl Ranged) -> At {
        let line = self.line(node.range().start().to_usize());
        At {
            file: self.path.clone(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        }
    }

    /// The text of a node, cut where it is long.
    pub(crate) fn snippet(&self, node: &impl Ranged) -> Text {
        let text = self.text.get(node.range().to_std_range()).unwrap_or("");
        match text.char_indices().nth(80) {
            Some((end, _)) => format!("{}…", &text[..end]).into(),
            None => text.into(),
        }
    }

    fn error(&self, offset: TextSize, message: String) -> SyntaxError {
        let offset = offset.to_usize();
        let line = self.line(offset);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        let column = self
            .text
            .get(start..offset)
            .map_or(1, |before| before.chars().count() + 1);
        SyntaxError {
            path: self.path.to_string(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
            message,
        }
    }
}

/// A parsed file.
pub(crate) struct Parsed {
    pub(crate) source: Source,
    pub(crate) body: Vec<Stmt>,
}

/// The text of a Python file, in the encoding that it declares; `None` where there is no such file.
pub(crate) fn read_python(tree: &dyn Tree, path: &str) -> Result<Option<String>, TreeError> {
    let Some(bytes) = tree.read(path)? else {
        return Ok(None);
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(error) if declares_latin(error.as_bytes()) => {
            let text = error.as_bytes().iter().map(|byte| char::from(*byte));
            Ok(Some(text.collect()))
        }
        Err(error) => Err(TreeError::NotUtf8 {
            path: path.to_owned(),
            offset: error.utf8_error().valid_up_to(),
        }),
    }
}

/// PEP 263: the first two lines can name another encoding. Latin-1 and its Windows form are what is met.
fn declares_latin(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').take(2).any(|line| {
        let line = String::from_utf8_lossy(line).to_lowercase();
        line.trim_start().starts_with('#')
            && line.contains("coding")
            && ["latin-1", "latin1", "iso-8859-1", "iso-8859-15", "cp1252"]
                .iter()
                .any(|name| line.contains(name))
    })
}

/// Parses a file's text.
pub(crate) fn parse(path: &str, text: String) -> Result<Parsed, SyntaxError> {
    let source = Source::new(path, text);
    if source.text.len() > MAX_LENGTH || crate::python::nesting::is_too_deep(&source.text) {
        return Err(source.error(TextSize::new(0), "too long or nested too deeply".to_owned()));
    }
    match ruff_python_parser::parse_module(&source.text) {
        Ok(parsed) => {
            let body = parsed.into_syntax().body.into_iter().collect();
            Ok(Parsed { source, body })
        }
        Err(error) => Err(source.error(error.location.start(), error.error.to_string())),
    }
}
