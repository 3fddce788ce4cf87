//! The branch layout, where a branch that moves is checked out: in the main work tree or a linked one.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, SystemTime};

use djdock::apply::{Parent, write_branches};
use djdock::plan::Plan;

use crate::sandbox::{
    SETTINGS, Sandbox, apply, change, commit, executable, file, git_in, stack, update,
};

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
fn a_branch_that_only_gets_a_parent_moves_under_its_work_tree() {
    let sandbox = Sandbox::new();
    sandbox.git(["switch", "-q", "-c", "other"]);
    sandbox.git(["commit", "-q", "--allow-empty", "-m", "Other"]);
    let other = sandbox.head();
    sandbox.git(["switch", "-q", "main"]);
    let old = sandbox.head();
    let parents = [Parent::Existing(old), Parent::Existing(other)];
    let branches = [update("main", Some(old), 0)];
    let commits = [commit(old, Plan::default(), &parents)];
    write_branches(&sandbox.repository(), &commits, &branches, &[], "add").unwrap();
    assert_eq!(sandbox.commit_of("main^2"), other);
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
    let branches = [update("dev", Some(old), 0)];
    write_branches(&repository, &commits, &branches, &[], "init").unwrap();
    assert!(folder.join("docker-compose.yml").exists());
    let status = git_in(&folder, &["status", "--porcelain"]).stdout;
    assert_eq!(String::from_utf8(status).unwrap(), "");
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
fn racily_clean_entries_of_others_stay_suspect() {
    let sandbox = Sandbox::new();
    // An edit of the same length within the index's own tick: only its content tells. Long ago, as
    // git may look at seconds alone.
    let time = SystemTime::now() - Duration::from_secs(100);
    let set = |path: &str| {
        let file = fs::File::options()
            .write(true)
            .open(sandbox.path(path))
            .unwrap();
        file.set_modified(time).unwrap();
    };
    sandbox.git(["config", "core.trustctime", "false"]);
    sandbox.git(["config", "core.checkStat", "minimal"]);
    set("notes.txt");
    sandbox.git(["update-index", "--refresh"]);
    fs::write(sandbox.path("notes.txt"), "mini\n").unwrap();
    set("notes.txt");
    // git itself is not asked before: it would mark the entry.
    set(".git/index");
    apply(&sandbox, "main", stack("dev")).unwrap();
    assert!(
        status(&sandbox).contains("notes.txt"),
        "the edit has gone unseen"
    );
}
