//! The first `init` of a project: two branches, and nothing else.

use crate::harness::{Listing, Project, accepted};

#[test]
fn what_a_person_sees() {
    let project = Project::polls();
    let run = project.djdock("init --yes --db mariadb").ok();
    accepted("init/first", &run.to_string());
}

#[test]
fn prod_descends_from_head_and_from_dev() {
    let project = Project::polls();
    let head = project.id("HEAD");
    project.djdock("init --yes --db mariadb").ok();
    let dev = project.id("dev");
    assert_eq!(project.git("log -1 --format=%P dev"), head);
    assert_eq!(
        project.git("log -1 --format=%P prod"),
        format!("{head} {dev}")
    );
    assert_eq!(project.git("merge-base --all dev prod"), dev);
    let subjects = project.git("log -1 --format=%s%n%an dev");
    assert_eq!(subjects, "djdock init: the dev stack\nsomeone");
}

#[test]
fn head_index_and_work_tree_stay() {
    let project = Project::polls();
    // Work of the user's that is none of djdock's business.
    project.append("polls/views.py", "# later\n");
    project.write("notes.txt", "todo\n");
    project.append("polls/admin.py", "# staged\n");
    project.git("add polls/admin.py");
    let before = project.listing();
    project.djdock("init --yes --db mariadb").ok();
    let after = project.listing();
    let written = before.differences(&after);
    let outside = |line: &&String| !line.contains(": .git/");
    let in_work_tree: Vec<_> = written.iter().filter(outside).collect();
    assert_eq!(in_work_tree, ["new: .env"]);
    assert!(
        !written.iter().any(|line| line.contains(".git/index")),
        "{written:?}"
    );
    assert!(
        !written.iter().any(|line| line.ends_with(".git/HEAD")),
        "{written:?}"
    );
    assert_eq!(project.git("symbolic-ref HEAD"), "refs/heads/main");
    let status = project.git("status --porcelain");
    assert_eq!(status, "M  polls/admin.py\n M polls/views.py\n?? notes.txt");
}

#[test]
fn the_env_file_is_private_and_out_of_git() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(project.mode(".env"), 0o600);
    assert_eq!(project.git("check-ignore .env"), ".env");
    for branch in ["dev", "prod"] {
        assert!(!project.tracked(branch).contains(&".env".to_owned()));
        assert!(project.on(branch, ".gitignore").contains("/.env\n"));
    }
    let secrets = project.read(".env");
    let secret = |line: &&str| line.contains("PASSWORD=") || line.contains("SECRET_KEY=");
    let secrets: Vec<_> = secrets.lines().filter(secret).collect();
    assert_eq!(secrets.len(), 3, "SECRET_KEY and two passwords");
    for line in secrets {
        let value = line.split_once('=').expect("a value").1;
        assert!(value.len() >= 32, "{line}");
        for object in project.git("rev-list --objects --all").lines() {
            let id = object.split(' ').next().unwrap();
            let found = project.git_in(&project.root, &format!("cat-file -p {id}"));
            assert!(!found.stdout.contains(value), "{object}");
        }
    }
}

#[test]
fn git_finds_nothing_wrong() {
    let project = Project::polls();
    project.djdock("init --yes --db postgres").ok();
    let fsck = project.git_in(&project.root, "fsck --strict --unreachable --no-progress");
    assert_eq!(fsck.ok().stdout, "");
}

#[test]
fn modes_of_committed_files() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    for branch in ["dev", "prod"] {
        let tree = project.git(&format!("ls-tree -r {branch}"));
        let executable: Vec<_> = tree
            .lines()
            .filter(|line| line.starts_with("100755"))
            .filter_map(|line| line.split('\t').nth(1))
            .collect();
        assert_eq!(executable, ["entrypoint.sh", "manage.py"], "{branch}");
    }
}

#[test]
fn dev_and_prod_keep_the_same_answers() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(
        project.on("dev", "djdock.toml"),
        project.on("prod", "djdock.toml")
    );
    // Every path of dev's stands on prod too, so that a merge never meets modify and delete.
    let prod = project.tracked("prod");
    for path in project.tracked("dev") {
        assert!(prod.contains(&path), "{path} is on dev alone");
    }
}

#[test]
fn nothing_of_djdock_s_own_lies_about() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    let left = Listing::of(&project.path(".git/djdock"));
    assert_eq!(left.files(), ["lock"]);
}
