//! The prose of settings that are not known to have the value that a stack relies on.

use std::collections::BTreeMap;

use crate::verify::{Found, Verdict};

use super::Report;

/// Settings with which the stack does not work.
pub(super) fn report(wrong: &[Verdict]) -> Report {
    let mut names: Vec<&str> = wrong.iter().map(Verdict::name).collect();
    names.sort_unstable();
    names.dedup();
    let title = if wrong.iter().all(Verdict::stops) {
        "prod would not start on these settings; nothing was written"
    } else {
        "the stack would not work with these settings; nothing was written"
    };
    Report::new(title)
        .details(wrong.iter().map(placed))
        .hint("let them read the environment there, or take the lines out: above them, djdock reads it")
        .hint(format!(
            "if it is meant: DJDOCK_ACCEPT={} in {}",
            names.join(","),
            wrong.first().map_or("", |verdict| &verdict.env_file)
        ))
}

/// What is to be said of settings before they run, in a few lines; nothing where all have their value.
pub(super) fn verdicts(verdicts: &[Verdict]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut untold: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    for verdict in verdicts {
        match &verdict.found {
            Found::Untold(by) => {
                let names = untold.entry(by.as_deref()).or_default();
                if !names.contains(&verdict.setting.as_str()) {
                    names.push(&verdict.setting);
                }
            }
            Found::Other(_) | Found::Unset | Found::Published => {
                let line = placed(verdict);
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
    }
    lines.extend(untold.into_iter().map(|(by, names)| unknown(by, &names)));
    lines
}

/// Settings whose values cannot be told.
fn unknown(by: Option<&str>, names: &[&str]) -> String {
    let names = names.join(", ");
    match by {
        None => format!(
            "what these settings will be in the stack cannot be told from the code: {names}\n  \
             prod asks Django itself at each start, and does not start with DEBUG, another key or another database"
        ),
        Some(by) => format!(
            "{by} hands all settings to a library, which may give them other values than the stack's: {names}\n  \
             change that line, or what the library reads, so that these come from the environment (docker-compose.yml \
             says under which names); prod asks Django itself at each start, and does not start with DEBUG, another \
             key or another database"
        ),
    }
}

/// A setting with another value, and the one that is wanted.
pub(super) fn other(verdict: &Verdict) -> String {
    let found = match &verdict.found {
        Found::Other(Some(value)) => format!("is {value}"),
        Found::Unset => "is not set".to_owned(),
        _ => "is another one than the stack's".to_owned(),
    };
    if verdict.found == Found::Published {
        return format!(
            "{} of {} stands here for everybody to read",
            verdict.setting, verdict.env_file
        );
    }
    let wanted = verdict.wanted.as_ref();
    let wanted = wanted.map_or_else(String::new, |wanted| {
        format!(", where the stack relies on {wanted}")
    });
    let Verdict {
        environment,
        setting,
        ..
    } = verdict;
    let place = environment.map_or_else(String::new, |environment| format!(" on {environment}"));
    format!("{setting} {found}{place}{wanted}")
}

/// A verdict in words, behind the file and line where the setting gets its value.
fn placed(verdict: &Verdict) -> String {
    let Verdict { file, line, .. } = verdict;
    match line {
        0 => format!("{file}: {}", other(verdict)),
        line => format!("{file}:{line}: {}", other(verdict)),
    }
}
