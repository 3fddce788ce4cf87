//! Why a text is no YAML document that can be read.

/// Why a text is no YAML document that can be read. Lines and columns count from 1.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum YamlError {
    /// It is no YAML.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// The line at which the text stops being YAML.
        line: usize,
        /// Where in the line.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// A mapping has a key twice, which Compose refuses.
    #[error("line {line}: `{key}` stands there twice")]
    DuplicateKey {
        /// The line of the second one.
        line: usize,
        /// The key that is there twice.
        key: String,
    },
    /// More than one YAML document.
    #[error("line {line}: a second document starts")]
    MultipleDocuments {
        /// Where the second one starts.
        line: usize,
    },
    /// Aliases of aliases stand for more values than any file has.
    #[error("its aliases grow without bounds")]
    Unbounded,
}

impl YamlError {
    /// What is wrong, without the place.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Syntax { message, .. } => message.clone(),
            Self::DuplicateKey { key, .. } => format!("`{key}` stands there twice"),
            Self::MultipleDocuments { .. } => "a second document starts".to_owned(),
            Self::Unbounded => self.to_string(),
        }
    }

    /// The error of a text that stands behind one line more.
    pub(super) fn without_first_line(mut self) -> Self {
        match &mut self {
            Self::Syntax { line, .. }
            | Self::DuplicateKey { line, .. }
            | Self::MultipleDocuments { line } => *line = line.saturating_sub(1).max(1),
            Self::Unbounded => {}
        }
        self
    }

    /// The line of what cannot be read, where it is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Syntax { line, .. }
            | Self::DuplicateKey { line, .. }
            | Self::MultipleDocuments { line } => Some(*line),
            Self::Unbounded => None,
        }
    }
}
