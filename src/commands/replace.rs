//! Another database in the place of the one that is there: whether its rows come along, and what there is to type.

use crate::answers::{PartialAnswers, Question};
use crate::cli::Global;
use crate::error::{ChangeError, Error};
use crate::stack::share_data;
use crate::ui::Ui;

use super::change::Change;
use super::draft::Draft;
use super::next_steps::{RUN, start, volumes};
use super::settle::prompter;

/// The database that stays beside the new one. The former one again takes the replacement back.
pub(super) fn former(
    given: &PartialAnswers,
    import_data: Option<bool>,
    change: &Change<'_>,
    global: &Global,
    ui: &Ui,
) -> Result<Option<String>, Error> {
    let kept = change.standing.answers.former_db.clone();
    if kept.is_some() && kept == given.db {
        return Ok(None);
    }
    let service = |name: &Option<String>| change.catalog.service(name.as_deref()?);
    let standing = &change.standing.answers.db;
    let replaced = match (service(standing), service(&given.db)) {
        (Some(old), Some(new)) if !share_data(old, new) => old,
        _ if import_data == Some(true) => return Err(ChangeError::NothingReplaced.into()),
        _ => return Ok(kept),
    };
    let wanted = match import_data {
        Some(wanted) => wanted,
        None if kept.is_some() => false,
        None => prompter(global, ui).confirm(&Question {
            flag: "import-data",
            prompt: format!(
                "Keep {} beside it, so that `make carry-data` carries the rows over?",
                replaced.manifest.title
            ),
            default: "false".to_owned(),
            safe: true,
        })?,
    };
    match kept {
        kept if !wanted => Ok(kept),
        Some(kept) => Err(ChangeError::FormerStays(kept).into()),
        None => Ok(Some(replaced.name.clone())),
    }
}

/// Another database starts empty: how the rows get there, and what becomes of the former one's.
pub(super) fn say_moved(former: &str, draft: &Draft, change: &Change<'_>, ui: &Ui) {
    let answers = &draft.answers;
    let db = &answers.db;
    if answers.former_db.as_deref() == Some(former) {
        ui.say(format!(
            "Done. {db} starts empty. The rows come over from {former} once, compared:"
        ));
        ui.say("");
        start(draft, "carry-data", false, ui);
        ui.say("");
        ui.say(format!(
            "{former} and its volume stay until you say: djdock remove {former}"
        ));
        return;
    }
    let is_back = change.standing.answers.former_db.as_ref() == Some(db);
    if is_back {
        ui.say(format!(
            "Done. {db} is back, with the rows that it had. Next:"
        ));
    } else {
        ui.say(format!(
            "Done. {db} starts empty; the rows stay with {former}. Next:"
        ));
    }
    ui.say("");
    start(draft, RUN, false, ui);
    ui.say("");
    if !is_back {
        ui.say("To carry the rows over after all:");
        ui.say(format!(
            "  djdock add {former} && djdock add {db} --import-data"
        ));
    }
    let volumes = volumes(&[former.to_owned()], draft, change);
    if !volumes.is_empty() {
        ui.say(format!("To delete what {former} holds, for good:"));
        ui.say(format!("  docker volume rm {}", volumes.join(" ")));
    }
}
