//! The prose of every result and error, the only place with such text: what happened, what was found, what to type. What
//! manifests say stands there, a question beside what it asks for. Results have their other formats here too.

mod answers;
mod apply;
mod attempt;
mod change;
mod check;
mod compose;
mod inspect;
mod output;
mod pipeline;
mod result;
mod settings;
mod unportable;
mod unwritable;

pub(in crate::ui) use answers::wanted;
pub(in crate::ui) use output::Item;
pub use output::{Format, Output, Page, Plain};
pub(in crate::ui) use result::heard;
pub use result::schemas;

use compose::steps as compose_steps;
use inspect::security;
use pipeline::step;

use crate::answers::Layout;
use crate::branches::BranchesError;
use crate::catalog::{CatalogError, SCHEMA};
use crate::environment::Environment;
use crate::error::Error;
use crate::pipeline::PipelineError;
use crate::tree::TreeError;
use crate::ui::Ui;
use crate::ui::shell::word;

/// The way out where a branch's name is taken.
const OTHER_BRANCHES: &str =
    "for branches of another name: `--dev-branch docker-dev --prod-branch docker-prod`";

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

    /// Says the report on standard error: the error, the details, and the hint.
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
        Error::AnswersFile(error) => answers::file(error),
        Error::Apply(error) => apply::report(error),
        Error::Ask(error) => answers::report(error),
        Error::Branches(error) => branches(error),
        Error::Cancelled => Report::new("cancelled; nothing was written"),
        Error::Catalog(error) => catalog(error),
        Error::Change(error) => change::report(error),
        Error::Conflicts(conflicts) => Report::new("your edits and the new files contradict each other; nothing was written")
            .details(conflicts.iter().flat_map(|(path, markers)| {
                let lines = conflicting(markers).map(|line| format!("  {line}"));
                std::iter::once(format!("{path}:")).chain(lines.collect::<Vec<_>>())
            }))
            .hint("`--on-conflict mine` keeps your lines, `new` takes the new ones, `markers` writes both for you to settle"),
        Error::BranchLost {
            environment,
            name,
            like,
        } => branch_lost(*environment, name, like),
        Error::LockLost { branch, seen } => lock_lost(branch.as_deref(), seen),
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
        Error::Engine(error) => attempt::engine(error),
        Error::TryOwn(path) => Report::new(format!("the stack stands in {path}, a compose file of your own"))
            .hint("djdock tries the stacks that it made: it cannot tell what of another one may be started for a while"),
        Error::NoEnvironment(environment) => {
            Report::new(format!("there is no stack for {environment} here")).hint("`djdock status` lists those there are")
        }
        Error::Existing(files) => {
            Report::new("files of yours stand where djdock would write its own; nothing was written")
                .details(files)
                .hint("`--existing beside` keeps yours as NAME.before-djdock, `--existing FILE=keep` leaves one alone; `--dry-run --diff` shows how")
        }
        Error::Io { path, source } => Report::new(format!("cannot read `{}`: {source}", path.display())),
        Error::LayoutDiffers { named, standing } => layout_differs(*named, *standing),
        Error::Interrupted => Report::new("an earlier djdock was stopped while it wrote, and what it left is half changed")
            .hint("run what was stopped (`djdock init`, `djdock add` …) again: it finishes that first"),
        Error::NoStack => Report::new("there is no djdock stack here").hint("`djdock init` makes one"),
        Error::NoStackBeside(found) => no_stack_beside(found),
        Error::NoCompose(path) => Report::new(format!("there is no compose file `{path}` here")),
        Error::OtherProject { named, standing } => Report::new(format!(
            "this stack runs `{standing}`, not `{named}`"
        ))
        .hint("one repository has one stack of djdock's: `djdock undo` takes it out"),
        Error::OtherCompose { named, standing } => other_compose(named, standing.as_deref()),
        Error::Output(source) => {
            Report::new(format!("the result cannot be written to standard output: {source}"))
        }
        Error::Pipeline(error) => pipeline::report(error),
        Error::Settings(wrong) => settings::report(wrong),
    }
}

fn layout_differs(named: Layout, standing: Layout) -> Report {
    let (named, standing) = (named.name(), standing.name());
    Report::new(format!(
        "djdock.toml says `layout = \"{named}\"`, and the stack that stands has the layout {standing}"
    ))
    .hint(format!("write `layout = \"{standing}\"` there: a stack's layout is chosen when `djdock init` first makes it"))
}

fn no_stack_beside(found: &[String]) -> Report {
    let report = Report::new("there is no djdock stack here");
    let report = report.hint("`djdock init` makes one");
    match found {
        [] => report,
        [path, ..] => report
            .detail(format!("compose files of yours: {}", found.join(", ")))
            .hint(format!(
                "`--compose {path}` extends one of yours that Compose does not read by itself"
            )),
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

/// `read` is the newest version that this djdock knows.
fn newer(path: &str, found: u32, read: u32) -> Report {
    Report::new(format!(
        "`{path}` is version {found}, and this djdock reads version {read}"
    ))
    .hint("use the djdock that wrote it, or a newer one")
}

fn other_compose(named: &str, standing: Option<&str>) -> Report {
    match standing {
        Some(standing) => Report::new(format!(
            "`{standing}` has services of djdock's already, and `{named}` is another file: djdock keeps to one"
        ))
        .hint("without `--compose` that one is extended; `djdock services` lists what is in it, and `djdock remove` takes it out"),
        None => Report::new(format!(
            "djdock wrote the compose files of this project itself, and does not extend `{named}` beside them"
        ))
        .hint("without `--compose` the stack is extended"),
    }
}

fn lock_lost(branch: Option<&str>, seen: &str) -> Report {
    let on = branch.map_or_else(String::new, |branch| format!(" on `{branch}`"));
    let report = Report::new(format!(
        "there is a stack of djdock's{on} (`{seen}`), and its `djdock.lock` is gone: nothing else tells your lines from djdock's"
    ));
    let log = match branch {
        Some(branch) => format!("git log {} -- djdock.lock", word(branch)),
        None => "git log -- djdock.lock".to_owned(),
    };
    report
        .hint(format!(
            "`{log}` names the commit that deleted it: `git checkout COMMIT^ -- djdock.lock`, commit, and run this again"
        ))
        .hint("or `djdock init`: it writes the stack anew, and keeps what stands there as NAME.before-djdock")
}

fn branch_lost(environment: Environment, name: &str, like: &[String]) -> Report {
    let key = format!("djdock.{environment}");
    let report = Report::new(format!(
        "git's configuration names `{name}` as {environment}'s branch (`{key}`), and there is no such branch"
    ));
    let report = match like {
        [renamed] => report.hint(format!(
            "if `{renamed}` is that branch now: `git config {key} {}`",
            word(renamed)
        )),
        _ => report.hint(format!("if it was renamed: `git config {key} NAME`")),
    };
    report
        .hint(format!(
            "if it was deleted: `git reflog` has its last commit, and `git branch {} COMMIT` brings it back",
            word(name)
        ))
        .hint(format!("if this clone is to do without it: `git config --unset {key}`"))
}

/// The prose of a tree that cannot be read.
fn tree(error: &TreeError) -> Report {
    let report = Report::new(format!("cannot read {error}"));
    match error {
        TreeError::NotUtf8 { path, .. } => {
            let (path, new) = (word(path).into_owned(), format!("{path}.new"));
            let new = word(&new);
            report.hint(format!(
                "save it as UTF-8, and run this again: `iconv -f latin1 -t utf-8 {path} >{new} && mv {new} {path}`"
            ))
        }
        TreeError::Pointer { .. } => report
            .hint("djdock reads and writes what git holds: keep this file out of LFS, with a line in .gitattributes"),
        TreeError::Git { source, .. } if source.code() == git2::ErrorCode::NotFound => report.hint(
            "this clone does not hold it (a partial one?): `git checkout HEAD` fetches what is needed, then run this again",
        ),
        _ => report,
    }
}

fn branches(error: &BranchesError) -> Report {
    match error {
        BranchesError::Pipeline { branch, source } => {
            let mut report = match &**source {
                PipelineError::Lock(error) => pipeline::lock(error, Some(branch)),
                source => pipeline::report(source),
            };
            report.message = format!("on branch `{branch}`: {}", report.message);
            report
        }
        BranchesError::Git(error) => Report::new(format!("git: {}", error.message())),
        BranchesError::Tree(error) => tree(error),
        BranchesError::TagOfTheName(name) => Report::new(format!(
            "there is a tag `{name}`, which git would take for the branch: `git merge {name}` would bring nothing"
        ))
        .hint(format!(
            "to rename it: `git tag {0} {1} && git tag -d {1}`",
            word(&format!("{name}-tag")),
            word(name)
        ))
        .hint(OTHER_BRANCHES),
        BranchesError::Taken { name, local } => Report::new(format!(
            "a branch `{name}` exists already{}, and djdock did not make it",
            if *local { "" } else { " on a remote" }
        ))
        .hint(format!(
            "to put the stack on it, name it: `--dev-branch {name}` or `--prod-branch {name}`"
        ))
        .hint(OTHER_BRANCHES),
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
        CatalogError::Schema { path, found } => newer(path, *found, SCHEMA),
        CatalogError::UnknownUse { path, name, known } => Report::new(format!(
            "the template pack's `{path}` is for the use `{name}`, of which nothing has signs"
        ))
        .hint(format!(
            "known are {}; another one is known by the `[signs]` of the service of its name",
            known.join(", ")
        )),
        CatalogError::Template(error) => {
            Report::new("a template does not parse").details(error.to_string().lines())
        }
    }
}
