//! What is said while a command works.

use super::super::{Page, unportable, unwritable};
use super::changed::planned;
use super::facts;
use super::next::provided;
use super::undone::undoing;
use crate::commands::audience::{Event, Recovered};
use crate::inspect::Project;

/// What an event sounds like.
pub(in crate::ui) fn heard(event: &Event<'_>) -> Page {
    let mut page = Page::default();
    match event {
        Event::Recovered(recovered) => recovery(recovered, &mut page),
        Event::Provided(all) => provided(all, &mut page),
        Event::Read(project) => read(project, &mut page),
        Event::Planned(changed) => planned(changed, &mut page),
        Event::Undoing(undone) => undoing(undone, &mut page),
    }
    page
}

/// The facts, for those who want to know more; and what of them is left undecided since no file can hold it.
fn read(project: &Project, page: &mut Page) {
    for line in facts::text(project).lines() {
        page.detail(line);
    }
    page.detail("");
    for unwritable in &project.unwritable {
        page.warn(unwritable::told(unwritable));
    }
    for unportable in &project.dependencies.unportable {
        page.warn(unportable::told(unportable));
    }
}

fn recovery(recovered: &Recovered, page: &mut Page) {
    match recovered {
        Recovered::Withdrawn => {
            page.say("An interrupted djdock had written nothing yet: its traces are removed.");
        }
        Recovered::Finished => page.say("An interrupted djdock was finished."),
        Recovered::Abandoned { path } => page.warn(format!(
            "an interrupted djdock is taken back, for `{path}` has changed since; it and .env stay as they are"
        )),
    }
}
