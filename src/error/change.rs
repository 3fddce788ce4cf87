//! Why a stack is not changed.

/// Why a stack is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The pack has no such service.
    #[error("{name}")]
    UnknownService {
        /// The name that was typed.
        name: String,
        /// The services that there are.
        known: Vec<String>,
    },
    /// What is to be removed is not there.
    #[error("{name}")]
    NotInstalled {
        /// The service's name.
        name: String,
        /// The services that the stack has.
        installed: Vec<String>,
    },
    /// The database is replaced, and not removed.
    #[error("{name}")]
    Database {
        /// The name of the service that provides the database.
        name: String,
        /// What could replace it.
        others: Vec<String>,
    },
    /// Rows come along only where another database replaces the one that has them.
    #[error("nothing is replaced")]
    NothingReplaced,
    /// An earlier database is still kept for its rows.
    #[error("{0}")]
    FormerStays(String),
    /// A stack has one database.
    #[error("{0:?}")]
    SeveralDatabases(Vec<String>),
    /// A service that stays needs one that is to go.
    #[error("{service}")]
    StillNeeded {
        /// The one that is to go.
        service: String,
        /// The ones that need it.
        by: Vec<String>,
    },
    /// Of two stacks that stand side by side, one alone is to go.
    #[error("side by side")]
    SideBySide,
    /// A file that is to come back stands there.
    #[error("{path}")]
    NothingToRestore {
        /// Its path from the root.
        path: String,
    },
    /// A file that is to come back is none that the answers render.
    #[error("{path}")]
    NoFileOfTheStack {
        /// Its path from the root.
        path: String,
    },
}
