//! The prose of a stack that cannot be changed as asked.

use crate::error::ChangeError;

use super::Report;
use crate::ui::shell::word;

pub(super) fn report(error: &ChangeError) -> Report {
    match error {
        ChangeError::UnknownService { name, known } => {
            Report::new(format!("the catalogue has no service `{name}`"))
                .detail(format!("known: {}", known.join(", ")))
                .hint("`djdock services` says what each of them is")
        }
        ChangeError::NotInstalled { name, installed } => {
            Report::new(format!("`{name}` is no part of the stack"))
                .detail(format!("the stack has: {}", installed.join(", ")))
        }
        ChangeError::Database { name, others } => Report::new(format!(
            "`{name}` is the stack's database: another one replaces it, it is not removed"
        ))
        .hint(format!(
            "`djdock add NAME`, where NAME is one of: {}",
            others.join(", ")
        )),
        ChangeError::NothingToRestore { path } => Report::new(format!(
            "`{path}` stands there: `--restore` brings back what was deleted, and overwrites nothing"
        ))
        .hint(format!("for djdock's own text: `git rm {}`, commit, and run this again", word(path))),
        ChangeError::NoFileOfTheStack { path } => {
            Report::new(format!("`{path}` is no file of this stack, as its answers are now"))
                .hint("`djdock status` lists what was deleted; `djdock update --restore` brings all of it back")
        }
        ChangeError::NothingReplaced => Report::new(
            "--import-data: no database is replaced by another one, whose rows could come along",
        ),
        ChangeError::FormerStays(name) => Report::new(format!(
            "`{name}` is still kept for its rows"
        ))
        .hint(format!(
            "`make carry-data` carries them over; `djdock remove {name}` says that they are no longer wanted"
        )),
        ChangeError::SideBySide => Report::new(
            "both stacks stand side by side here, with one record of what is djdock's: they go together",
        )
        .hint("`djdock undo`, without a name"),
        ChangeError::SeveralDatabases(names) => {
            Report::new(format!("a stack has one database: {}", names.join(", ")))
        }
        ChangeError::StillNeeded { service, by } => {
            Report::new(format!("`{service}` is needed by {}", by.join(", "))).hint(format!(
                "remove them together: `djdock remove {service} {}`",
                by.join(" ")
            ))
        }
    }
}
