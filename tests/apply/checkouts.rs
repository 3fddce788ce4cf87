//! The branch layout, where a branch that moves is checked out: in the main work tree or a linked one.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use djdock::apply::{ApplyError, BranchUpdate, Parent, Refusal, write_branches};
use djdock::plan::Plan;
use git2::Oid;

use crate::sandbox::{SETTINGS, Sandbox, change, commit, executable, file, git_in, stack};

/// Applies a plan to the branch that `main` is, wherever it is checked out.
fn apply(sandbox: &Sandbox, name: &str, plan: Plan) -> Result<Oid, ApplyError> {
    let old = sandbox.commit_of(name);
    let commits = [commit(old, plan, &[Parent::Existing(old)])];
    let branches = [BranchUpdate {
        name: name.to_owned(),
        old: Some(old),
        commit: 0,
    }];
    let receipt = write_branches(&sandbox.repository(), &commits, &branches, &[], "add")?;
    Ok(receipt.branches[0].new)
}

fn status(sandbox: &Sandbox) -> String {
    sandbox.git(["status", "--porcelain=v2", "--untracked-files=all"])
}

#[test]
fn files_and_index_follow_the_branch() {
    let sandbox = Sandbox::new();
    sandbox.write("notes.txt", "edited\n");
    sandbox.write("manage.py", "staged\n");
    sandbox.git(["add", "manage.py"]);
    sandbox.write("untracked.txt", "new\n");
    let before = status(&sandbox);
    let new = apply(&sandbox, "main", stack("dev")).unwrap();
    assert_eq!(sandbox.head(), new);
    // The user's own changes are what they were, and ours are none: not even for who looks at times alone.
    let changed = sandbox.git(["diff-files", "--name-only"]);
    assert_eq!(changed, "notes.txt\n");
    assert_eq!(status(&sandbox), before);
    let script = fs::metadata(sandbox.path("docker/wait.py")).unwrap();
    assert_eq!(script.permissions().mode() & 0o111, 0o111);
    assert!(sandbox.read("mysite/settings.py").contains("SECRET_KEY"));
    let reflog = sandbox.git(["reflog", "show", "-1", "--format=%gs", "HEAD"]);
    assert_eq!(reflog, "djdock: add\n");
    sandbox.assert_sound();
}

#[test]
fn deleted_files_take_their_folder_along() {
    let sandbox = Sandbox::new();
    apply(&sandbox, "main", stack("dev")).unwrap();
    let mut back = stack("dev");
    for change in &mut back.changes {
        std::mem::swap(&mut change.before, &mut change.after);
    }
    apply(&sandbox, "main", back).unwrap();
    assert!(!sandbox.path("docker").exists());
    assert_eq!(sandbox.read("mysite/settings.py"), SETTINGS);
    assert_eq!(status(&sandbox), "");
    sandbox.assert_sound();
}

#[test]
fn a_file_becomes_executable() {
    let sandbox = Sandbox::new();
    let text = "print('manage')\n";
    let plan = Plan {
        changes: vec![change(
            "manage.py",
            Some(file(text)),
            Some(executable(text)),
        )],
    };
    apply(&sandbox, "main", plan).unwrap();
    assert_eq!(status(&sandbox), "");
    let mode = fs::metadata(sandbox.path("manage.py"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o111, 0o111);
}

#[test]
fn a_linked_work_tree_follows_and_the_main_one_stays() {
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
    let main = fs::read(sandbox.path(".git/index")).unwrap();
    apply(&sandbox, "prod", stack("prod")).unwrap();
    let compose = fs::read_to_string(folder.join("docker-compose.yml")).unwrap();
    assert!(compose.starts_with("# djdock: prod"));
    let status = git_in(&folder, &["status", "--porcelain=v2"]).stdout;
    assert_eq!(String::from_utf8(status).unwrap(), "");
    assert!(!sandbox.path("docker-compose.yml").exists());
    assert_eq!(fs::read(sandbox.path(".git/index")).unwrap(), main);
    sandbox.assert_sound();
}

#[test]
fn a_bare_repository_with_work_trees_will_do() {
    let sandbox = Sandbox::new();
    let linked = tempfile::tempdir().unwrap();
    let bare = linked.path().join("bare.git");
    let folder = linked.path().join("dev");
    let (from, to) = (sandbox.root().to_str().unwrap(), bare.to_str().unwrap());
    sandbox.git(["clone", "-q", "--bare", from, to]);
    git_in(
        &bare,
        &[
            "worktree",
            "add",
            "-q",
            "-b",
            "dev",
            folder.to_str().unwrap(),
        ],
    );
    let repository = git2::Repository::open(&folder).unwrap();
    let old = sandbox.head();
    let commits = [commit(old, stack("dev"), &[Parent::Existing(old)])];
    let branches = [BranchUpdate {
        name: "dev".to_owned(),
        old: Some(old),
        commit: 0,
    }];
    write_branches(&repository, &commits, &branches, &[], "init").unwrap();
    assert!(folder.join("docker-compose.yml").exists());
    let status = git_in(&folder, &["status", "--porcelain"]).stdout;
    assert_eq!(String::from_utf8(status).unwrap(), "");
}

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
fn line_endings_are_what_git_would_check_out() {
    let sandbox = Sandbox::new();
    sandbox.git(["config", "core.autocrlf", "true"]);
    fs::remove_file(sandbox.path("mysite/settings.py")).unwrap();
    sandbox.git(["checkout", "mysite/settings.py"]);
    let mut plan = stack("dev");
    let attributes = file("*.py text eol=lf\n");
    plan.changes
        .push(change("docker/.gitattributes", None, Some(attributes)));
    apply(&sandbox, "main", plan).unwrap();
    assert!(
        sandbox
            .read("mysite/settings.py")
            .contains("\r\nSECRET_KEY")
    );
    assert_eq!(sandbox.read("docker/wait.py"), "#!/usr/bin/env python\n");
    assert_eq!(status(&sandbox), "");
    let stored = sandbox.git(["show", "main:mysite/settings.py"]);
    assert!(!stored.contains('\r'));
    sandbox.assert_sound();
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
    let branches = [BranchUpdate {
        name: "dev".to_owned(),
        old: None,
        commit: 0,
    }];
    let error =
        write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap_err();
    assert!(
        matches!(error, ApplyError::Refused(Refusal::Unborn { .. })),
        "{error:?}"
    );
}

#[test]
fn racily_clean_entries_of_others_stay_suspect() {
    let sandbox = Sandbox::new();
    // An edit of the same length within the index's own tick: only its content tells.
    let time = fs::metadata(sandbox.path("notes.txt"))
        .unwrap()
        .modified()
        .unwrap();
    let set = |path: &str| {
        let file = fs::File::options()
            .write(true)
            .open(sandbox.path(path))
            .unwrap();
        file.set_modified(time).unwrap();
    };
    sandbox.git(["config", "core.trustctime", "false"]);
    sandbox.git(["config", "core.checkStat", "minimal"]);
    sandbox.git(["update-index", "--refresh"]);
    fs::write(sandbox.path("notes.txt"), "mini\n").unwrap();
    set("notes.txt");
    set(".git/index");
    assert!(status(&sandbox).contains("notes.txt"));
    set(".git/index");
    apply(&sandbox, "main", stack("dev")).unwrap();
    assert!(
        status(&sandbox).contains("notes.txt"),
        "the edit has gone unseen"
    );
}
