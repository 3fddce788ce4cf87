//! What `djdock check --fix` did, or would do.

use crate::check::Repair;

/// What was done; `dry` is whether it is only what would be.
pub(crate) fn repair(repair: &Repair, dry: bool) -> String {
    let names = repair.names().join(", ");
    let (done, to_do) = match repair {
        Repair::Added(_) => ("added to .env", "add to .env"),
        Repair::Filled(_) => ("filled in in .env", "fill in in .env"),
        Repair::Quoted(_) => (
            "put in single quotes in .env",
            "put in single quotes in .env",
        ),
        Repair::Closed => (
            ".env is readable by you alone now",
            "make .env readable by you alone",
        ),
        Repair::Ignored => ("git leaves .env alone now", "have git leave .env alone"),
        Repair::Rewritten(_) => ("line endings of", "put right the line endings of"),
        Repair::MergeDriver => (
            "git's merge driver is set in this clone",
            "set git's merge driver in this clone",
        ),
    };
    let text = if dry {
        format!("would {to_do}")
    } else {
        done.to_owned()
    };
    if names.is_empty() {
        text
    } else {
        format!("{text}: {names}")
    }
}
