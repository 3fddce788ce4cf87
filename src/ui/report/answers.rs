//! The prose of answers: files of them, flags, and the wizard.

use crate::answers::{AnswersFileError, AskError, PromptError};

use super::{Report, newer};

/// The prose of an answers file that cannot be used.
pub(super) fn file(error: &AnswersFileError) -> Report {
    match error {
        AnswersFileError::Invalid { path, source } => {
            Report::new(format!("`{path}` cannot be read")).details(source.to_string().lines())
        }
        AnswersFileError::Version { path, found } => newer(path, *found),
    }
}

/// The prose of answers that are not complete or not sound.
pub(super) fn report(error: &AskError) -> Report {
    match error {
        AskError::Prompt(PromptError::Missing { flag }) => Report::new(format!(
            "`--{flag}` is needed: there is no terminal to ask at, and no safe default"
        ))
        .hint("`--yes` takes the default of every question"),
        AskError::Prompt(PromptError::Interrupted) => {
            Report::new("interrupted; nothing was written")
        }
        AskError::Prompt(PromptError::Terminal(error)) => {
            Report::new(format!("the terminal fails: {error}"))
                .hint("`--yes`, `--answers FILE` and the flags answer without one")
        }
        AskError::Unknown { flag, value, known } => {
            Report::new(format!("`--{flag} {value}`: there is no `{value}`"))
                .detail(format!("known: {}", known.join(", ")))
        }
        AskError::Malformed {
            flag,
            value,
            reason,
        } => Report::new(format!("`--{flag} {value}`: this takes {reason}")),
        AskError::NoRepository => Report::new(
            "the branch layout needs a git repository, and there is none here",
        )
        .hint("`git init && git add -A && git commit -m start`, or `djdock init --layout single`"),
        AskError::NoManagePy => Report::new("this project has no manage.py, which the stack runs")
            .hint("add one, as `django-admin startproject` writes it; `djdock inspect` shows what was found"),
        AskError::Same(a, b) => Report::new(format!("`--{a}` and `--{b}` are the same")),
    }
}
