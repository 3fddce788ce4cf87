//! The prose of what no file of a stack can hold.

use std::borrow::Cow;

use crate::inspect::{Unfit, Unwritable};

/// What was found, where, and what is done instead.
pub(super) fn told(unwritable: &Unwritable) -> String {
    format!("{}; {}", found(unwritable), instead(&unwritable.fact))
}

/// What was found, and where.
pub(super) fn found(unwritable: &Unwritable) -> String {
    let Unwritable { found, at, why, .. } = unwritable;
    let name = name(unwritable);
    format!("{at}: {name} {}: `{found}`", self::why(*why))
}

/// What a fact is called where it is written.
pub(super) fn name(unwritable: &Unwritable) -> Cow<'_, str> {
    let fact = unwritable.fact.as_str();
    match fact {
        "manage_py" => "the path of manage.py".into(),
        "settings.files" => "the path of the settings".into(),
        "settings.module" => "the settings module".into(),
        "wsgi_application" | "asgi_application" | "static_url" | "static_root" | "media_url"
        | "media_root" => fact.to_ascii_uppercase().into(),
        "celery.application" => "the Celery application".into(),
        "celery.scheduler" => "Celery's scheduler".into(),
        "environment_files" => "the path of an environment file".into(),
        "written_folders" => "a folder that settings write to".into(),
        "dependencies.local" => "the path of a package of the repository".into(),
        "dependencies.files" | "dependencies.lock" => "the path of a dependency file".into(),
        _ => of_many(fact),
    }
}

fn of_many(fact: &str) -> Cow<'_, str> {
    let parts: Vec<&str> = fact.split('.').collect();
    match *parts {
        ["environment", ..] => "an environment variable".into(),
        ["settings", "environments", environment] => {
            format!("{environment}'s settings module").into()
        }
        ["settings", "configurations", environment] => {
            format!("{environment}'s class of settings").into()
        }
        ["dependencies", "install", _, "groups"] => "a dependency group".into(),
        ["dependencies", "install", _, "extras"] => "an extra".into(),
        ["dependencies", "install", _, "files"] => "the path of a dependency file".into(),
        ["dependencies", ..] => "a requirement".into(),
        ["front_ends", ..] => "a front end".into(),
        ["addresses", ..] => format!("the address in {}", parts[1..].join(".")).into(),
        _ => fact.into(),
    }
}

/// What is wrong with it.
pub(super) fn why(why: Unfit) -> &'static str {
    match why {
        Unfit::LineBreak => "holds a line break",
        Unfit::ControlCharacter => "holds a control character",
        Unfit::HiddenCharacter => "holds a character that is not seen",
        Unfit::EdgeBlank => "has a name that begins or ends with a blank",
        Unfit::UrlPath => "is not the path of a URL",
        Unfit::DottedName => "is not a dotted name",
        Unfit::VariableName => "has a name that Compose does not take",
        Unfit::Word => "holds more than letters, digits and `-_.:`",
    }
}

/// What the stack does without it.
fn instead(fact: &str) -> &'static str {
    match fact.split('.').next().unwrap_or_default() {
        "static_url" => "taken as undecided: static files are served below /static/",
        "media_url" => "taken as undecided: uploads are served below /media/",
        "environment" | "environment_files" => "the stack's files do not name it",
        "dependencies" => "the image does not install it",
        "front_ends" => "the stack does not build it",
        "addresses" => "it stays as it is",
        _ if fact == "celery.scheduler" => {
            "taken as undecided: beat runs with Celery's own scheduler"
        }
        _ => "taken as undecided",
    }
}
