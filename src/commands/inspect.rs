//! `djdock inspect`: the facts, each with its file and line.

use std::rc::Rc;

use crate::cli::InspectArgs;
use crate::error::Error;
use crate::inspect::{self, EndOfLife, Hints, Project};
use crate::pipeline::Restored;

use super::settle::uses;
use super::workspace::Workspace;

/// A project as it stands.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// Its facts, with their evidence.
    pub project: Project,
    /// What of it gets no security fixes any longer.
    pub ends: Vec<EndOfLife>,
}

/// Runs the command. The work tree is read, uncommitted changes included.
pub fn run(args: InspectArgs) -> Result<Inspected, Error> {
    let place = Workspace::find(&args.path.path, None)?;
    let hints = Hints {
        manage_py: args.manage_py,
        settings: args.settings,
        prod_settings: None,
        folder: place.folder.clone(),
    };
    let uses = uses(args.pack.as_deref())?;
    let restored = Restored::new(Rc::new(&place.work), &place.work, &uses)?;
    let project = restored.project(&hints)?;
    let ends = inspect::ends(project.python_version(), project.django_version());
    Ok(Inspected { project, ends })
}
