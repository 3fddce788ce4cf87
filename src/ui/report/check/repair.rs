//! What `djdock check --fix` did, or would do.

use crate::check::Repair;

/// What was done; `dry` is whether it is only what would be, and `env` the file of the stack's secrets.
pub(crate) fn repair(repair: &Repair, dry: bool, env: &str) -> String {
    let names = repair.names().join(", ");
    let both = |done: &str, to_do: &str| (done.to_owned(), to_do.to_owned());
    let (done, to_do) = match repair {
        Repair::Added(_) => (format!("added to {env}"), format!("add to {env}")),
        Repair::Filled(_) => (format!("filled in in {env}"), format!("fill in in {env}")),
        Repair::Quoted(_) => {
            let both = format!("put in single quotes in {env}");
            (both.clone(), both)
        }
        Repair::Closed => (
            format!("{env} is readable by you alone now"),
            format!("make {env} readable by you alone"),
        ),
        Repair::Ignored => (
            format!("git leaves {env} alone now"),
            format!("have git leave {env} alone"),
        ),
        Repair::Rewritten(_) => both("line endings of", "put right the line endings of"),
        Repair::MergeDriver => both(
            "git's merge driver is set in this clone",
            "set git's merge driver in this clone",
        ),
    };
    let text = if dry { format!("would {to_do}") } else { done };
    if names.is_empty() {
        text
    } else {
        format!("{text}: {names}")
    }
}
