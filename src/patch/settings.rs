//! A settings module that reads the environment, with today's values as defaults.
//!
//! Without its variables a patched module gives the values that it gave before; with them, the environment's values
//! stand at its end. For that, a setting is treated by where it is bound last:
//!
//! - at top level by `NAME = value`: the value is edited in place;
//! - otherwise (in a branch, by `+=`, a change of its list, an import, or `from local import *` below it): a line
//!   `NAME = …` is inserted after the last statement that binds it, because what stands below may read it;
//! - nowhere: it is appended at the end of the file, if the pack knows Django's default.
//!
//! Where code reads the name before its last binding, the assignments above that code are edited as well, so that it
//! sees the environment's value too. What cannot be done is a [`Step`] for the user.

mod blocks;
mod bound;
mod decide;
mod guard;
mod header;
mod pack;
mod prepare;
mod setting;
mod share;
mod together;

use std::collections::BTreeMap;
use std::ops::Range;

use super::edit::{PatchedText, Splices};
use super::record::record;
use crate::python::syntax::{Module, Value, is_python};
use crate::python::{FileReads, Origin, SyntaxError};
use crate::text::{Edit, apply_edits};

pub use self::pack::{Brought, Fragment, Function, Guard, Part, Setting, SettingsPatch};
pub use self::share::{SettingsChain, share_settings};
pub use self::together::patch_files;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A patched settings module.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Patched {
    /// The patched module's text.
    pub text: String,
    /// What was done; without a splice, the text is as it was.
    pub splices: Splices,
    /// What is left to the user.
    pub steps: Vec<Step>,
    /// The names of the functions that were put into the module.
    pub functions: Vec<String>,
    /// The variables that a setting's own code reads, by setting. They count beside the pack's own variable, which such
    /// a setting need not read.
    pub reads: BTreeMap<String, Vec<String>>,
}

impl From<Patched> for PatchedText {
    fn from(patched: Patched) -> Self {
        let Patched { text, splices, .. } = patched;
        Self { text, splices }
    }
}

/// What could not be placed safely. Lines are the original text's, from 1.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Step {
    /// The setting is bound on some paths only, so that the environment counts on these alone.
    NotAlwaysBound {
        /// The name of the setting.
        name: String,
        /// A line that binds it.
        line: usize,
    },
    /// A line reads the setting before the environment's value is there.
    ReadEarly {
        /// The name of the setting.
        name: String,
        /// The line that reads it.
        line: usize,
    },
    /// The setting is an attribute of a class, as with django-configurations.
    InClass {
        /// The name of the setting.
        name: String,
        /// The line that assigns it.
        line: usize,
    },
    /// A library puts values that it loads in place of the file's, so that no change of the file counts.
    Replaced {
        /// The settings that the environment should give.
        names: Vec<String>,
        /// The line that does it.
        line: usize,
    },
    /// A fragment changes a setting that the module does not bind.
    Unbound {
        /// The name of the setting.
        name: String,
        /// The statements that were not inserted.
        source: String,
    },
}

/// Why a settings module is not patched.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PatchError {
    /// The user's module is not Python.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// The docstring or a future import shares its line with code, so that nothing can stand between.
    #[error("line {line}")]
    SharedLine {
        /// The line of the module, from 1.
        line: usize,
    },
    /// The pack's code is wrong.
    #[error("{part} {name}")]
    Pack {
        /// Which part of it.
        part: Part,
        /// Its name, or its first line.
        name: String,
    },
    /// The patched text is not Python: a bug.
    #[error("patched, line {line}: {message}")]
    Unsound {
        /// The line of the patched text.
        line: usize,
        /// What the parser says.
        message: String,
    },
}

/// Patches a settings module. Doing it again changes nothing. `reads` is what its assignments are known to read from
/// the environment; what is not known to do so is made to.
pub fn patch_settings(
    source: &str,
    patch: &SettingsPatch,
    reads: &FileReads,
) -> Result<Patched, PatchError> {
    let (mark, body) = match source.strip_prefix(BYTE_ORDER_MARK) {
        Some(body) => (BYTE_ORDER_MARK.len(), body),
        None => (0, source),
    };
    let module = Module::parse(body)?;
    let prepared = prepare::prepare(&module, patch)?;
    let origins = Origins { reads, mark };
    let mut decided = decide::decide(&module, &prepared, &origins)?;
    guard::decide(&module, &prepared, &origins, &mut decided);
    let (mut edits, functions) = blocks::edits(body, &module, &prepared, &decided)?;
    check(&apply_edits(body, &edits))?;
    for edit in &mut edits {
        edit.range = edit.range.start + mark..edit.range.end + mark;
    }
    Ok(Patched {
        functions,
        ..finish(source, &edits, decided.steps, decided.reads)
    })
}

/// What the assignments of a module read, by their place in the text after the byte order mark.
struct Origins<'a> {
    reads: &'a FileReads,
    mark: usize,
}

impl Origins<'_> {
    fn of(&self, value: &Value) -> Option<&Origin> {
        self.reads.at(value.statement + self.mark)
    }

    /// The parts of a value that cannot be told, by the bytes after the byte order mark.
    fn untold(&self, value: &Value) -> impl Iterator<Item = Range<usize>> {
        let untold = self.of(value).map(|origin| &origin.untold);
        let mark = self.mark;
        let ranges = untold.into_iter().flatten();
        ranges.map(move |range| range.start - mark..range.end - mark)
    }
}

fn finish(
    source: &str,
    edits: &[Edit],
    mut steps: Vec<Step>,
    reads: BTreeMap<String, Vec<String>>,
) -> Patched {
    steps.sort();
    steps.dedup();
    Patched {
        text: apply_edits(source, edits),
        splices: Splices {
            created: false,
            whole: false,
            splices: record(source, edits),
        },
        steps,
        functions: Vec::new(),
        reads,
    }
}

/// Parses the result, so that a bug here never reaches the user's file.
fn check(text: &str) -> Result<(), PatchError> {
    is_python(text).map_err(|SyntaxError { line, fault, .. }| PatchError::Unsound {
        line,
        message: fault.to_string(),
    })
}

impl From<SyntaxError> for PatchError {
    fn from(error: SyntaxError) -> Self {
        Self::Syntax {
            line: error.line,
            column: error.column,
            message: error.fault.to_string(),
        }
    }
}
