//! What is left to the user after a command that wrote: facts, of which the report makes prose.

use crate::catalog::TLS;
use crate::environment::Environment;
use crate::inspect::{self, EndOfLife};
use crate::patch::{ComposeStep, Step};
use crate::pipeline::{self, Outcome};

use super::change::Change;
use super::changed::Provided;
use super::draft::Draft;
use super::replace;

/// What is left to the user.
#[derive(Clone, Debug)]
pub struct Next {
    /// Who gets what it needs from whom, of what was added.
    pub provided: Vec<Provided>,
    /// What djdock could not do in settings files, by path.
    pub steps: Vec<(String, Step)>,
    /// What gets no security fixes any longer.
    pub ends: Vec<EndOfLife>,
    /// Files that were djdock's, and are the user's now, with their branch: edited, so that they stay.
    pub left: Vec<(String, Option<String>)>,
    /// Variables that the stack does not start without, and only the owner knows.
    pub missing: Vec<ToFillIn>,
    /// What a compose file of the user's own needs; empty where djdock made the stack.
    pub compose: ComposeNext,
    /// What happened, and so what there is to type.
    pub ending: Ending,
    /// What new services say about themselves, a line each.
    pub services: Vec<String>,
}

/// A variable that the owner must fill in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ToFillIn {
    /// The variable's name, as settings read it.
    pub name: String,
    /// Where the settings read it, as `mysite/settings.py:12`.
    pub place: Option<String>,
}

/// What a compose file of the user's own needs beside what djdock wrote.
#[derive(Clone, Debug, Default)]
pub struct ComposeNext {
    /// What djdock could not do, by path.
    pub steps: Vec<(String, ComposeStep)>,
    /// Requirements that only the user's own tool can add.
    pub requirements: Vec<String>,
    /// Debian packages that the user's own image needs.
    pub image_packages: Vec<String>,
}

/// What the command has come to, which decides what is said at its end.
#[derive(Clone, Debug)]
pub enum Ending {
    /// A stack was made.
    Made(Start),
    /// It was extended or brought up to date.
    Changed(Start),
    /// Services were taken out.
    Removed {
        /// How it is started.
        start: Start,
        /// Their volumes, as Docker names them, which stay.
        volumes: Vec<String>,
    },
    /// Another database took the place of the one that was there.
    Replaced {
        /// The one that was there.
        former: String,
        /// How it is started.
        start: Start,
        /// What becomes of the rows.
        rows: Rows,
        /// The former one's volumes, as Docker names them.
        volumes: Vec<String>,
    },
    /// Services were added to a compose file of the user's own.
    Extended {
        /// The file, where Compose does not read it by itself.
        file: Option<String>,
        /// New databases, which start empty.
        empty: Vec<EmptyDatabase>,
    },
    /// Services were taken out of a compose file of the user's own.
    Reduced,
}

/// What becomes of the rows of a database that another one replaces.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rows {
    /// They are carried over, once, on demand.
    Carried,
    /// The new one had rows of its own before, and has them again.
    Back,
    /// They stay where they are.
    Stay,
}

/// A database that starts without tables.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EmptyDatabase {
    /// The database as people write it: `PostgreSQL`.
    pub title: String,
    /// The service that runs the project.
    pub web: String,
}

/// How a stack is started.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Start {
    /// Whether dev gets the rows of the project's own file.
    pub import_data: bool,
    /// Whether prod answers to https by itself.
    pub tls: bool,
}

impl Start {
    pub(super) fn of(draft: &Draft) -> Self {
        let mut stacks = draft.outcomes().flat_map(|outcome| &outcome.stacks);
        Self {
            import_data: false,
            tls: stacks.any(|stack| stack.provides.iter().any(|it| it == TLS)),
        }
    }
}

impl Next {
    /// After a command that has nothing to add to how it ended.
    fn ended(ending: Ending) -> Self {
        Self {
            provided: Vec::new(),
            steps: Vec::new(),
            ends: Vec::new(),
            left: Vec::new(),
            missing: Vec::new(),
            compose: ComposeNext::default(),
            ending,
            services: Vec::new(),
        }
    }

    /// What is said after `init`.
    pub(super) fn made(draft: &Draft) -> Self {
        let answers = &draft.answers;
        let project = draft.outcomes().map(|outcome| &outcome.project).next();
        let ends =
            project.map(|project| inspect::ends(Some(&answers.python), project.django_version()));
        let start = Start {
            import_data: answers.import_data,
            ..Start::of(draft)
        };
        Self {
            steps: steps(draft),
            ends: ends.unwrap_or_default(),
            missing: missing(draft),
            services: said_by_services(draft, &[]),
            ..Self::ended(Ending::Made(start))
        }
    }

    /// After `add` and `update`.
    pub(super) fn changed(draft: &Draft, change: &Change<'_>) -> Self {
        let next = Self {
            steps: steps(draft),
            left: left(draft),
            missing: missing(draft),
            ..Self::ended(Ending::Changed(Start::of(draft)))
        };
        let former = change.standing.answers.db.as_ref();
        let former = former.filter(|former| **former != draft.answers.db);
        if change.standing.own.is_some() {
            return Self {
                compose: compose(draft),
                ending: extended(draft, change),
                services: said_by_services(draft, &change.installed()),
                ..next
            };
        }
        if let Some(former) = former {
            let ending = replace::ending(former, draft, change);
            return Self { ending, ..next };
        }
        Self {
            services: said_by_services(draft, &change.installed()),
            ..next
        }
    }

    /// What is said after `remove`.
    pub(super) fn removed(gone: &[String], draft: &Draft, change: &Change<'_>) -> Self {
        let ending = if change.standing.own.is_some() {
            Ending::Reduced
        } else {
            Ending::Removed {
                start: Start::of(draft),
                volumes: volumes(gone, draft, change),
            }
        };
        Self {
            left: left(draft),
            ..Self::ended(ending)
        }
    }
}

fn steps(draft: &Draft) -> Vec<(String, Step)> {
    let outcomes = draft.outcomes();
    let steps = outcomes.flat_map(|outcome| &outcome.notes.steps);
    steps.cloned().collect()
}

fn left(draft: &Draft) -> Vec<(String, Option<String>)> {
    let parts = draft.parts.iter();
    let left = parts.flat_map(|part| {
        part.outcome
            .notes
            .left
            .iter()
            .map(|path| (path, &part.branch))
    });
    left.map(|(path, branch)| (path.clone(), branch.clone()))
        .collect()
}

/// What the stack does not start without, and only the owner knows.
fn missing(draft: &Draft) -> Vec<ToFillIn> {
    let stacks = draft.outcomes().flat_map(|outcome| &outcome.stacks);
    let missing = stacks.flat_map(|stack| &stack.project_variables.missing);
    let mut names: Vec<&String> = missing.map(|variable| &variable.name).collect();
    names.sort();
    names.dedup();
    let place = |name: &String| {
        let fact = format!("environment.{name}");
        let evidence = |outcome: &'_ Outcome| outcome.project.evidence.get(&fact).cloned();
        draft.outcomes().find_map(evidence)
    };
    let missing = names.into_iter().map(|name| ToFillIn {
        place: place(name),
        name: name.clone(),
    });
    missing.collect()
}

/// What services have to say, of those that were not there before: about themselves, and about the code that the
/// project has got for them.
fn said_by_services(draft: &Draft, before: &[String]) -> Vec<String> {
    let is_new = |name: &String| !before.contains(name);
    let stacks = || draft.outcomes().flat_map(|outcome| &outcome.stacks);
    let services = stacks().flat_map(|stack| &stack.services);
    let own = services
        .filter(|service| is_new(&service.name))
        .flat_map(|service| &service.next);
    // dev's, which may hold what is not yet on prod.
    let of_dev = draft.outcomes().take(1).flat_map(|it| &it.stacks);
    let offered = of_dev
        .flat_map(|stack| &stack.offered.next)
        .filter(|(service, _)| is_new(service))
        .map(|(_, line)| line);
    let mut said: Vec<String> = Vec::new();
    for line in own.chain(offered) {
        if !said.contains(line) {
            said.push(line.clone());
        }
    }
    said
}

fn compose(draft: &Draft) -> ComposeNext {
    let mut next = ComposeNext::default();
    for outcome in draft.outcomes() {
        next.steps
            .extend(outcome.notes.compose_steps.iter().cloned());
        let requirements = outcome.notes.requirements.iter();
        next.requirements.extend(requirements.cloned());
        let packages = outcome.notes.image_packages.iter();
        next.image_packages.extend(packages.cloned());
    }
    next
}

fn extended(draft: &Draft, change: &Change<'_>) -> Ending {
    let installed = change.installed();
    let empty = draft.outcomes().filter_map(|outcome| {
        let mut databases = outcome.stacks.iter().map(|stack| &stack.database);
        let empty = databases.find(|it| !it.image.is_empty() && !installed.contains(&it.name))?;
        Some(EmptyDatabase {
            title: empty.title.clone(),
            web: outcome.notes.runs_project.first()?.clone(),
        })
    });
    Ending::Extended {
        file: named(change),
        empty: empty.collect(),
    }
}

/// The compose file of the user's own, where Compose would read another one, or none.
fn named(change: &Change<'_>) -> Option<String> {
    let path = &change.standing.own.as_ref()?.path;
    let read = pipeline::extended_compose_file(&change.place.work, "", None);
    let is_read = read.ok().flatten().as_ref() == Some(path);
    (!is_read).then(|| path.clone())
}

/// The volumes of some services, as Docker names them.
pub(super) fn volumes(services: &[String], draft: &Draft, change: &Change<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for service in services
        .iter()
        .filter_map(|name| change.catalog.service(name))
    {
        for environment in Environment::ALL.into_iter().filter(|it| service.is_in(*it)) {
            let volumes = service.volumes_in(environment);
            names.extend(
                volumes.map(|volume| format!("{}-{environment}_{volume}", draft.answers.name)),
            );
        }
    }
    names
}
