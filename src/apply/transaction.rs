//! From steps to a committed journal, and from a committed journal to the end.

use super::exclusive::Exclusive;
use super::journal::{self, Journal, Recovery};
use super::operation::{Operation, State};
use super::target::EXCLUDE_FILE;
use super::{ApplyError, Base, Store, Target, disk};
use crate::compose::{ENV_FILE, OWN_ENV_FILE};

/// Finishes, or clears away, what a killed command left behind. To be called before anything is read.
///
/// Without such a thing nothing is written and no lock is taken, so that a repository that may
/// only be read can be.
pub fn recover(store: &Store) -> Result<Recovery, ApplyError> {
    let left = [
        store.journal(),
        store.draft(),
        store.done(),
        store.scratch(),
    ];
    let passing = store.is_passing() && store.folder().exists();
    if !passing && !left.iter().any(|path| path.exists()) {
        return Ok(Recovery::Nothing);
    }
    let exclusive = Exclusive::acquire(store)?;
    recover_held(store, &exclusive)
}

/// Whether a killed command left something half written, or another one writes now. Nothing is changed.
#[must_use]
pub fn is_interrupted(store: &Store) -> bool {
    let left = [store.journal(), store.done()];
    left.iter().any(|path| path.exists())
}

/// Finishes or takes back what a killed djdock left, for a caller that holds the lock already.
pub(super) fn recover_held(store: &Store, _held: &Exclusive) -> Result<Recovery, ApplyError> {
    if let Some(done) = journal::read(&store.done())? {
        clear_away(store, &done)?;
        return Ok(done.recovery());
    }
    if let Some(journal) = journal::read(&store.journal())? {
        // A draft beside it is that of its inverse.
        disk::remove(&store.draft())?;
        passable(store, &journal)?;
        disk::make_folder(&store.scratch())?;
        journal.locks(store).take()?;
        roll_forward(store, &journal)?;
        clear_away(store, &journal)?;
        return Ok(journal.recovery());
    }
    if !store.draft().exists() && !store.scratch().exists() {
        return Ok(Recovery::Nothing);
    }
    match journal::read(&store.draft()) {
        Ok(Some(draft)) => withdraw(store, &draft)?,
        // Killed before it was written, or meanwhile: nothing else had been made by then.
        Ok(None) | Err(ApplyError::JournalUnreadable { .. }) => {}
        Err(error) => return Err(error),
    }
    disk::remove(&store.draft())?;
    disk::remove_folder(&store.scratch())?;
    Ok(Recovery::Withdrawn)
}

/// Takes back what a killed command had begun, instead of finishing it: the way out where
/// [`recover`] is blocked. What someone else has changed since stays as they left it, and so does `.env`:
/// a database may have been made with its passwords.
pub fn abandon(store: &Store) -> Result<Recovery, ApplyError> {
    let held = Exclusive::acquire(store)?;
    match journal::read(&store.journal())? {
        Some(journal) if journal.recovery() == Recovery::Finished => {
            disk::make_folder(&store.scratch())?;
            journal.locks(store).take()?;
            roll_back(store, journal.keeping(is_secret))?;
            Ok(Recovery::Withdrawn)
        }
        _ => recover_held(store, &held),
    }
}

/// The file of secrets, and the rule that keeps it out of git's sight.
fn is_secret(target: &Target) -> bool {
    let name = target.path.rsplit('/').next().unwrap_or_default();
    match target.base {
        Base::Git => target.path == EXCLUDE_FILE,
        _ => [ENV_FILE, OWN_ENV_FILE].contains(&name),
    }
}

/// Does all the steps, or none.
pub(super) fn commit(
    store: &Store,
    _held: &Exclusive,
    operations: Vec<Operation>,
) -> Result<(), ApplyError> {
    if operations.is_empty() {
        return Ok(());
    }
    let journal = Journal::new(store, operations)?;
    unchanged(store, &journal)?;
    if let Err(error) = prepare(store, &journal) {
        // What cannot be removed now is removed by the next command.
        let _ = withdraw(store, &journal)
            .and_then(|()| disk::remove(&store.draft()))
            .and_then(|_| disk::remove_folder(&store.scratch()));
        return Err(error);
    }
    let committed = disk::rename(&store.draft(), &store.journal());
    if let Err(source) = committed.and_then(|()| roll_forward(store, &journal)) {
        return match roll_back(store, journal) {
            Ok(()) => Err(source),
            Err(_) => Err(ApplyError::Unfinished {
                journal: store.journal(),
                source: Box::new(source),
            }),
        };
    }
    // All is written; what is left to remove, if that fails, is removed by the next command.
    let _ = clear_away(store, &journal);
    Ok(())
}

/// Everything that may fail: the locks, the space, and a last look once the locks stand.
fn prepare(store: &Store, journal: &Journal) -> Result<(), ApplyError> {
    disk::make_folder(&store.scratch())?;
    journal.draft(store)?;
    journal.locks(store).take()?;
    for (operation, step) in journal.steps(store) {
        operation.stage(&step)?;
    }
    unchanged(store, journal)
}

fn unchanged(store: &Store, journal: &Journal) -> Result<(), ApplyError> {
    for (operation, step) in journal.steps(store) {
        let path = match operation.state(&step)? {
            State::Before => continue,
            State::After => operation.target().path,
            State::Neither(path) => path,
        };
        return Err(ApplyError::ChangedMeanwhile { path });
    }
    Ok(())
}

/// Whether each target is still as it was before, or as it shall be: asked before the first step.
fn passable(store: &Store, journal: &Journal) -> Result<(), ApplyError> {
    for (operation, step) in journal.steps(store) {
        if let State::Neither(path) = operation.state(&step)? {
            step.blocked(path)?;
        }
    }
    Ok(())
}

fn roll_forward(store: &Store, journal: &Journal) -> Result<(), ApplyError> {
    for (operation, step) in journal.steps(store) {
        operation.perform(&step)?;
    }
    disk::rename(&store.journal(), &store.done())
}

/// Puts the inverse in the journal's place, in one step, and does that.
fn roll_back(store: &Store, journal: Journal) -> Result<(), ApplyError> {
    let inverse = journal.inverse();
    inverse.draft(store)?;
    disk::rename(&store.draft(), &store.journal())?;
    roll_forward(store, &inverse)?;
    clear_away(store, &inverse)
}

/// Removes what was prepared for a journal that was never committed.
fn withdraw(store: &Store, journal: &Journal) -> Result<(), ApplyError> {
    for (operation, step) in journal.steps(store) {
        operation.unstage(&step)?;
    }
    journal.remove_made(store)?;
    journal.remove_emptied(store)?;
    journal.locks(store).release()
}

/// Removes what a finished journal needs no more, the journal last.
fn clear_away(store: &Store, journal: &Journal) -> Result<(), ApplyError> {
    for (operation, step) in journal.steps(store) {
        operation.unstage(&step)?;
    }
    journal.remove_emptied(store)?;
    journal.locks(store).release()?;
    disk::remove_folder(&store.scratch())?;
    disk::remove(&store.done()).map(|_| ())
}
