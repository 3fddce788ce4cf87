//! Where a branch that moves is checked out: what is refused, and leaves everything as it was.

use std::fs;

use djdock::apply::{ApplyError, Parent, Refusal, write_branches};

use crate::sandbox::{SETTINGS, Sandbox, apply, commit, stack, update};

#[test]
fn what_is_not_clean_is_refused_and_nothing_is_written() {
    type Case = (&'static str, fn(&Sandbox));
    let cases: [Case; 6] = [
        ("edited", |sandbox| {
            sandbox.write("mysite/settings.py", "MINE = 1\n");
        }),
        ("staged", |sandbox| {
            sandbox.write("mysite/settings.py", "MINE = 1\n");
            sandbox.git(["add", "mysite/settings.py"]);
        }),
        ("staged, edited back", |sandbox| {
            sandbox.write("mysite/settings.py", "MINE = 1\n");
            sandbox.git(["add", "mysite/settings.py"]);
            sandbox.write("mysite/settings.py", SETTINGS);
        }),
        ("deleted", |sandbox| {
            fs::remove_file(sandbox.path("mysite/settings.py")).unwrap();
        }),
        ("assumed unchanged", |sandbox| {
            sandbox.git(["update-index", "--assume-unchanged", "mysite/settings.py"]);
            sandbox.write("mysite/settings.py", "MINE = 1\n");
        }),
        ("removed from the index", |sandbox| {
            sandbox.git(["rm", "-q", "--cached", "mysite/settings.py"]);
        }),
    ];
    for (case, spoil) in cases {
        let sandbox = Sandbox::new();
        spoil(&sandbox);
        let before = sandbox.snapshot();
        let error = apply(&sandbox, "main", stack("dev")).unwrap_err();
        let dirty =
            matches!(&error, ApplyError::DirtyPath { path, .. } if path == "mysite/settings.py");
        assert!(dirty, "{case}: {error:?}");
        assert!(sandbox.snapshot() == before, "{case}");
    }
}

#[test]
fn untracked_and_ignored_files_are_not_overwritten() {
    for ignored in [false, true] {
        let sandbox = Sandbox::new();
        sandbox.write("docker/wait.py", "mine\n");
        if ignored {
            sandbox.write(".git/info/exclude", "docker\n");
        }
        let before = sandbox.snapshot();
        let error = apply(&sandbox, "main", stack("dev")).unwrap_err();
        let in_the_way = matches!(&error, ApplyError::UntrackedInTheWay { path, .. } if path == "docker/wait.py");
        assert!(in_the_way, "{error:?}");
        assert!(sandbox.snapshot() == before);
    }
}

#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let elsewhere = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::new();
    std::os::unix::fs::symlink(elsewhere.path(), sandbox.path("docker")).unwrap();
    let error = apply(&sandbox, "main", stack("dev")).unwrap_err();
    assert!(
        matches!(error, ApplyError::UntrackedInTheWay { .. }),
        "{error:?}"
    );
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_filter_program_is_left_to_git() {
    let sandbox = Sandbox::new();
    sandbox.write(".gitattributes", "*.yml filter=lfs\n");
    sandbox.git(["add", "."]);
    sandbox.git(["commit", "-q", "-m", "Filter"]);
    let before = sandbox.snapshot();
    let error = apply(&sandbox, "main", stack("dev")).unwrap_err();
    assert!(
        matches!(
            error,
            ApplyError::Filtered {
                attribute: "filter",
                ..
            }
        ),
        "{error:?}"
    );
    assert!(sandbox.snapshot() == before);
}

#[test]
fn a_branch_in_the_middle_of_something_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.git(["switch", "-q", "-c", "other"]);
    sandbox.write("notes.txt", "theirs\n");
    sandbox.git(["commit", "-q", "-am", "Theirs"]);
    sandbox.git(["switch", "-q", "main"]);
    sandbox.write("notes.txt", "ours\n");
    sandbox.git(["commit", "-q", "-am", "Ours"]);
    for command in [["merge", "other"], ["rebase", "other"]] {
        assert!(!sandbox.try_git(command).status.success());
        let before = sandbox.snapshot();
        let error = apply(&sandbox, "main", stack("dev")).unwrap_err();
        let refused = matches!(&error, ApplyError::Refused(Refusal::InProgress { .. }));
        assert!(refused, "{error:?}");
        assert!(sandbox.snapshot() == before);
        sandbox.git([command[0], "--abort"]);
    }
    sandbox.write(".git/index.lock", "");
    let error = apply(&sandbox, "main", stack("dev")).unwrap_err();
    assert!(matches!(error, ApplyError::Locked { .. }), "{error:?}");
}

#[test]
fn a_work_tree_whose_folder_is_gone_is_refused() {
    let sandbox = Sandbox::new();
    let linked = tempfile::tempdir().unwrap();
    let folder = linked.path().join("prod");
    sandbox.git([
        "worktree",
        "add",
        "-q",
        "-b",
        "prod",
        folder.to_str().unwrap(),
    ]);
    fs::remove_dir_all(&folder).unwrap();
    let error = apply(&sandbox, "prod", stack("prod")).unwrap_err();
    assert!(
        matches!(&error, ApplyError::Refused(Refusal::WorkTreeGone { .. })),
        "{error:?}"
    );
}

#[test]
fn a_new_branch_that_head_waits_for_is_refused() {
    let sandbox = Sandbox::new();
    let head = sandbox.head();
    sandbox.git(["switch", "-q", "--orphan", "dev"]);
    let commits = [commit(head, stack("dev"), &[Parent::Existing(head)])];
    let branches = [update("dev", None, 0)];
    let error =
        write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap_err();
    assert!(
        matches!(error, ApplyError::Refused(Refusal::Unborn { .. })),
        "{error:?}"
    );
}
