//! Commits of djdock's own, told by their messages.

use git2::Commit;

use crate::environment::Environment;

/// The first word of the command that takes a stack out.
pub(crate) const UNDO: &str = "undo";

/// The message of a command's commit on an environment's branch.
pub(super) fn message(verb: &str, environment: Environment) -> String {
    format!("djdock {verb}: the {environment} stack\n")
}

/// The command that made a commit, as its message says it; `None` where it is none of djdock's.
pub(super) fn verb<'message>(commit: &'message Commit<'_>) -> Option<&'message str> {
    let rest = commit.message().ok()?.strip_prefix("djdock ")?;
    let ends = Environment::ALL.map(|environment| format!(": the {environment} stack\n"));
    ends.iter().find_map(|end| rest.strip_suffix(end.as_str()))
}
