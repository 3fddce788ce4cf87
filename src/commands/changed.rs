//! What the commands that write did, or would do.

use crate::answers::Answers;
use crate::catalog::Catalog;
use crate::plan::{Change, PlannedFile};
use crate::verify::Verdict;

use super::draft::{Draft, Part};
use super::next::Next;

/// What `init`, `add`, `remove` or `update` did, or would do.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The choices that the stack is made from.
    pub answers: Answers,
    /// One per branch, or one for the work tree.
    pub plan: Vec<PlannedPart>,
    /// A unified diff of the user's own files on the first branch.
    pub edits: String,
    /// Whether the stack is as the choices want it already; `.env` may lack something still.
    pub stands: bool,
    /// Files that the stack depends on, with edits that no commit holds: they were not looked at.
    pub unseen: Vec<String>,
    /// Whether it was written.
    pub written: bool,
    /// Settings that are not known to have, as they will run, the value that the stack relies on.
    pub verdicts: Vec<Verdict>,
    /// What is left to the user, once it is written.
    pub next: Next,
}

/// What changes on one branch.
#[derive(Clone, Debug)]
pub struct PlannedPart {
    /// The branch; `None` for the work tree.
    pub branch: Option<String>,
    /// The files that really change, ordered by path.
    pub changes: Vec<PlannedFile>,
    /// The changes as a unified diff, where it was asked for.
    pub diff: Option<String>,
}

impl Changed {
    /// What a draft is about to do, with the diff of every file or without.
    pub(super) fn planned(draft: &Draft, diff: bool, next: Next) -> Self {
        let first = draft.parts.first();
        Self {
            answers: draft.answers.clone(),
            plan: draft.parts.iter().map(|part| planned(part, diff)).collect(),
            edits: first.map_or_else(String::new, |part| part.outcome.plan.unified_edits()),
            stands: draft.is_empty(),
            unseen: Vec::new(),
            written: false,
            verdicts: draft.verdicts().cloned().collect(),
            next,
        }
    }
}

fn planned(part: &Part, diff: bool) -> PlannedPart {
    let plan = &part.outcome.plan;
    PlannedPart {
        branch: part.branch.clone(),
        changes: plan.changes.iter().map(Change::file).collect(),
        diff: diff.then(|| plan.unified()),
    }
}

/// A service that needs what another one provides.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Provided {
    /// The title of the service that needs it.
    pub service: String,
    /// What it needs, as `broker`.
    pub need: String,
    /// The title of the one that provides it.
    pub provider: String,
}

impl Provided {
    /// Who gets what it needs from whom: the provider may have come along unasked.
    pub(super) fn of(draft: &Draft, catalog: &Catalog) -> Vec<Self> {
        let with = draft.answers.with.iter();
        let services: Vec<_> = with.filter_map(|name| catalog.service(name)).collect();
        let needs = services.iter().flat_map(|service| {
            let needs = service.manifest.needs.iter();
            needs.map(move |need| (service, need))
        });
        let provided = needs.filter_map(|(service, need)| {
            let provider = services.iter().find(|other| other.provides(need))?;
            Some(Self {
                service: service.manifest.title.clone(),
                need: need.clone(),
                provider: provider.manifest.title.clone(),
            })
        });
        provided.collect()
    }
}
