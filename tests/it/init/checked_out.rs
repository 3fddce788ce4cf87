//! `init` while a branch that it moves is checked out somewhere.

use crate::harness::Project;

#[test]
fn dev_s_work_tree_and_index_follow() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet dev");
    project.write("notes.txt", "todo\n");
    project.djdock("init --yes --dev-port 8123").ok();
    assert_eq!(project.git("status --porcelain"), "?? notes.txt");
    assert!(project.read("docker-compose.yml").contains("8123"));
    assert_eq!(project.git("symbolic-ref HEAD"), "refs/heads/dev");
}

#[test]
fn so_does_a_linked_work_tree() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("worktree add --quiet ../prod prod");
    let linked = project.sandbox().join("prod");
    project
        .djdock_in(&linked, "init --yes --prod-port 8080")
        .ok();
    let status = project.git_in(&linked, "status --porcelain").ok();
    assert_eq!(status.stdout, "");
    let compose = std::fs::read_to_string(linked.join("docker-compose.yml")).unwrap();
    assert!(compose.contains("8080"));
    // The main work tree has main checked out, and is nobody's business.
    assert_eq!(project.git("status --porcelain"), "");
}

#[test]
fn a_linked_work_tree_gets_secrets_of_its_own() {
    let project = Project::polls();
    project.git("worktree add --quiet -b feature ../feature");
    let linked = project.sandbox().join("feature");
    project.djdock_in(&linked, "init --yes --db mariadb").ok();
    assert!(linked.join(".env").is_file());
    assert!(!project.has(".env"));
    let status = project.git_in(&linked, "status --porcelain").ok();
    assert_eq!(status.stdout, "");
    assert_eq!(project.git("log -1 --format=%P dev"), project.id("feature"));
}

#[test]
fn a_detached_head_is_a_commit_like_any_other() {
    let project = Project::polls();
    let first = project.id("HEAD");
    project.append("polls/views.py", "# later\n");
    project.commit("later");
    project.git("checkout --quiet --detach HEAD~1");
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(project.git("log -1 --format=%P dev"), first);
    assert_eq!(project.git("rev-parse HEAD"), first);
}

#[test]
fn a_folder_in_the_repository_finds_its_root() {
    let (from_root, from_folder) = (Project::polls(), Project::polls());
    from_root.djdock("init --yes --db mariadb").ok();
    let folder = from_folder.path("polls/migrations");
    from_folder
        .djdock_in(&folder, "init --yes --db mariadb")
        .ok();
    assert!(from_folder.has(".env"));
    assert_eq!(from_root.id("prod^{tree}"), from_folder.id("prod^{tree}"));
}

#[test]
fn the_path_may_be_an_argument() {
    let project = Project::polls();
    let elsewhere = project.sandbox().join("home");
    project
        .djdock_in(&elsewhere, "init --yes --db mariadb ../project")
        .ok();
    assert_eq!(project.git("merge-base dev prod"), project.id("dev"));
}
