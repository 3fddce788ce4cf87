//! What is refused before anything is asked.

use std::fs;

use djdock::apply::{ApplyError, Refusal, check_repository, dirty_paths, open_repository};
use git2::Repository;

use crate::sandbox::{Sandbox, git_in};

#[test]
fn a_repository_is_found_from_within() {
    let sandbox = Sandbox::new();
    assert!(open_repository(&sandbox.path("mysite")).unwrap().is_some());
    check_repository(&sandbox.repository()).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    assert!(open_repository(elsewhere.path()).unwrap().is_none());
}

#[test]
fn detached_and_shallow_repositories_will_do() {
    let sandbox = Sandbox::new();
    sandbox.git(["commit", "-q", "--allow-empty", "-m", "Second"]);
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (
        format!("file://{}", sandbox.root().display()),
        folder.path().join("clone"),
    );
    git_in(
        folder.path(),
        &["clone", "-q", "--depth=1", &from, to.to_str().unwrap()],
    );
    let shallow = Repository::open(&to).unwrap();
    assert!(shallow.is_shallow());
    check_repository(&shallow).unwrap();
    sandbox.git(["switch", "-q", "--detach"]);
    check_repository(&sandbox.repository()).unwrap();
}

#[test]
fn what_cannot_be_written_to_is_named() {
    let sandbox = Sandbox::new();
    let refusal = |repository: &Repository| match check_repository(repository) {
        Err(ApplyError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    let folder = tempfile::tempdir().unwrap();
    let bare = Repository::init_bare(folder.path()).unwrap();
    assert!(matches!(refusal(&bare), Refusal::Bare(_)));
    sandbox.write(".git/index.lock", "");
    let locked = check_repository(&sandbox.repository());
    assert!(matches!(locked, Err(ApplyError::Locked { .. })));
    fs::remove_file(sandbox.path(".git/index.lock")).unwrap();
    sandbox.git(["switch", "-q", "--orphan", "empty"]);
    let unborn = refusal(&sandbox.repository());
    assert!(
        matches!(&unborn, Refusal::Unborn { branch, .. } if branch == "empty"),
        "{unborn:?}"
    );
    sandbox.git(["switch", "-q", "main"]);
    sandbox.git(["switch", "-q", "-c", "other"]);
    sandbox.write("notes.txt", "theirs\n");
    sandbox.git(["commit", "-q", "-am", "Theirs"]);
    sandbox.git(["switch", "-q", "main"]);
    sandbox.write("notes.txt", "ours\n");
    sandbox.git(["commit", "-q", "-am", "Ours"]);
    sandbox.try_git(["merge", "-q", "other"]);
    assert!(matches!(
        refusal(&sandbox.repository()),
        Refusal::InProgress { .. }
    ));
}

#[test]
fn formats_that_libgit2_does_not_know_are_named() {
    for option in ["--object-format=sha256", "--ref-format=reftable"] {
        let folder = tempfile::tempdir().unwrap();
        let made = git_in(folder.path(), &["init", "-q", option]);
        assert!(made.status.success(), "{option}");
        let refusal = open_repository(folder.path()).err();
        let named = matches!(
            &refusal,
            Some(ApplyError::Refused(Refusal::UnsupportedFormat { .. }))
        );
        assert!(named, "{option}: {refusal:?}");
    }
}

#[test]
fn a_foreign_repository_is_named() {
    let sandbox = Sandbox::new();
    let other = std::os::unix::fs::chown(sandbox.path(".git"), Some(12345), Some(12345))
        .and_then(|()| std::os::unix::fs::chown(sandbox.root(), Some(12345), Some(12345)));
    if let Err(error) = other {
        eprintln!("SKIPPED: only root gives files away: {error}");
        return;
    }
    let refusal = open_repository(sandbox.root()).err();
    let named = matches!(
        &refusal,
        Some(ApplyError::Refused(Refusal::ForeignOwner(_)))
    );
    assert!(named, "{refusal:?}");
}

#[test]
fn only_the_paths_asked_for_are_looked_at() {
    let sandbox = Sandbox::new();
    sandbox.write("deep/er/untracked.txt", "new\n");
    sandbox.write("ignored.log", "new\n");
    sandbox.write(".git/info/exclude", "*.log\n");
    sandbox.write("manage.py", "staged\n");
    sandbox.git(["add", "manage.py"]);
    sandbox.write("notes.txt", "edited\n");
    sandbox.write("added.txt", "added\n");
    sandbox.git(["add", "added.txt"]);
    let dirty = |paths: &[&str]| dirty_paths(&sandbox.repository(), paths).unwrap();
    let all = [
        "added.txt",
        "deep/er/untracked.txt",
        "ignored.log",
        "manage.py",
        "notes.txt",
    ];
    assert_eq!(dirty(&all), all);
    for path in all {
        assert_eq!(dirty(&[path]), [path]);
    }
    assert!(dirty(&["mysite/settings.py", "absent", "deep/absent", "n*"]).is_empty());
    assert!(dirty(&[]).is_empty());
}
