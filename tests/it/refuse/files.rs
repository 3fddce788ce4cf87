//! The user's own files under names that djdock writes.

use insta::assert_snapshot;

use super::refused;
use crate::harness::Project;

#[test]
fn a_dockerfile_and_a_compose_file() {
    let project = Project::polls();
    project.write("Dockerfile", "FROM scratch\n");
    project.write("docker-compose.yml", "services: {}\n");
    project.commit("docker");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: files of yours stand where djdock would write its own; nothing was written
      Dockerfile
      docker-compose.yml
    hint: `djdock init --existing replace` replaces them (git keeps your text); `--dry-run --diff` shows how
    ");
    // The way out that it names.
    project
        .djdock("init --yes --db mariadb --existing replace")
        .ok();
    assert!(
        project
            .on("prod", "Dockerfile")
            .starts_with("# djdock: prod\n")
    );
    assert_eq!(project.read("Dockerfile"), "FROM scratch\n");
}

#[test]
fn in_the_single_layout_too() {
    let project = Project::outside_git("examples/polls");
    project.write("Makefile", "all:\n");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: files of yours stand where djdock would write its own; nothing was written
      Makefile
    hint: `djdock init --existing replace` replaces them (git keeps your text); `--dry-run --diff` shows how
    ");
}

#[test]
fn a_folder_where_a_file_is_to_stand() {
    let project = Project::polls();
    project.write("Dockerfile/notes.txt", "todo\n");
    project.commit("folder");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @"error: Dockerfile: not a regular file");
}

#[test]
fn a_symbolic_link_where_a_file_is_to_stand() {
    let project = Project::outside_git("examples/polls");
    std::os::unix::fs::symlink("/etc/hostname", project.path("Makefile")).unwrap();
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @"error: [SANDBOX]/project/Makefile: symbolic link");
}

#[test]
fn an_env_file_that_git_tracks() {
    let project = Project::polls();
    project.write(".env", "TOKEN=a\n");
    project.commit("secrets");
    let mut said = String::new();
    for layout in ["branches", "single"] {
        let line = format!("init --yes --db mariadb --layout {layout}");
        said.push_str(&refused(&project, &line, 1));
    }
    assert_snapshot!(said, @r"
    error: git tracks `.env`, which is to hold passwords
    hint: `git rm --cached .env` and commit; change every secret that was in it
    error: git tracks `.env`, which is to hold passwords
    hint: `git rm --cached .env` and commit; change every secret that was in it
    ");
}

#[test]
fn an_env_file_that_is_a_link() {
    let project = Project::polls();
    project.write("../secrets", "TOKEN=a\n");
    std::os::unix::fs::symlink("../secrets", project.path(".env")).unwrap();
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @"error: [SANDBOX]/project/.env: symbolic link");
}

#[test]
fn an_env_file_that_is_no_text() {
    let project = Project::polls();
    std::fs::write(project.path(".env"), b"TOKEN=\xff\n").unwrap();
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @"error: .env: not UTF-8");
}
