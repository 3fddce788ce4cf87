//! What is said while a command works.

use super::super::{Output as _, Page, unportable, unwritable};
use super::changed::planned;
use super::facts;
use super::next::provided;
use super::tried;
use super::undone::undoing;
use crate::commands::audience::{Event, Recovered};
use crate::inspect::{FrontEnd, Project};

/// What an event sounds like.
pub(in crate::ui) fn heard(event: &Event<'_>) -> Page {
    let mut page = Page::default();
    match event {
        Event::Recovered(recovered) => recovery(recovered, &mut page),
        Event::Provided(all) => provided(all, &mut page),
        Event::Read(project) => read(project, &mut page),
        Event::Planned(changed) => planned(changed, &mut page),
        Event::Undoing(undone) => undoing(undone, &mut page),
        Event::Trying(step) => page.say(tried::doing(*step)),
        Event::Tried(tried) => tried.text(&mut page),
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
    for (index, front_end) in project.front_ends.iter().enumerate() {
        if front_end.output.is_none() {
            let at = project.evidence.get(&format!("front_ends.{index}.script"));
            page.warn(unbuilt(
                front_end,
                at.map_or("package.json", String::as_str),
            ));
        }
    }
}

/// What is seen of a front end, why it is not built, and the way out.
fn unbuilt(front_end: &FrontEnd, at: &str) -> String {
    let FrontEnd { tool, script, .. } = front_end;
    format!(
        "{at}: `{tool} run {script}` builds a front end, and no setting names the folder that it writes: prod's image does \
         not build it; where Django serves it, put its output folder into STATICFILES_DIRS, then djdock update"
    )
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
