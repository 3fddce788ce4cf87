//! Killed, or out of space, at every single write: the next command finds before or after.

use std::fs;
use std::path::{Path, PathBuf};

use djdock::apply::{ApplyError, Recovery, abandon, recover};

use crate::case::{Case, ENV, RECOVERY, UNDO, copy, difference, facts, run, store, visible};
use crate::sandbox::git_in;
use crate::trace::{Call, Traced, calls, race};

/// Kills the run at each call that changes something on disk.
fn kill_everywhere(scenario: &'static str) {
    let case = Case::new(scenario);
    if let Some(calls) = calls(scenario, &case) {
        kill_at(scenario, &case, &calls);
    }
}

/// The folder of a run that was killed just behind its commit point.
fn pending(scenario: &'static str, case: &Case) -> Option<PathBuf> {
    let first = calls(scenario, case)?;
    let is_rename = |call: &&Call| call.kind == "rename";
    let mut renames = first.iter().filter(is_rename);
    renames.find(|call| call.line.contains("journal.new\""));
    let next = renames.next().unwrap();
    let root = case.copy();
    let injection = format!("rename:signal=KILL:when={}", next.number);
    let outcome = Traced::start(scenario, &root, Some(&injection))
        .unwrap()
        .finish();
    assert_eq!(outcome, None);
    Some(root)
}

/// Kills the run that finishes an earlier one, at each call.
fn kill_the_recovery(scenario: &'static str) {
    let case = Case::new(scenario);
    let Some(root) = pending(scenario, &case) else {
        return;
    };
    let start = case.folder.path().join("start");
    fs::remove_dir_all(&start).unwrap();
    fs::rename(&root, &start).unwrap();
    // From here on there is no way back to before.
    let second = calls(RECOVERY, &case).unwrap();
    kill_at(RECOVERY, &case, &second);
}

fn kill_at(scenario: &'static str, case: &Case, calls: &[Call]) {
    let mut killed = 0;
    for call in calls
        .iter()
        .filter(|call| call.succeeds() && call.changes_something())
    {
        let root = case.copy();
        let injection = format!("{}:signal=KILL:when={}", call.kind, call.number);
        let outcome = Traced::start(scenario, &root, Some(&injection))
            .unwrap()
            .finish();
        killed += usize::from(outcome.is_none());
        let env = fs::read_to_string(root.join(".env")).unwrap();
        assert!(env.starts_with(ENV), "{call:?}: {env}");
        recover(&store(&root)).unwrap();
        case.assert_whole(&root, &format!("{call:?}"));
    }
    assert!(killed >= 8, "only {killed} calls were hit");
}

/// Fails each call that can fail for want of space.
fn fail_everywhere(scenario: &'static str) {
    let case = Case::new(scenario);
    let Some(calls) = calls(scenario, &case) else {
        return;
    };
    let takes_space = |call: &&Call| {
        let frees =
            call.kind.starts_with("unlink") || call.kind == "rmdir" || call.kind == "fchmod";
        let reads = call.kind == "openat" && !call.changes_something();
        call.succeeds() && !frees && !reads && !call.line.starts_with("write(1,")
    };
    let mut failed = 0;
    for call in calls.iter().filter(takes_space) {
        let root = case.copy();
        let injection = format!("{}:error=ENOSPC:when={}", call.kind, call.number);
        let outcome = Traced::start(scenario, &root, Some(&injection))
            .unwrap()
            .finish();
        let outcome = outcome.unwrap();
        assert!(!outcome.contains("Unfinished"), "{call:?}: {outcome}");
        if outcome != "done" {
            failed += 1;
            let difference = difference(&facts(&root), &case.before_facts());
            assert!(
                difference.is_empty(),
                "{call:?}: {outcome}: {difference:#?}"
            );
            run(scenario, &root).unwrap();
        }
        case.assert_whole(&root, &format!("{call:?}: {outcome}"));
    }
    assert!(failed > 20, "only {failed} calls were hit");
}

#[test]
fn single_killed_at_every_write() {
    kill_everywhere("single");
}

#[test]
fn branches_killed_at_every_write() {
    kill_everywhere("branches");
}

#[test]
fn undo_killed_at_every_write() {
    kill_everywhere(UNDO);
}

#[test]
fn undo_recovery_killed_at_every_write() {
    kill_the_recovery(UNDO);
}

#[test]
fn undo_without_space_at_every_write() {
    fail_everywhere(UNDO);
}

#[test]
fn single_recovery_killed_at_every_write() {
    kill_the_recovery("single");
}

#[test]
fn branches_recovery_killed_at_every_write() {
    kill_the_recovery("branches");
}

#[test]
fn single_without_space_at_every_write() {
    fail_everywhere("single");
}

#[test]
fn branches_without_space_at_every_write() {
    fail_everywhere("branches");
}

/// The other way out: all but the edit is as it was before.
fn abandoned_in_a_copy(case: &Case, root: &Path) {
    let other = case
        .folder
        .path()
        .join(format!("{}-abandoned", case.scenario));
    copy(root, &other);
    assert_eq!(abandon(&store(&other)).unwrap(), Recovery::Withdrawn);
    let settings = other.join("mysite/settings.py");
    assert_eq!(fs::read_to_string(&settings).unwrap(), "MINE = 1\n");
    fs::copy(
        case.folder.path().join("start/mysite/settings.py"),
        &settings,
    )
    .unwrap();
    let difference = difference(&facts(&other), &case.before_facts());
    assert!(difference.is_empty(), "{difference:#?}");
    assert_eq!(recover(&store(&other)).unwrap(), Recovery::Nothing);
}

#[test]
fn an_edit_after_the_kill_is_kept_and_named() {
    for scenario in ["single", "branches"] {
        let case = Case::new(scenario);
        let Some(root) = pending(scenario, &case) else {
            return;
        };
        let settings = root.join("mysite/settings.py");
        let standing = fs::read(&settings).unwrap();
        fs::write(&settings, "MINE = 1\n").unwrap();
        let error = recover(&store(&root)).unwrap_err();
        let named = matches!(
            &error,
            ApplyError::JournalBlocked { path, .. } if path == "mysite/settings.py"
        );
        assert!(named, "{error:?}");
        assert!(run(scenario, &root).is_err());
        assert_eq!(fs::read_to_string(&settings).unwrap(), "MINE = 1\n");
        abandoned_in_a_copy(&case, &root);
        fs::write(&settings, standing).unwrap();
        assert_eq!(recover(&store(&root)).unwrap(), Recovery::Finished);
        case.assert_whole(&root, scenario);
    }
}

#[test]
fn a_pending_journal_goes_with_a_copy_of_its_repository() {
    for scenario in ["single", "branches"] {
        let case = Case::new(scenario);
        let Some(root) = pending(scenario, &case) else {
            return;
        };
        let moved = case.folder.path().join("moved");
        copy(&root, &moved);
        let standing = visible(&root);
        recover(&store(&moved)).unwrap();
        case.assert_whole(&moved, scenario);
        assert!(visible(&root) == standing, "the original was written to");
    }
}

#[test]
fn a_dead_ones_locks_keep_git_out_until_the_next_command() {
    let case = Case::new("branches");
    let Some(root) = pending("branches", &case) else {
        return;
    };
    let commit = git_in(&root, &["commit", "-q", "--allow-empty", "-m", "Between"]);
    assert!(!commit.status.success());
    recover(&store(&root)).unwrap();
    case.assert_whole(&root, "branches");
}

#[test]
fn processes_at_once_wait_for_nobody_and_spoil_nothing() {
    for scenario in ["single", "branches"] {
        let case = Case::new(scenario);
        let root = case.copy();
        let outcomes = race(scenario, &root, 6);
        let done = outcomes.iter().filter(|outcome| *outcome == "done").count();
        assert_eq!(done, 1, "{outcomes:?}");
        case.assert_whole(&root, scenario);
    }
}
