//! Python, parsed in one place; no type of the parser leaves the modules below this one's parent.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use ruff_python_ast::{ModModule, Stmt};
use ruff_python_parser::{ParseError, Parsed as Tokens, parse_module};
use ruff_text_size::{Ranged, TextRange};

use crate::python::nesting::{self, is_too_deep};
use crate::python::run::function::Code;
use crate::python::values::value::{At, Text};
use crate::text::position;
use crate::tree::{Tree, TreeError, refuse_pointer};

/// Longer files are not parsed: no settings file comes near it.
const MAX_LENGTH: usize = 1024 * 1024;

/// Bytes of texts whose syntax is kept.
const MAX_KNOWN: usize = 8 * 1024 * 1024;

/// Where and why a text is not parsed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("line {line}, column {column}: {fault}")]
pub struct SyntaxError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// Why a text is not parsed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Fault {
    /// It is not Python; what the parser says.
    #[error("{0}")]
    Invalid(String),
    /// It is longer than any settings file.
    #[error("longer than 1 MiB")]
    TooLong,
    /// Python or not, reading it could use up the stack.
    #[error("nested too deeply")]
    TooDeep,
}

thread_local! {
    /// What was parsed. One command asks for a text again and again: to read it, to patch it, to prove the patch.
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Texts and their syntax.
#[derive(Default)]
struct Known {
    trees: HashMap<Box<str>, Rc<Tokens<ModModule>>>,
    /// Their lengths, in bytes.
    length: usize,
}

impl Known {
    fn keep(&mut self, text: &str, tree: &Rc<Tokens<ModModule>>) {
        if self.length + text.len() > MAX_KNOWN {
            *self = Self::default();
        }
        self.length += text.len();
        self.trees.insert(text.into(), tree.clone());
    }
}

/// Parses a text, once: the only place that does, so that its length and depth are bounded everywhere.
pub(super) fn tree(text: &str) -> Result<Rc<Tokens<ModModule>>, SyntaxError> {
    let known = KNOWN.with_borrow(|known| known.trees.get(text).cloned());
    if let Some(known) = known {
        return Ok(known);
    }
    let tree = Rc::new(parsed(text)?);
    KNOWN.with_borrow_mut(|known| known.keep(text, &tree));
    Ok(tree)
}

fn parsed(text: &str) -> Result<Tokens<ModModule>, SyntaxError> {
    if text.len() > MAX_LENGTH {
        let fault = Fault::TooLong;
        return Err(SyntaxError {
            line: 1,
            column: 1,
            fault,
        });
    }
    if is_too_deep(text) {
        let fault = Fault::TooDeep;
        return Err(SyntaxError {
            line: nesting::line(text),
            column: 1,
            fault,
        });
    }
    parse_module(text).map_err(|ParseError { error, location }| {
        let mut offset = location.start().to_usize().min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let (line, column) = position(text, offset);
        let fault = Fault::Invalid(error.to_string());
        SyntaxError {
            line,
            column,
            fault,
        }
    })
}

/// The text of a file and where its lines begin.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: Text,
    pub(crate) text: String,
    lines: Vec<usize>,
    /// The functions that an evaluation came to; `None` for one that is not followed.
    functions: RefCell<HashMap<TextRange, Option<Rc<Code>>>>,
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
            functions: RefCell::default(),
        }
    }

    /// The code of the function at a place, which is `made` once.
    pub(crate) fn code(
        &self,
        place: TextRange,
        made: impl FnOnce() -> Option<Code>,
    ) -> Option<Rc<Code>> {
        let mut functions = self.functions.borrow_mut();
        let code = functions.entry(place);
        code.or_insert_with(|| made().map(Rc::new)).clone()
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
}

/// The syntax of a file, with the text that it was parsed from.
pub(crate) struct Parsed {
    pub(crate) source: Rc<Source>,
    tree: Rc<Tokens<ModModule>>,
}

impl Parsed {
    /// The statements at top level.
    pub(crate) fn body(&self) -> &[Stmt] {
        &self.tree.syntax().body
    }
}

/// The text of a Python file, in the encoding that it declares; `None` where there is no such file.
pub(crate) fn read_python(tree: &dyn Tree, path: &str) -> Result<Option<String>, TreeError> {
    let Some(bytes) = tree.read(path)? else {
        return Ok(None);
    };
    refuse_pointer(path, &bytes)?;
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
    let tree = tree(&text)?;
    let source = Rc::new(Source::new(path, text));
    Ok(Parsed { source, tree })
}
