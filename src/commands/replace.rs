//! Another database in the place of the one that is there: whether its rows come along.

use crate::answers::{PartialAnswers, Question};
use crate::error::{ChangeError, Error};
use crate::stack::share_data;

use super::change::Change;

/// The database that stays beside the new one. The former one again takes the replacement back.
pub(super) fn former(
    given: &PartialAnswers,
    import_data: Option<bool>,
    change: &Change<'_>,
) -> Result<Option<String>, Error> {
    let kept = change.standing.answers.previous_db.clone();
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
        None => {
            let question = Question::yes_no(false)
                .named("import-data", "import-data")
                .asking(format!(
                    "Keep {} beside it, so that `make carry-data` carries the rows over?",
                    replaced.manifest.title
                ));
            change.audience.prompter().confirm(&question)?
        }
    };
    match kept {
        kept if !wanted => Ok(kept),
        Some(kept) => Err(ChangeError::FormerStays(kept).into()),
        None => Ok(Some(replaced.name.clone())),
    }
}
