//! What the assignments of settings files read from the environment, and where they stand.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{EvaluateError, Sources};
use crate::tree::Tree;

/// What the value of one assignment reads from the environment. Only what is known counts: a variable that a function
/// may read which was not followed is not among them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Origin {
    /// The environment variables, in the order of the text.
    pub variables: Vec<String>,
    /// Whether the value is a variable's own, converted, compared or with another to fall back on, and not just made
    /// with one.
    pub whole: bool,
    /// The calls and look-ups in it whose values cannot be told: they may fail where something is missing. By the bytes
    /// of the file, in the order in which they run.
    pub untold: Vec<Range<usize>>,
}

impl Origin {
    /// What holds of both: a value counts as read where every run of its assignment reads it.
    fn narrow(&mut self, other: &Self) {
        self.whole &= other.whole;
        self.variables
            .retain(|variable| other.variables.contains(variable));
        self.untold.extend(other.untold.iter().cloned());
    }
}

/// What the assignments of one file read, by the byte at which each statement starts. Of an assignment that no
/// evaluation reached, nothing is known.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FileReads {
    assignments: BTreeMap<usize, Origin>,
    /// The line at which a library puts values that it loads in place of the file's.
    replaced: Option<u32>,
}

impl FileReads {
    /// What the assignment reads that starts at a byte; `None` where that cannot be told.
    pub(crate) fn at(&self, offset: usize) -> Option<&Origin> {
        self.assignments.get(&offset)
    }

    /// The line, from 1, at which a library puts values that it loads in place of the file's.
    pub(crate) fn replaced(&self) -> Option<u32> {
        self.replaced
    }
}

/// What the assignments of several files read, by the file's path.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reads(BTreeMap<String, FileReads>);

impl Reads {
    /// Evaluates a module of the project whose process starts in `folder`.
    ///
    /// # Errors
    ///
    /// A file of the settings cannot be read, or is not Python.
    pub fn evaluate(tree: &dyn Tree, folder: &str, module: &str) -> Result<Self, EvaluateError> {
        let sources = Sources::new(tree);
        Ok(sources.evaluate(folder, module, None)?.reads)
    }

    /// A file's; `None` where nothing of it was evaluated.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&FileReads> {
        self.0.get(path)
    }

    /// Takes over what another evaluation found. An assignment that both reached reads what both say.
    pub fn add(&mut self, other: Self) {
        for (path, file) in other.0 {
            for (offset, origin) in file.assignments {
                self.record(&path, offset, origin);
            }
            if let Some(line) = file.replaced {
                self.replace(&path, line);
            }
        }
    }

    /// Records one run of an assignment.
    pub(super) fn record(&mut self, path: &str, offset: usize, origin: Origin) {
        self.of(path)
            .assignments
            .entry(offset)
            .and_modify(|known| known.narrow(&origin))
            .or_insert(origin);
    }

    /// Records that a library puts other values in place of a file's.
    pub(super) fn replace(&mut self, path: &str, line: u32) {
        self.of(path).replaced = Some(line);
    }

    fn of(&mut self, path: &str) -> &mut FileReads {
        self.0.entry(path.to_owned()).or_default()
    }
}
