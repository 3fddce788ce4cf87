//! `djdock inspect`: the facts, each with its file and line.

use crate::cli::{Global, InspectArgs};
use crate::error::Error;
use crate::inspect::{self, Hints};
use crate::pipeline;
use crate::ui::{Ui, facts};

use super::place::Place;

/// Runs the command. The work tree is read, uncommitted changes included.
pub fn run(args: InspectArgs, global: &Global, ui: &Ui) -> Result<(), Error> {
    let place = Place::find(&args.path.path, None)?;
    let hints = Hints {
        manage_py: args.manage_py,
        settings: args.settings,
        prod_settings: None,
        folder: place.folder.clone(),
    };
    let restored = pipeline::restored(&place.work)?;
    let project = inspect::inspect(&restored, &place.work, &hints)?;
    for end in inspect::ends(project.python_version(), project.django_version()) {
        let (name, release, since) = (end.name, &end.release, end.since);
        ui.warn(format!(
            "{name} {release} gets no security fixes since {since}"
        ));
    }
    if global.json {
        let value = serde_json::to_value(&project).unwrap_or_default();
        ui.data(&format!("{value:#}\n"));
    } else {
        ui.data(&facts::text(&project));
    }
    Ok(())
}
