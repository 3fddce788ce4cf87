//! What the user types after `init`.

use crate::answers::Layout;
use crate::apply::Receipt;
use crate::ui::Ui;

use super::draft::Draft;

/// Says what was written and what comes next.
pub(super) fn say(draft: &Draft, _receipt: &Receipt, ui: &Ui) {
    let answers = &draft.answers;
    for (path, step) in draft.outcomes().flat_map(|outcome| &outcome.steps) {
        ui.warn(format!("{path}: {}", crate::ui::report::step(step)));
    }
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
