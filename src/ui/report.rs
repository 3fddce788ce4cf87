//! Errors as prose: what happened, what was found, what to type. The only place with such text.

mod apply;

use crate::answers::{AnswersFileError, AskError};
use crate::branches::BranchesError;
use crate::catalog::CatalogError;
use crate::error::Error;
use crate::inspect::{Found, InspectError};
use crate::lock::LockError;
use crate::patch::{PatchError, Step};
use crate::pipeline::PipelineError;
use crate::stack::StackError;
use crate::ui::Ui;
use crate::ui::prompt::PromptError;

/// An error as a person reads it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// What happened, in one sentence without a full stop.
    pub message: String,
    /// What was found, line by line.
    pub details: Vec<String>,
    /// What can be done about it.
    pub hints: Vec<String>,
}

impl Report {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..Self::default()
        }
    }

    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }

    fn details<T: Into<String>>(mut self, details: impl IntoIterator<Item = T>) -> Self {
        self.details.extend(details.into_iter().map(Into::into));
        self
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    fn bug(self) -> Self {
        self.hint("this is a bug of djdock or of the template pack: please report it with the lines above")
    }

    /// Prints it.
    pub fn say(&self, ui: &Ui) {
        ui.error(&self.message);
        for detail in &self.details {
            ui.always(format!("  {detail}"));
        }
        for hint in &self.hints {
            ui.hint(hint);
        }
    }
}

/// The prose of an error.
#[must_use]
pub fn report(error: &Error) -> Report {
    match error {
        Error::AnswersFile(error) => answers_file(error),
        Error::Apply(error) => apply::report(error),
        Error::Ask(error) => ask(error),
        Error::Branches(error) => branches(error),
        Error::Cancelled => Report::new("cancelled; nothing was written"),
        Error::Catalog(error) => catalog(error),
        Error::Conflicts(conflicts) => Report::new("your edits and the new files contradict each other; nothing was written")
            .details(conflicts.iter().flat_map(|(path, markers)| {
                let lines = conflicting(markers).map(|line| format!("  {line}"));
                std::iter::once(format!("{path}:")).chain(lines.collect::<Vec<_>>())
            }))
            .hint("settle them by hand: make your lines and the other ones agree, commit, and run the command again"),
        Error::DifferentAnswers { diff } => {
            Report::new("djdock.toml differs between the dev and the prod branch")
                .details(diff.lines())
                .hint("make them equal: merge dev into prod, or copy dev's djdock.toml over")
        }
        Error::Dirty(files) => {
            Report::new("files that djdock would patch have changes that are not committed; nothing was written")
                .details(files)
                .hint("commit them (`git commit -a`) or set them aside (`git stash`), and run this again")
        }
        Error::Existing(files) => {
            Report::new("files of yours stand where djdock would write its own; nothing was written")
                .details(files)
                .hint("`djdock init --existing replace` replaces them (git keeps your text); `--dry-run --diff` shows how")
        }
        Error::Io { path, source } => Report::new(format!("cannot read `{}`: {source}", path.display())),
        Error::NoStack => Report::new("there is no djdock stack here").hint("`djdock init` makes one"),
        Error::Pipeline(error) => pipeline(error),
    }
}

/// The lines between git's conflict markers, with them.
fn conflicting(markers: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    markers.lines().filter(move |line| {
        inside |= line.starts_with("<<<<<<<");
        let shown = inside;
        inside &= !line.starts_with(">>>>>>>");
        shown
    })
}

fn answers_file(error: &AnswersFileError) -> Report {
    match error {
        AnswersFileError::Invalid { path, source } => {
            Report::new(format!("`{path}` cannot be read")).details(source.to_string().lines())
        }
        AnswersFileError::Version { path, found } => newer(path, *found),
    }
}

fn newer(path: &str, found: u32) -> Report {
    Report::new(format!(
        "`{path}` is version {found}, and this djdock reads version 1"
    ))
    .hint("use the djdock that wrote it, or a newer one")
}

fn ask(error: &AskError) -> Report {
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

fn branches(error: &BranchesError) -> Report {
    match error {
        BranchesError::Pipeline { branch, source } => {
            let mut report = pipeline(source);
            report.message = format!("on branch `{branch}`: {}", report.message);
            report
        }
        BranchesError::Git(error) => Report::new(format!("git: {}", error.message())),
        BranchesError::Tree(error) => Report::new(format!("cannot read {error}")),
        BranchesError::Taken(name) => Report::new(format!(
            "a branch `{name}` exists already, and djdock did not make it"
        ))
        .hint(format!(
            "to put the stack on it, name it: `--dev-branch {name}` or `--prod-branch {name}`"
        ))
        .hint("for branches of another name: `--dev-branch docker-dev --prod-branch docker-prod`"),
        BranchesError::Unrelated { dev, prod, shallow } => {
            let report = Report::new(format!("`{dev}` and `{prod}` have no commit in common"));
            if *shallow {
                report.hint("this clone is shallow: `git fetch --unshallow` brings their history")
            } else {
                report.hint("djdock needs branches that come from one history")
            }
        }
    }
}

fn catalog(error: &CatalogError) -> Report {
    match error {
        CatalogError::Pack(error) => {
            Report::new(format!("the template pack cannot be read: {error}"))
        }
        CatalogError::Missing { path } => Report::new(format!("the template pack lacks `{path}`")),
        CatalogError::Manifest { path, source } => {
            Report::new(format!("the template pack's `{path}` cannot be read"))
                .details(source.to_string().lines())
        }
        CatalogError::Schema { path, found } => newer(path, *found),
        CatalogError::Template(error) => {
            Report::new("a template does not parse").details(error.to_string().lines())
        }
    }
}

fn pipeline(error: &PipelineError) -> Report {
    match error {
        PipelineError::Tree(error) => Report::new(format!("cannot read {error}")),
        PipelineError::Inspect(error) => inspect(error),
        PipelineError::Stack(error) => stack(error),
        PipelineError::Lock(LockError::Version(found)) => newer("djdock.lock", *found),
        PipelineError::Lock(error) => Report::new("`djdock.lock` cannot be read")
            .details(error.to_string().lines())
            .hint("take it as djdock wrote it: `git checkout HEAD -- djdock.lock`"),
        PipelineError::Template(error) => Report::new("a template fails")
            .details(error.to_string().lines())
            .bug(),
        PipelineError::Patch { path, source } => patch(path, source),
        PipelineError::Requirements {
            path,
            line,
            missing,
        } => Report::new(format!(
            "`{path}`, line {line} asks for hashes, which only your own tool can add"
        ))
        .detail(format!("missing: {}", missing.join(", ")))
        .hint(format!(
            "add them to the file that `{path}` is compiled from, compile, commit, run this again"
        )),
        PipelineError::Tool { tool, file } => Report::new(format!(
            "dependencies come from {tool} (`{file}`), which djdock cannot extend yet"
        ))
        .hint("export them to a requirements.txt for now"),
        PipelineError::Contradiction { path } => {
            Report::new(format!("dev and prod want different texts for `{path}`")).bug()
        }
    }
}

fn inspect(error: &InspectError) -> Report {
    match error {
        InspectError::Tree(error) => Report::new(format!("cannot read {error}")),
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
        } => Report::new(format!("there is no settings module `{module}`"))
            .detail(format!("{named_by} names it"))
            .details(candidates)
            .hint("say which: `--settings MODULE`; git may ignore the file"),
        InspectError::Syntax {
            path,
            line,
            column,
            message,
        } => Report::new(format!("`{path}` is not Python: {message}"))
            .detail(format!("line {line}, column {column}"))
            .hint("djdock reads settings without running them, so they must parse"),
    }
}

fn not_django(found: &Found) -> Report {
    let mut report =
        Report::new("there is no Django project here: no manage.py that starts Django");
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

fn stack(error: &StackError) -> Report {
    match error {
        StackError::NoService(name) => {
            Report::new(format!("the template pack has no service `{name}`"))
        }
        StackError::SeveralProvide {
            capability,
            services,
        } => Report::new(format!(
            "a stack has one {capability}: {}",
            services.join(", ")
        )),
        StackError::NoServer(name) => {
            Report::new(format!("the template pack has no server `{name}`"))
        }
        StackError::NoApplication { server, setting } => Report::new(format!(
            "{server} needs an application, and none was found ({setting})"
        )),
        StackError::Template(error) => Report::new("a template fails")
            .details(error.to_string().lines())
            .bug(),
    }
}

fn patch(path: &str, error: &PatchError) -> Report {
    let report = Report::new(format!("`{path}` cannot be patched: {error}"));
    match error {
        PatchError::Pack { .. } | PatchError::Unsound { .. } => report.bug(),
        PatchError::Syntax { .. } | PatchError::SharedLine { .. } => report,
    }
}

/// What a person must do in a settings file that djdock could not.
#[must_use]
pub fn step(step: &Step) -> String {
    match step {
        Step::NotAlwaysBound { name, line } => {
            format!(
                "{name} is set on some paths only (line {line}): the environment counts on these alone"
            )
        }
        Step::ReadEarly { name, line } => {
            format!(
                "line {line} reads {name} before the environment's value is there: move it below"
            )
        }
        Step::InClass { name, line } => {
            format!(
                "{name} is an attribute of a class (line {line}): read it from the environment there"
            )
        }
        Step::Unbound { name, source } => {
            format!("{name} is not set in this file; after it, add:\n{source}")
        }
    }
}
