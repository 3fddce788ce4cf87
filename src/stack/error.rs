//! Why answers make no stack.

use crate::compose::FragmentFault;
use crate::inspect;

/// Why answers make no stack.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// The pack has no such service, or no release of it for this Django.
    #[error("{0}")]
    NoService(String),
    /// What is named as the former database is none, or has its data where the new one has it.
    #[error("{0}")]
    NoPreviousDatabase(String),
    /// Two services provide what a stack has once.
    #[error("{capability}: {services:?}")]
    SeveralProvide {
        /// The capability that is provided twice.
        capability: String,
        /// The names of the services that provide it.
        services: Vec<String>,
    },
    /// A service needs what no other one provides.
    #[error("{service}: {capability}")]
    Unmet {
        /// The name of the service that needs it.
        service: String,
        /// The capability that is needed.
        capability: String,
        /// The names of the services that provide it.
        providers: Vec<String>,
    },
    /// A service makes no sense for this project.
    #[error("{service}: {otherwise}")]
    Lacks {
        /// The name of the service.
        service: String,
        /// What the project lacks, in the pack's words.
        otherwise: String,
    },
    /// The pack has no such application server.
    #[error("{0}")]
    NoServer(String),
    /// The pack has no image for a Python version.
    #[error("{0}")]
    NoPython(String),
    /// The pack cannot install dependencies that are declared this way.
    #[error("{tool:?}")]
    NoTool {
        /// The tool that the project's dependencies are declared for.
        tool: inspect::Tool,
        /// The file that declares them, from the root; empty where none does.
        file: String,
    },
    /// The server needs an application that the project does not have.
    #[error("{server}")]
    NoApplication {
        /// The name of the server.
        server: String,
        /// The setting that would name it: `ASGI_APPLICATION` or `WSGI_APPLICATION`.
        setting: &'static str,
    },
    /// A service offers a fact that there is not, or a value that it cannot have.
    #[error("{0}")]
    NoFact(String),
    /// A service runs in the project's own image, which in a compose file of the user's own is theirs.
    #[error("{0}")]
    NotAlone(String),
    /// A service's template is rendered to what is no part of a compose file.
    #[error("{template}: {fault}")]
    Fragment {
        /// Its path in the pack.
        template: String,
        /// The line of the template, where it is known.
        line: Option<usize>,
        /// What is wrong there.
        fault: FragmentFault,
    },
    /// A template of the pack fails.
    #[error("{0}")]
    Template(#[from] tera::Error),
}
