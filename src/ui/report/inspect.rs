//! The prose of a project that is not understood.

use crate::inspect::{EndOfLife, Found, InspectError};
use crate::python::{Fault, SyntaxError};

use super::{Report, tree, unwritable};
use crate::ui::shell::word;

/// The prose of an error of inspect.
pub(super) fn report(error: &InspectError) -> Report {
    match error {
        InspectError::Tree(error) => tree(error),
        InspectError::SeveralManagePy(paths) => {
            Report::new("several folders hold a Django project")
                .details(paths)
                .hint("say which one: `--manage-py PATH`")
        }
        InspectError::NotDjango(found) => not_django(found),
        InspectError::NoSuchManagePy(path) => Report::new(format!("there is no `{path}`")),
        InspectError::NoSettings {
            manage_py,
            candidates,
        } => Report::new(format!("`{manage_py}` does not say which settings to use"))
            .details(candidates)
            .hint("say which: `--settings MODULE`"),
        InspectError::SettingsMissing {
            module,
            named_by,
            candidates,
            link,
        } => {
            let report = Report::new(format!("there is no settings module `{module}`"))
                .detail(format!("{named_by} names it"))
                .details(candidates);
            match link {
                None => report.hint("say which: `--settings MODULE`; git may ignore the file"),
                Some(link) => report.hint(format!(
                    "`{link}` is a symbolic link, which djdock does not follow: put what it points to in its place, and commit"
                )),
            }
        }
        InspectError::Syntax { path, error } => syntax(path, error),
        InspectError::Unwritable(unwritable) => Report::new(unwritable::found(unwritable))
            .hint("the stack has to name it in files that cannot hold that: rename it"),
    }
}

fn syntax(path: &str, error: &SyntaxError) -> Report {
    let SyntaxError {
        line,
        column,
        fault,
    } = error;
    let title = match fault {
        Fault::Invalid(message) => format!("`{path}` is not Python: {message}"),
        Fault::TooLong | Fault::TooDeep => format!("`{path}` is not read: it is {fault}"),
    };
    Report::new(title)
        .detail(format!("line {line}, column {column}"))
        .hint("djdock reads settings without running them, so they must parse")
}

fn not_django(found: &Found) -> Report {
    let mut report =
        Report::new("there is no Django project here: no manage.py that starts Django");
    if let Some((path, submodule)) = found.in_submodules.first() {
        return report
            .detail(format!(
                "`{path}` is in the submodule `{submodule}`, which is a repository of its own"
            ))
            .hint(format!(
                "run djdock in that one: `djdock init {}`",
                word(submodule)
            ));
    }
    if let Some(path) = found.uncommitted.first() {
        return report
            .detail(format!(
                "`{path}` is not committed yet, and branches start from a commit"
            ))
            .hint("`git add -A && git commit`, and run this again");
    }
    let others = found.other_manage_py.iter();
    report = report.details(others.map(|path| format!("`{path}` starts something else")));
    if let Some(place) = &found.django_declared {
        report = report.detail(format!("Django is declared at {place}"));
    }
    report.hint("run djdock in the project's folder, or name it: `djdock init PATH`")
}

/// What gets no security fixes any longer.
pub(super) fn security(end: &EndOfLife) -> String {
    let (name, release, since) = (end.name, &end.release, end.since);
    format!("{name} {release} gets no security fixes since {since}")
}
