//! Where something was found.

use crate::environment::Environment;

/// Where something was found.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Spot {
    pub(crate) file: Option<String>,
    /// The line of the file, from 1.
    pub(crate) line: Option<usize>,
    /// `None` for what both environments share.
    pub(crate) environment: Option<Environment>,
    pub(crate) branch: Option<String>,
    /// Whether the file is the work tree's, not the branch's.
    pub(crate) work_tree: bool,
}

impl Spot {
    /// A line of a file of the same environment.
    pub(crate) fn at(&self, file: &str, line: usize) -> Self {
        Self {
            file: Some(file.to_owned()),
            line: (line > 0).then_some(line),
            ..self.clone()
        }
    }

    /// A file of the same environment.
    pub(crate) fn file(&self, file: &str) -> Self {
        self.at(file, 0)
    }

    /// A line of a file that belongs to no environment.
    pub(crate) fn shared(file: &str, line: usize) -> Self {
        Self::default().at(file, line)
    }
}
