//! What is left to the user after a command that wrote: facts, of which the report makes prose.

mod chosen;
mod compose;
mod ending;
mod missing;
mod services;

pub use chosen::Chosen;
pub use compose::ComposeNext;
pub use ending::{EmptyDatabase, Ending, Rows, Start};
pub use missing::ToFillIn;

use crate::catalog::Catalog;
use crate::inspect::{self, EndOfLife};
use crate::patch::Step;

use super::change::Change;
use super::changed::Provided;
use super::draft::Draft;
use super::unheeded::Unheeded;
use super::workspace::Workspace;

/// What is left to the user.
#[derive(Clone, Debug)]
pub struct Next {
    /// Who gets what it needs from whom, of what was added.
    pub provided: Vec<Provided>,
    /// What the project's own files decided where nobody chose.
    pub chosen: Vec<Chosen>,
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
    /// Secrets of services that went, which are comments now.
    pub aside: Vec<String>,
    /// The file of the stack's secrets, from the root.
    pub env_file: String,
    /// What git would have done to the commits.
    pub unheeded: Unheeded,
    /// Whether git tracks `.env`, so that the secrets that stand in it are everybody's.
    pub published: bool,
}

impl Next {
    /// After a command that has nothing to add to how it ended.
    fn ended(ending: Ending, draft: &Draft) -> Self {
        Self {
            provided: Vec::new(),
            chosen: Vec::new(),
            steps: Vec::new(),
            ends: Vec::new(),
            left: Vec::new(),
            missing: Vec::new(),
            compose: ComposeNext::default(),
            ending,
            services: Vec::new(),
            aside: Vec::new(),
            env_file: draft.env_file().to_owned(),
            unheeded: Unheeded::default(),
            published: false,
        }
    }

    /// What is said after `init`.
    pub(super) fn made(draft: &Draft, place: &Workspace, catalog: &Catalog) -> Self {
        let answers = &draft.answers;
        let project = draft.outcomes().map(|outcome| &outcome.project).next();
        let ends =
            project.map(|project| inspect::ends(Some(&answers.python), project.django_version()));
        let start = Start {
            import_data: answers.import_data,
            ..Start::of(draft)
        };
        let chosen = project.map(|project| chosen::chosen(project, answers, catalog));
        Self {
            chosen: chosen.unwrap_or_default(),
            steps: steps(draft),
            ends: ends.unwrap_or_default(),
            missing: missing::missing(draft, place),
            services: services::said(draft, &[]),
            published: project.is_some_and(|project| project.tracks_env),
            ..Self::ended(Ending::Made(start), draft)
        }
    }

    /// After `add` and `update`.
    pub(super) fn changed(draft: &Draft, change: &Change<'_>) -> Self {
        let next = Self {
            steps: steps(draft),
            left: left(draft),
            missing: missing::missing(draft, &change.place),
            ..Self::ended(Ending::Changed(Start::of(draft)), draft)
        };
        let former = change.standing.answers.db.as_ref();
        let former = former.filter(|former| **former != draft.answers.db);
        let installed = change.standing.installed(&change.catalog);
        let mut services = services::said(draft, &installed);
        services.extend(services::older(draft, &installed));
        if change.standing.own.is_some() {
            return Self {
                compose: ComposeNext::of(draft),
                ending: ending::extended(draft, change),
                services,
                ..next
            };
        }
        if let Some(former) = former {
            let ending = ending::replaced(former, draft, change);
            return Self { ending, ..next };
        }
        Self { services, ..next }
    }

    /// What is said after `remove`.
    pub(super) fn removed(gone: &[String], draft: &Draft, change: &Change<'_>) -> Self {
        let ending = if change.standing.own.is_some() {
            Ending::Reduced
        } else {
            Ending::Removed {
                start: Start::of(draft),
                volumes: ending::volumes(gone, draft, change),
            }
        };
        Self {
            left: left(draft),
            ..Self::ended(ending, draft)
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
