//! What the user types after `init`.

use crate::answers::Layout;
use crate::apply::Receipt;
use crate::inspect::{self, EndOfLife};
use crate::stack::Missing;
use crate::ui::Ui;

use super::draft::Draft;

/// Says what was written and what comes next.
pub(super) fn say(draft: &Draft, _receipt: &Receipt, ui: &Ui) {
    let answers = &draft.answers;
    for (path, step) in draft.outcomes().flat_map(|outcome| &outcome.steps) {
        ui.warn(format!("{path}: {}", crate::ui::report::step(step)));
    }
    let project = draft.outcomes().map(|outcome| &outcome.project).next();
    let ends =
        project.map(|project| inspect::ends(Some(&answers.python), project.django_version()));
    for EndOfLife {
        name,
        release,
        since,
    } in ends.unwrap_or_default()
    {
        ui.warn(format!(
            "{name} {release} gets no security fixes since {since}"
        ));
    }
    fill_in(draft, ui);
    let url = |port: u16| match port {
        80 => "http://localhost/".to_owned(),
        port => format!("http://localhost:{port}/"),
    };
    let (dev, prod) = (url(answers.dev_port), url(answers.prod_port));
    ui.say("Done. Secrets are in .env, which git ignores. Next:");
    ui.say("");
    match answers.layout {
        Layout::Branches => {
            ui.say(format!(
                "  git switch {} && make run      # {dev}",
                answers.dev_branch
            ));
            if answers.import_data {
                ui.say("  make import-data              # your rows and uploads, once");
            }
            ui.say(format!(
                "  git switch {} && make run     # {prod}",
                answers.prod_branch
            ));
        }
        Layout::Single => {
            ui.say(format!("  make run                      # {dev}"));
            if answers.import_data {
                ui.say("  make import-data              # your rows and uploads, once");
            }
            ui.say(format!("  make -f Makefile.prod run     # {prod}"));
        }
    }
}

/// What the stack does not start without, and only the owner knows.
fn fill_in(draft: &Draft, ui: &Ui) {
    let stacks = draft.outcomes().flat_map(|outcome| &outcome.stacks);
    let mut missing: Vec<&Missing> = stacks.flat_map(|stack| &stack.own.missing).collect();
    missing.sort_by_key(|variable| &variable.name);
    missing.dedup_by_key(|variable| &variable.name);
    if missing.is_empty() {
        return;
    }
    ui.warn(
        "your settings read these, without a default. Fill them in in .env before the first start:",
    );
    for variable in missing {
        let place = draft.outcomes().find_map(|outcome| {
            let fact = format!("environment.{}", variable.name);
            outcome.project.evidence.get(&fact)
        });
        let place = place.map_or_else(String::new, |place| format!("   # {place}"));
        ui.say(format!("  {}={place}", variable.name));
    }
    ui.say("");
}
