//! Branches that stand in the way.

use insta::assert_snapshot;

use super::refused;
use crate::harness::Project;

#[test]
fn a_branch_dev_of_the_user_s() {
    let project = Project::polls();
    project.git("branch dev");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: a branch `dev` exists already, and djdock did not make it
    hint: to put the stack on it, name it: `--dev-branch dev` or `--prod-branch dev`
    hint: for branches of another name: `--dev-branch docker-dev --prod-branch docker-prod`
    ");
}

#[test]
fn unless_it_is_named() {
    let project = Project::polls();
    project.git("branch dev");
    let dev = project.id("dev");
    project
        .djdock("init --yes --db mariadb --dev-branch dev")
        .ok();
    assert_eq!(project.git("log -1 --format=%P dev"), dev);
}

#[test]
fn or_others_are() {
    let project = Project::polls();
    project.git("branch dev");
    let dev = project.id("dev");
    project
        .djdock("init --yes --db mariadb --dev-branch docker-dev --prod-branch docker-prod")
        .ok();
    assert_eq!(project.id("dev"), dev);
    assert_eq!(
        project.git("merge-base docker-dev docker-prod"),
        project.id("docker-dev")
    );
    // From then on djdock knows them.
    project.djdock("init --yes --dev-port 8123").ok();
    assert!(
        project
            .on("docker-dev", "docker-compose.yml")
            .contains("8123")
    );
}

#[test]
fn a_folder_of_branches() {
    let project = Project::polls();
    project.git("branch dev/feature");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: git cannot have a branch `dev` beside the branch `dev/feature`
    hint: rename yours: `git branch -m dev/feature dev-feature`
    hint: for branches of another name: `--dev-branch docker-dev --prod-branch docker-prod`
    ");
    // The way out that it names.
    project.git("branch -m dev/feature dev-feature");
    project.djdock("init --yes --db mariadb").ok();
}

#[test]
fn a_branch_where_a_folder_of_branches_is_to_be() {
    let project = Project::polls();
    project.git("branch docker");
    let line = "init --yes --db mariadb --dev-branch docker/dev --prod-branch docker/prod";
    assert_snapshot!(refused(&project, line, 1), @r"
    error: git cannot have a branch `docker/dev` beside the branch `docker`
    hint: for branches of another name: `--dev-branch docker-dev --prod-branch docker-prod`
    ");
}

#[test]
fn a_name_that_git_does_not_allow() {
    let project = Project::polls();
    assert_snapshot!(refused(&project, "init --yes --db mariadb --dev-branch a..b", 2), @"error: `--dev-branch a..b`: this takes a branch name that git allows");
}

#[test]
fn djdock_toml_that_differs() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    // Of one that was edited alone, the edit counts: both were.
    for (branch, port) in [("dev", "8123"), ("prod", "8124")] {
        project.git(&format!("switch --quiet {branch}"));
        let edited = project.read("djdock.toml").replace("8000", port);
        project.write("djdock.toml", &edited);
        project.commit("another_port");
    }
    assert_snapshot!(refused(&project, "init --yes", 1), @r"
    error: djdock.toml differs between the dev and the prod branch
      --- dev
      +++ prod
      @@ -23 +23 @@
      -dev-port = 8123
      +dev-port = 8124
    hint: make them equal: merge dev into prod, or copy dev's djdock.toml over
    ");
    // The way out that it names.
    let theirs = project.on("dev", "djdock.toml");
    project.write("djdock.toml", &theirs);
    project.commit("equal");
    project.djdock("init --yes").ok();
    assert!(project.on("dev", "docker-compose.yml").contains("8123"));
}

#[test]
fn histories_with_nothing_in_common() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet --orphan island");
    project.git("restore --source prod --staged --worktree .");
    project.git("commit --quiet --message island");
    project.git("branch --force prod island");
    project.git("switch --quiet main");
    assert_snapshot!(refused(&project, "init --yes --dev-port 8123", 1), @r"
    error: `dev` and `prod` have no commit in common
    hint: djdock needs branches that come from one history
    ");
}
