//! What is wrong with a pack.

use super::PackError;

/// What is wrong with a pack.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// Its files cannot be read.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A file that every pack has is absent.
    #[error("{path}")]
    Missing {
        /// Its path in the pack.
        path: String,
    },
    /// A manifest is not what it should be.
    #[error("{path}: {source}")]
    Manifest {
        /// Its path in the pack.
        path: String,
        /// The parser's words, with line and column.
        source: Box<toml::de::Error>,
    },
    /// A manifest is of another format.
    #[error("{path}: schema {found}")]
    Schema {
        /// Its path in the pack.
        path: String,
        /// The number that it gives.
        found: u32,
    },
    /// A service is for a use that nothing can be recognised by.
    #[error("{path}: uses {name}")]
    UnknownUse {
        /// The manifest's path in the pack.
        path: String,
        /// The word in its `uses`.
        name: String,
        /// The uses that there are signs of.
        known: Vec<String>,
    },
    /// A template does not parse.
    #[error("{0}")]
    Template(#[from] tera::Error),
}
