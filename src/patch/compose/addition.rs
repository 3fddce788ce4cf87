//! What a compose file gets, what is known around it, and what comes of it.

use super::error::ComposeStep;
use crate::patch::edit::Splices;

/// What a compose file gets.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ComposeAddition {
    /// The services, in their order in the file.
    pub services: Vec<ComposeService>,
    /// Named volumes of the top level.
    pub volumes: Vec<String>,
    /// Variables of the containers that run the project: names, and values without quotes. A value may read others:
    /// `${KEY:?why}`.
    pub environment: Vec<(String, String)>,
    /// The services for whose health those containers wait.
    pub ready: Vec<String>,
    /// Services of the file's own that the added ones talk to.
    pub reached: Vec<String>,
    /// Images of which the file has one in all: those of databases, by their names without registry and tag.
    pub once: Vec<String>,
}

/// What is known beside a compose file.
pub struct Surroundings<'a> {
    /// A service that runs the project; without one it is looked for.
    pub web: Option<&'a str>,
    /// The text of a file that is named as the compose file names it; `None` where it cannot be read.
    pub file: &'a dyn Fn(&str) -> Option<String>,
    /// Whether the project reads a variable by itself, so that such a file may set it.
    pub is_read: &'a dyn Fn(&str) -> bool,
    /// Whether a folder that is named as the compose file names it holds the project: its `manage.py`.
    pub holds: &'a dyn Fn(&str) -> bool,
}

impl Surroundings<'_> {
    /// What is known where nothing is: no service is named, no file can be read, no variable
    /// is read.
    pub const NOTHING: Self = Self {
        web: None,
        file: &|_| None,
        is_read: &|_| false,
        holds: &|_| false,
    };
}

/// A service to add.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ComposeService {
    /// The service's name, and that of its container on the networks.
    pub name: String,
    /// A mapping in block style at the left margin, with steps of two spaces and without `networks:`.
    pub definition: String,
    /// Whether it runs in the project's own image: it gets what the service has that runs the project.
    pub joins: bool,
}

/// A compose file's text after a patch, how to undo it, and what is left to do.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PatchedCompose {
    /// The compose file's text with the addition.
    pub text: String,
    /// What was done; they are undone together or not at all.
    pub splices: Splices,
    /// What the file's owner must do by hand, in the order of the file.
    pub steps: Vec<ComposeStep>,
    /// The services that run the project.
    pub project: Vec<String>,
    /// The networks that the added services join; none where the default one does.
    pub networks: Vec<String>,
}
