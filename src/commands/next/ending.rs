//! What happened, and so what there is to type.

use crate::catalog::{DATABASE, TLS};
use crate::compose::EnvFile;
use crate::environment::Environment;
use crate::pipeline;
use crate::stack::Stack;
use crate::tree::Tree as _;

use super::super::change::Change;
use super::super::draft::Draft;

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

/// How it ended, where another database took the former one's place.
pub(super) fn replaced(former: &str, draft: &Draft, change: &Change<'_>) -> Ending {
    let answers = &draft.answers;
    let rows = if answers.previous_db.as_deref() == Some(former) {
        Rows::Carried
    } else if change.standing.answers.previous_db.as_ref() == Some(&answers.db) {
        Rows::Back
    } else {
        Rows::Stay
    };
    Ending::Replaced {
        former: former.to_owned(),
        start: Start::of(draft),
        rows,
        volumes: volumes(&[former.to_owned()], draft, change),
    }
}

pub(super) fn extended(draft: &Draft, change: &Change<'_>) -> Ending {
    let installed = change.standing.installed(&change.catalog);
    let empty = draft.outcomes().filter_map(|outcome| {
        let theirs = |stack: &&Stack| stack.theirs.iter().any(|it| it == DATABASE);
        let stacks = outcome.stacks.iter().filter(|stack| !theirs(stack));
        let mut databases = stacks.map(|stack| &stack.database);
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
    let place = stack_place(change, draft.env_file());
    for service in services
        .iter()
        .filter_map(|name| change.catalog.service(name))
    {
        for environment in Environment::ALL.into_iter().filter(|it| service.is_in(*it)) {
            let volumes = service.volumes_in(environment);
            names.extend(
                volumes
                    .map(|volume| format!("{}-{environment}{place}_{volume}", draft.answers.name)),
            );
        }
    }
    names
}

/// What the names of this place's stacks end with: `docker/env.sh` writes it.
fn stack_place(change: &Change<'_>, env_file: &str) -> String {
    let text = change.place.work.read_text(env_file).ok().flatten();
    let file = EnvFile::parse(&text.unwrap_or_default(), &|_| None);
    let place = file
        .get("STACK_PLACE")
        .map(|place| place.expose().to_owned());
    place.unwrap_or_default()
}
