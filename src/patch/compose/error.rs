//! Why a compose file is left as it is, and what is left to its owner.

use crate::yaml::YamlError;
use std::cmp::Ordering;

/// Why a compose file cannot be extended. Lines and columns count from 1.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ComposeError {
    /// It is no YAML document.
    #[error("{0}")]
    Yaml(YamlError),
    /// There is no `services:`: a file of the first version of the format, one that only includes others, or none.
    #[error("services")]
    NoServices,
    /// What should be a mapping is something else, an alias for example.
    #[error("line {line}: {key}")]
    NotAMapping {
        /// `services`, `volumes`, or `the file` for all of it.
        key: String,
        /// The line at which it stands.
        line: usize,
    },
    /// The services stand in braces, where no block can be put.
    #[error("line {line}")]
    Flow {
        /// Where the braces open.
        line: usize,
    },
    /// A service of that name is there, and not the one to add.
    #[error("line {line}: {service}")]
    NameTaken {
        /// The service's name.
        service: String,
        /// The line of the service's name.
        line: usize,
    },
    /// A database is to be added, and there is one.
    #[error("line {line}: {service}, {image}")]
    OneMore {
        /// The service that runs it.
        service: String,
        /// The line of that service's name.
        line: usize,
        /// The image's name, without registry, owner and tag.
        image: String,
    },
    /// No service has the name of the one that is said to run the project.
    #[error("{service}")]
    NoSuchService {
        /// The name that was said to be the one.
        service: String,
        /// The services that there are.
        known: Vec<String>,
    },
    /// What is to be added runs in the project's own image, and no service is known to run the project.
    #[error("{service}: {candidates:?}")]
    NoProject {
        /// The service to add.
        service: String,
        /// The services that may be meant, with their lines.
        candidates: Vec<(String, usize)>,
    },
    /// A volume of that name is there, and not from such a patch.
    #[error("line {line}: {volume}")]
    VolumeTaken {
        /// The volume's name.
        volume: String,
        /// The line of the volume's name.
        line: usize,
    },
    /// The definition of a service to add is not a mapping in block style.
    #[error("{service}: {why:?}")]
    Definition {
        /// The service's name.
        service: String,
        /// Why it is no YAML; `None` where it is YAML, and no mapping at the left margin.
        why: Option<YamlError>,
    },
    /// A block text ends the file without a line ending: with one, it would mean something else.
    #[error("line {line}")]
    OpenBlock {
        /// The last line of the file.
        line: usize,
    },
    /// The extended text would not mean what it should; nothing was changed.
    #[error("{found:?}")]
    Unsound {
        /// What would be wrong with it.
        found: Unsound,
    },
}

/// What would be wrong with a compose file once it is extended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unsound {
    /// It could not be read.
    Unreadable(YamlError),
    /// Its top level would be no mapping.
    TopLevel,
    /// The services would be others than those that were there and those that are added.
    Services,
    /// The volumes would be.
    Volumes,
    /// What this key holds would be something else.
    Key(String),
    /// The top level would have more keys than it should.
    Grown,
    /// There is no place for the services.
    NoPlace,
    /// The change could not be taken back.
    NotUndone,
}

impl From<YamlError> for ComposeError {
    fn from(error: YamlError) -> Self {
        match error {
            YamlError::Unbounded => Self::Unsound {
                found: Unsound::Unreadable(error),
            },
            error => Self::Yaml(error),
        }
    }
}

/// What the file's owner must do by hand. Lines count from 1.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ComposeStep {
    /// It is not known which services run the project: none of them was changed.
    NoWebService {
        /// The services that may be meant, with their lines.
        candidates: Vec<(String, usize)>,
    },
    /// A variable that a service of the project needs.
    Environment {
        /// The name of the project's service.
        service: String,
        /// The line of the service's name.
        line: usize,
        /// The name of the variable.
        key: String,
        /// The value that it should have.
        value: String,
        /// Why it was not set.
        why: Obstacle,
    },
    /// A service that a service of the project should wait for.
    DependsOn {
        /// The service that should wait.
        service: String,
        /// The line of the service's name.
        line: usize,
        /// The one to wait for.
        on: String,
        /// Why it was not added.
        why: Obstacle,
    },
    /// A service that runs the same as an added one.
    Twin {
        /// The name of the user's service.
        service: String,
        /// The line of the service's name.
        line: usize,
        /// The image of both.
        image: String,
    },
    /// The added services are on no network of a service of the project.
    Networks {
        /// The name of the project's service.
        service: String,
        /// The line of the service's name.
        line: usize,
        /// What stands in the way.
        why: Obstacle,
    },
}

impl ComposeStep {
    /// The order of the file, with what concerns all of it first.
    pub(super) fn in_order(&self, other: &Self) -> Ordering {
        self.line().cmp(&other.line())
    }

    fn line(&self) -> usize {
        match self {
            Self::NoWebService { .. } => 0,
            Self::Environment { line, .. }
            | Self::DependsOn { line, .. }
            | Self::Twin { line, .. }
            | Self::Networks { line, .. } => *line,
        }
    }
}

/// What stands in the way of an addition to one service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Obstacle {
    /// The variable has another value, which was left alone.
    AlreadySet,
    /// It is taken from the shell.
    Shell,
    /// A file that `env_file` names sets it.
    SetIn {
        /// The path of the file, as `env_file` names it.
        file: String,
    },
    /// A file that `env_file` names may set it, and cannot be read.
    Unseen {
        /// The path of the file, as `env_file` names it.
        file: String,
    },
    /// Another file puts the service on networks that the added ones are not on.
    OtherNetworks,
    /// What would have to change is shared with a service that does not run the project, by an anchor.
    Shared {
        /// Where the shared mapping or list stands.
        line: usize,
    },
    /// The service has a network of another kind, where the names of services do not resolve.
    NetworkMode {
        /// What `network_mode` says: `host`, `service:vpn`, …
        mode: String,
    },
    /// The service extends one of another file, where the same thing may be set.
    Extends,
    /// The networks of the service are not defined in this file.
    Undefined,
    /// It is written in a way that is not extended: with a tag, by nested aliases.
    Style {
        /// The line at which it stands.
        line: usize,
    },
}
