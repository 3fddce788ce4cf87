//! `djdock status`: what `update` would change, line by line, and what the user edited.

use schemars::JsonSchema;
use serde::Serialize;

use crate::answers::Defaults;
use crate::check::clone_facts;
use crate::cli::ListArgs;
use crate::error::Error;
use crate::pipeline::Facts;
use crate::plan::{ChangedLine, PlannedFile};

use super::change::pack_of;
use super::draft::{Draft, DraftRequest, Part};
use super::standing::Standing;
use super::workspace::Workspace;

/// How far a stack is from what this djdock and pack would make of it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(transparent)]
pub struct Drift {
    /// One per branch, or one for the work tree.
    pub parts: Vec<DriftOnBranch>,
    /// Whether `djdock update` has something to do.
    #[serde(skip)]
    pub drifts: bool,
    /// Whether an earlier djdock left something half written: then nothing of the rest need be so.
    #[serde(skip)]
    pub interrupted: bool,
    /// Files that the stack depends on, with edits that no commit holds: they were not looked at.
    #[serde(skip)]
    pub unseen: Vec<String>,
    /// Whether git's merge driver is missing in this clone, where there are edits that it is for.
    #[serde(skip)]
    pub lacks_driver: bool,
}

/// One branch beside what it would be.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct DriftOnBranch {
    /// The branch; `null` for the work tree.
    pub branch: Option<String>,
    /// What `djdock update` would change.
    pub changes: Vec<DriftOfFile>,
    /// Files where the user's edit and the new text meet on one line.
    pub conflicts: Vec<String>,
    /// Files of djdock's that the user edited, which is no drift.
    pub edited: Vec<String>,
    /// Files of djdock's that the user deleted, which is no drift either.
    pub deleted: Vec<String>,
}

/// A file beside what it would be.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct DriftOfFile {
    /// The file, and what would happen to it.
    #[serde(flatten)]
    pub file: PlannedFile,
    /// The lines that would go and come, where the file stands there before and after.
    pub lines: Vec<ChangedLine>,
}

/// Runs `djdock status`: tells what `update` would change, and writes nothing.
pub fn run(args: &ListArgs) -> Result<Drift, Error> {
    let place = Workspace::find(&args.path, None)?;
    place.whole(look(args, &place))
}

fn look(args: &ListArgs, place: &Workspace) -> Result<Drift, Error> {
    let standing = place.standing()?;
    let catalog = pack_of(args, place, &standing.answers)?;
    let request = DraftRequest::new(place, &catalog, "status", Facts::Inspected);
    let given = standing.answers.clone();
    let draft = request.redraft(&standing, given, &mut Defaults { yes: true })?;
    let mut outcomes = draft.outcomes();
    let conflicts = outcomes.any(|outcome| !outcome.notes.conflicts.is_empty());
    Ok(Drift {
        parts: draft.parts.iter().map(drift).collect(),
        drifts: conflicts || !draft.is_empty(),
        interrupted: place.is_interrupted()?,
        unseen: draft.unseen(place)?,
        lacks_driver: lacks_driver(place, &standing, &draft),
    })
}

fn drift(part: &Part) -> DriftOnBranch {
    let outcome = &part.outcome;
    let changes = outcome.plan.changes.iter().map(|change| DriftOfFile {
        file: change.file(),
        lines: change.lines(),
    });
    let conflicts = outcome.notes.conflicts.iter();
    DriftOnBranch {
        branch: part.branch.clone(),
        changes: changes.collect(),
        conflicts: conflicts.map(|conflict| conflict.path.clone()).collect(),
        edited: outcome.notes.edited.clone(),
        deleted: outcome.notes.deleted.clone(),
    }
}

/// Without djdock's merge driver an edit of a stack file on dev goes to prod, or stands in a merge's way.
fn lacks_driver(place: &Workspace, standing: &Standing, draft: &Draft) -> bool {
    if draft
        .outcomes()
        .all(|outcome| outcome.notes.edited.is_empty())
    {
        return false;
    }
    let branches = standing.tips.is_some_and(|tips| tips.lone().is_none());
    let repository = place.repository.as_ref();
    let driver = repository.and_then(|repository| clone_facts(repository, branches).driver);
    driver == Some(false)
}
