//! Changes that are not committed, in files that djdock would write.

use insta::assert_snapshot;

use super::refused;
use crate::harness::Project;

/// New branches start from HEAD: a change that it does not hold would be missing from both.
#[test]
fn in_a_file_that_new_branches_patch() {
    let project = Project::polls();
    project.append("requirements.txt", "requests\n");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: files that djdock would patch have changes that are not committed; nothing was written
      requirements.txt
    hint: commit them (`git commit -a`) or set them aside (`git stash`), and run this again
    ");
}

#[test]
fn in_the_settings() {
    let project = Project::polls();
    project.append("mysite/settings.py", "MINE = 1\n");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: files that djdock would patch have changes that are not committed; nothing was written
      mysite/settings.py
    hint: commit them (`git commit -a`) or set them aside (`git stash`), and run this again
    ");
}

#[test]
fn staged_ones_too() {
    let project = Project::polls();
    project.append(".gitignore", "*.log\n");
    project.git("add .gitignore");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: files that djdock would patch have changes that are not committed; nothing was written
      .gitignore
    hint: commit them (`git commit -a`) or set them aside (`git stash`), and run this again
    ");
}

/// `git switch dev` would refuse to write over it.
#[test]
fn a_file_that_git_does_not_know_under_a_name_of_djdock_s() {
    let project = Project::polls();
    project.write("Dockerfile", "FROM scratch\n");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: files that djdock would patch have changes that are not committed; nothing was written
      Dockerfile
    hint: commit them (`git commit -a`) or set them aside (`git stash`), and run this again
    ");
}

#[test]
fn in_any_other_file_they_stay() {
    let project = Project::polls();
    project.append("polls/views.py", "# mine\n");
    project.write("notes.txt", "todo\n");
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(
        project.git("status --porcelain"),
        " M polls/views.py\n?? notes.txt"
    );
}

#[test]
fn on_a_branch_that_is_checked_out_and_moves() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet dev");
    project.append("docker-compose.yml", "# mine\n");
    assert_snapshot!(refused(&project, "init --yes --dev-port 8123", 1), @r"
    error: `docker-compose.yml` has changes that are not committed
      in [SANDBOX]/project/
    hint: commit them (`git commit docker-compose.yml`) or set them aside (`git stash`), and run this again
    ");
    // The way out that it names.
    project.git("stash --quiet");
    project.djdock("init --yes --dev-port 8123").ok();
    project.git("stash pop --quiet");
    assert!(project.read("docker-compose.yml").ends_with("# mine\n"));
}

#[test]
fn in_another_work_tree() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("worktree add --quiet ../prod prod");
    project.append("../prod/docker-compose.yml", "# mine\n");
    assert_snapshot!(refused(&project, "init --yes --prod-port 8080", 1), @r"
    error: `docker-compose.yml` has changes that are not committed
      in [SANDBOX]/prod
    hint: commit them (`git commit docker-compose.yml`) or set them aside (`git stash`), and run this again
    ");
}

/// The branches exist: what is checked out is none of their business.
#[test]
fn on_a_branch_that_does_not_move_they_stay() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.append("requirements.txt", "requests\n");
    project.djdock("init --yes --db postgres").ok();
    assert_eq!(project.git("status --porcelain"), " M requirements.txt");
}

/// The single layout reads and writes the work tree itself.
#[test]
fn in_the_single_layout_they_are_what_is_patched() {
    let project = Project::polls();
    project.append("requirements.txt", "requests\n");
    project
        .djdock("init --yes --layout single --db mariadb")
        .ok();
    let text = project.read("requirements.txt");
    assert!(text.contains("requests\n") && text.contains("mysqlclient"));
}
