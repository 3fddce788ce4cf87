//! The prose of what `djdock check` finds: what it is, and what to do about it. Never a value of `.env`.

mod fix;
mod found;
mod repair;

pub(crate) use fix::fix;
pub(crate) use found::finding;
pub(crate) use repair::repair;

use crate::check::{Finding, Level, Spot};

/// A finding as a person reads it; `env` is the file of the stack's secrets.
pub(crate) fn finding_lines(found: &Finding, env: &str) -> String {
    let level = match found.level() {
        Level::Stops => "stops",
        Level::Weakens => "weakens",
        Level::Note => "note",
    };
    let spot = match place(&found.spot) {
        place if place.is_empty() => place,
        place => format!("{place}: "),
    };
    let fixes = if found.fixable {
        "`djdock check --fix`, or "
    } else {
        ""
    };
    let (what, fix) = (finding(&found.what), fix(&found.what, &found.spot, env));
    format!("{level:7}  {spot}{what}\n         fix: {fixes}{fix}\n")
}

/// Where something is: `docker-compose.yml:58 on prod`.
pub(super) fn place(spot: &Spot) -> String {
    let line = spot
        .line
        .map_or_else(String::new, |line| format!(":{line}"));
    let branch = spot.branch.as_deref();
    let (on, work) = match (branch, spot.work_tree) {
        (Some(branch), true) => (format!(" on {branch}"), ", in the work tree"),
        (Some(branch), false) => (format!(" on {branch}"), ""),
        (None, _) => (String::new(), ""),
    };
    match (&spot.file, spot.environment) {
        (Some(file), _) => format!("{file}{line}{on}{work}"),
        (None, Some(environment)) => {
            branch.map_or_else(|| environment.name().to_owned(), ToOwned::to_owned)
        }
        (None, None) => String::new(),
    }
}
