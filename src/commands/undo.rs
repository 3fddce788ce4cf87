//! `djdock undo`: the stack and the patches go, and what is the user's stays.

mod beside;
mod local;
mod stacks;

use crate::answers::Question;
use crate::apply;
use crate::branches::undo::{self as branches, BranchUndo, UNDO};
use crate::cli::{Global, UndoArgs};
use crate::error::Error;
use crate::pipeline::{self, TreeUndo};
use crate::plan::{Change, Plan};

use super::audience::{Audience, Event};
use super::undone::{Undone, UndonePart};
use super::unheeded::Unheeded;
use super::workspace::Workspace;
use beside::Beside;
use local::Local;
use stacks::Stacks;

/// Runs `djdock undo`: finds the stacks, and takes them out.
pub fn run(args: &UndoArgs, global: &Global, audience: &dyn Audience) -> Result<Undone, Error> {
    let place = Workspace::find(&args.path, None)?;
    if !global.dry_run {
        place.recover(audience)?;
    }
    let undoing = Undoing::find(&place, args)?;
    let mut undone = undoing.told(global.diff)?;
    undoing.check()?;
    audience.hear(&Event::Undoing(&undone))?;
    if global.dry_run || undone.is_nothing() {
        return Ok(undone);
    }
    let mut prompter = audience.prompter();
    if audience.is_interactive() && !prompter.confirm(&question())? {
        return Err(Error::Cancelled);
    }
    // From here on Ctrl-C is too late.
    drop(prompter);
    undoing.write()?;
    undone.written = true;
    Ok(undone)
}

fn question() -> Question {
    Question::yes_no(true)
        .named("yes", "yes")
        .asking("Take the stack out?")
}

/// Everything that goes.
struct Undoing<'run> {
    place: &'run Workspace,
    stacks: Stacks,
    branches: Vec<BranchUndo>,
    /// The work tree, where the stack stands in none of git's branches.
    folder: Option<TreeUndo>,
    beside: Beside,
    local: Local,
}

impl<'run> Undoing<'run> {
    fn find(place: &'run Workspace, args: &UndoArgs) -> Result<Self, Error> {
        let stacks = Stacks::find(place, &args.environments)?;
        let on_conflict = args.on_conflict;
        let branches = match &place.repository {
            Some(repository) => branches::undo(repository, stacks.branches.clone(), on_conflict)?,
            None => Vec::new(),
        };
        let folder = if stacks.in_folder {
            pipeline::undo(&place.work, on_conflict)?
        } else {
            None
        };
        let beside = Beside::of(place, &stacks)?;
        let local = Local::of(place, &stacks, &beside)?;
        let undoing = Self {
            place,
            stacks,
            branches,
            folder,
            beside,
            local,
        };
        undoing.refuse_conflicts()?;
        Ok(undoing)
    }

    fn trees(&self) -> impl Iterator<Item = &TreeUndo> {
        let branches = self.branches.iter().map(|branch| &branch.undo);
        branches.chain(&self.folder)
    }

    /// Edits of lines that go are for the user to settle.
    fn refuse_conflicts(&self) -> Result<(), Error> {
        let conflicts = self.trees().flat_map(|undo| &undo.conflicts);
        let conflicts = conflicts.map(|it| (it.path.clone(), it.markers.clone()));
        let conflicts: Vec<_> = conflicts.collect();
        if conflicts.is_empty() {
            return Ok(());
        }
        Err(Error::Conflicts(conflicts))
    }

    /// What is told of it.
    fn told(&self, diff: bool) -> Result<Undone, Error> {
        let own = |branch: &BranchUndo| UndonePart {
            branch: Some(branch.branch.name.clone()),
            is_own: self.stacks.own.contains(&branch.branch.name),
            deleted: branch.stays.is_none(),
            stays: branch.stays,
            ..part(&branch.undo, diff)
        };
        let mut parts: Vec<UndonePart> = self.branches.iter().map(own).collect();
        parts.extend(self.folder.iter().map(|undo| part(undo, diff)));
        let commits = self.branches.iter().any(|branch| branch.stays.is_some());
        let unheeded = if commits {
            self.place.unheeded()
        } else {
            Unheeded::default()
        };
        Ok(Undone {
            parts,
            is_local: !self.local.is_empty(),
            others: self.stacks.others.clone(),
            remotes: match &self.place.repository {
                Some(repository) => branches::remote_stack_branches(repository)?,
                None => Vec::new(),
            },
            projects: self.beside.projects.clone(),
            files: self.beside.files.clone(),
            is_extension: self.beside.is_extension,
            written: false,
            unheeded,
        })
    }

    /// Refuses what could not be written, and writes nothing.
    fn check(&self) -> Result<(), Error> {
        let repository = self.place.repository.as_ref();
        if let Some(undo) = &self.folder {
            let root = self.place.work.root();
            return Ok(apply::check_folder(repository, root, &undo.plan, &[])?);
        }
        if let Some(repository) = repository {
            branches::with_change(&self.branches, |change| {
                apply::check_change(repository, change, &[])
            })?;
        }
        Ok(())
    }

    /// Writes everything, or nothing.
    fn write(self) -> Result<(), Error> {
        let repository = self.place.repository.as_ref();
        let files = match repository {
            Some(repository) => self.local.writes(repository)?,
            None => Vec::new(),
        };
        if let Some(undo) = &self.folder {
            let root = self.place.work.root();
            apply::write_folder(repository, root, &undo.plan, &files)?;
        } else if let Some(repository) = repository {
            branches::with_change(&self.branches, |change| {
                apply::write_change(repository, change, &files, UNDO)
            })?;
        }
        Ok(())
    }
}

/// What is told of one tree.
fn part(undo: &TreeUndo, diff: bool) -> UndonePart {
    let plan: &Plan = &undo.plan;
    UndonePart {
        changes: plan.changes.iter().map(Change::file).collect(),
        diff: diff.then(|| plan.unified()),
        edits: plan.unified_edits(),
        left: undo.left.clone(),
        lines: undo.lines.clone(),
        aside: undo.aside.clone(),
        ..UndonePart::default()
    }
}
