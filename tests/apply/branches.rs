//! The branch layout, where no branch that moves is checked out.

use djdock::apply::{Parent, planned_tree, write_branches};
use djdock::plan::Plan;

use crate::sandbox::{Sandbox, change, commit, file, stack, two_branches, update};

#[test]
fn makes_two_branches_and_touches_nothing_else() {
    let sandbox = Sandbox::new();
    // Staged, edited, staged and edited, untracked.
    sandbox.write("mysite/settings.py", "STAGED = 1\n");
    sandbox.git(["add", "mysite/settings.py"]);
    sandbox.write("mysite/settings.py", "EDITED = 1\n");
    sandbox.write("notes.txt", "edited\n");
    sandbox.write("untracked.txt", "new\n");
    let status = sandbox.git(["status", "--porcelain=v2"]);
    let before = sandbox.snapshot();

    let head = sandbox.head();
    let (commits, branches) = two_branches(head);
    let receipt = write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap();

    let mut after = sandbox.snapshot();
    let made: Vec<String> = after
        .keys()
        .filter(|path| !before.contains_key(*path))
        .cloned()
        .collect();
    assert_eq!(
        made,
        [
            ".git/logs/refs/heads/dev",
            ".git/logs/refs/heads/prod",
            ".git/refs/heads/dev",
            ".git/refs/heads/prod",
        ]
    );
    after.retain(|path, _| before.contains_key(path));
    assert!(after == before, "a file has changed");
    assert_eq!(sandbox.git(["status", "--porcelain=v2"]), status);
    sandbox.assert_sound();
    assert_eq!(receipt.branches[0].new, sandbox.commit_of("dev"));
    assert_eq!(receipt.branches[1].new, sandbox.commit_of("prod"));
}

#[test]
fn commits_hold_the_plan_the_parents_and_the_user() {
    let sandbox = Sandbox::new();
    let head = sandbox.head();
    let (commits, branches) = two_branches(head);
    write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap();

    let dev = sandbox.commit_of("dev");
    let parents = sandbox.git(["log", "-1", "--format=%P", "prod"]);
    assert_eq!(parents.trim(), format!("{head} {dev}"));
    let person = sandbox.git(["log", "-1", "--format=%an <%ae> %cn", "dev"]);
    assert_eq!(person, "Someone <someone@example.org> Someone\n");
    let reflog = sandbox.git(["reflog", "show", "--format=%gs %gn", "dev"]);
    assert_eq!(reflog, "djdock: init Someone\n");
    let compose = sandbox.git(["show", "prod:docker-compose.yml"]);
    assert_eq!(compose, "# djdock: prod\nname: polls-prod\n");
    let script = sandbox.git(["ls-tree", "dev", "docker/wait.py"]);
    assert!(script.starts_with("100755 blob"));
}

#[test]
fn without_a_configured_user_djdock_signs() {
    let sandbox = Sandbox::new();
    let head = sandbox.head();
    // Empty is not configured, whatever the machine's own configuration says.
    sandbox.git(["config", "user.name", ""]);
    let (commits, branches) = two_branches(head);
    write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap();
    let person = sandbox.git(["log", "-1", "--format=%an <%ae>", "dev"]);
    assert_eq!(person, "djdock <djdock@localhost>\n");
}

#[test]
fn a_plan_that_changes_nothing_makes_no_commit() {
    let sandbox = Sandbox::new();
    let head = sandbox.head();
    let same = Plan {
        changes: vec![change(
            "notes.txt",
            Some(file("mine\n")),
            Some(file("mine\n")),
        )],
    };
    let commits = [
        commit(head, same, &[Parent::Existing(head)]),
        // Nothing new through its second parent either.
        commit(
            head,
            Plan::default(),
            &[Parent::Existing(head), Parent::New(0)],
        ),
    ];
    let branches = [update("dev", None, 0), update("main", Some(head), 1)];
    let receipt = write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap();
    assert!(
        receipt
            .commits
            .iter()
            .all(|commit| !commit.made && commit.id == head)
    );
    assert_eq!(sandbox.commit_of("dev"), head);
    assert_eq!(receipt.branches.len(), 1, "main stays where it is");
}

#[test]
fn an_unchanged_tree_still_records_a_new_parent() {
    let sandbox = Sandbox::new();
    let head = sandbox.head();
    let (commits, branches) = two_branches(head);
    write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap();
    let [dev, prod] = ["dev", "prod"].map(|name| sandbox.commit_of(name));
    let more = Plan {
        changes: vec![change("Makefile", None, Some(file("run:\n")))],
    };
    let commits = [
        commit(dev, more, &[Parent::Existing(dev)]),
        commit(
            prod,
            Plan::default(),
            &[Parent::Existing(prod), Parent::New(0)],
        ),
    ];
    let branches = [update("dev", Some(dev), 0), update("prod", Some(prod), 1)];
    write_branches(&sandbox.repository(), &commits, &branches, &[], "add").unwrap();
    assert_eq!(sandbox.commit_of("prod^1"), prod);
    assert_eq!(sandbox.commit_of("prod^2"), sandbox.commit_of("dev"));
    assert_eq!(
        sandbox.commit_of("prod^{tree}"),
        sandbox.commit_of("prod^1^{tree}")
    );
}

#[test]
fn packed_branches_move() {
    let sandbox = Sandbox::new();
    sandbox.git(["branch", "team/dev"]);
    sandbox.git(["pack-refs", "--all"]);
    let head = sandbox.head();
    let commits = [commit(head, stack("dev"), &[Parent::Existing(head)])];
    let branches = [update("team/dev", Some(head), 0)];
    write_branches(&sandbox.repository(), &commits, &branches, &[], "update").unwrap();
    assert_eq!(sandbox.commit_of("team/dev^"), head);
    sandbox.assert_sound();
}

#[test]
fn a_deleted_branch_whose_folders_remain_gives_way() {
    let sandbox = Sandbox::new();
    std::fs::create_dir_all(sandbox.path(".git/refs/heads/dev/old")).unwrap();
    std::fs::create_dir_all(sandbox.path(".git/logs/refs/heads/dev")).unwrap();
    let (commits, branches) = two_branches(sandbox.head());
    write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap();
    sandbox.assert_sound();
    sandbox.commit_of("dev");
}

#[test]
fn a_planned_tree_is_the_one_that_is_written_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let head = sandbox.head();
    let objects = || crate::sandbox::snapshot(&sandbox.path(".git/objects"));
    let before = objects();
    let tree = planned_tree(&sandbox.repository(), head, &stack("dev")).unwrap();
    assert!(objects() == before);
    let (commits, branches) = two_branches(head);
    write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap();
    assert_eq!(sandbox.commit_of("dev^{tree}"), tree);
}
