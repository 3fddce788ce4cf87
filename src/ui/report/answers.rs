//! The prose of answers: files of them, flags, and the wizard.

use crate::answers::{self, AnswersFileError, AskError, PromptError, Wanted};
use crate::catalog::Form;

use super::{Report, newer};

/// The prose of an answers file that cannot be used.
pub(super) fn file(error: &AnswersFileError) -> Report {
    match error {
        AnswersFileError::Invalid { path, source } => {
            Report::new(format!("`{path}` cannot be read")).details(source.to_string().lines())
        }
        AnswersFileError::Unmerged { path } => Report::new(format!(
            "`{path}` holds git's conflict markers, and both sides changed the same lines there"
        ))
        .hint(
            "take out what is not meant, with the markers, and commit; `djdock.lock` may keep them",
        ),
        AnswersFileError::Version { path, found } => newer(path, *found, answers::VERSION),
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
            wanted,
        } => Report::new(format!(
            "`--{flag} {value}`: this takes {}",
            self::wanted(wanted)
        )),
        AskError::NoRepository => Report::new(
            "the branch layout needs a git repository, and there is none here",
        )
        .hint("first keep out of it what is nobody else's: `printf '%s\\n' .env '*.sqlite3' venv/ .venv/ __pycache__/ >>.gitignore`")
        .hint("then `git init && git add -A && git commit -m start`, or `djdock init --layout single`"),
        AskError::NoManagePy => Report::new("this project has no manage.py, which the stack runs")
            .hint("add one, as `django-admin startproject` writes it; `djdock inspect` shows what was found"),
        AskError::PythonTwo { version, at } => Report::new(format!(
            "{at} asks for Python {version}, and djdock serves Python 3 alone"
        ))
        .hint("port the project first (Django 1.11 runs on both), then name the version there; or try one with --python 3.7"),
        AskError::Same(a, b) => Report::new(format!("`--{a}` and `--{b}` are the same")),
    }
}

/// What an answer must be.
pub(in crate::ui) fn wanted(wanted: &Wanted) -> String {
    let form = match wanted {
        Wanted::OneOf(words) => return words.join(" or "),
        Wanted::Form(form) => form,
    };
    let words = match form {
        Form::Any => "any text",
        Form::Word => "letters, digits and ._@:/+-",
        Form::Number => "a whole number",
        Form::Port => "a number from 1 to 65535",
        Form::YesNo => "yes or no",
        Form::Branch => "a branch name that git allows",
        Form::Host => "a host name, as in example.org: no scheme, no path",
        Form::Project => "lower-case letters, digits, - and _, a letter or digit first",
        Form::Python => "major and minor, as in 3.13",
    };
    words.to_owned()
}
