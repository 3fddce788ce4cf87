//! The user's own files under names that djdock writes.

use std::fs;
use std::os::unix::fs::symlink;

use insta::assert_snapshot;

use super::refused;
use crate::harness::Project;

#[test]
fn a_dockerfile_and_a_compose_file() {
    let project = Project::polls();
    project.write("Dockerfile", "FROM scratch\n");
    project.write("docker-compose.yml", "services: {}\n");
    project.commit("docker");
    assert_snapshot!(refused(&project, "init --yes --db mariadb --existing refuse", 1), @r"
    error: files of yours stand where djdock would write its own; nothing was written
      Dockerfile
      docker-compose.yml
    hint: `--existing beside` keeps yours as NAME.before-djdock, `--existing FILE=keep` leaves one alone; `--dry-run --diff` shows how
    ");
    let burn = refused(&project, "init --yes --existing Dockerfile=burn", 2);
    assert!(
        burn.contains("one of beside, replace, keep, refuse"),
        "{burn}"
    );
}

#[test]
fn a_folder_where_a_file_is_to_stand() {
    let project = Project::polls();
    project.write("Dockerfile/notes.txt", "todo\n");
    project.commit("folder");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: `Dockerfile` is not a file, and djdock would write one of that name
    hint: to move it out of the way: `git mv Dockerfile Dockerfile.mine`, and commit that
    ");
    // The way out that it names.
    project.git("mv Dockerfile Dockerfile.mine");
    project.commit("renamed");
    project.djdock("init --yes --db mariadb").ok();
}

#[test]
fn a_file_where_a_folder_is_to_stand() {
    let project = Project::polls();
    project.write("docker", "todo\n");
    project.commit("file");
    let mut said = String::new();
    for layout in ["branches", "single"] {
        let line = format!("init --yes --db mariadb --layout {layout}");
        said.push_str(&refused(&project, &line, 1));
    }
    assert_snapshot!(said, @r"
    error: `docker` is not a folder, and djdock would make one of that name
    hint: to move it out of the way: `git mv docker docker.mine`, and commit that
    error: `[SANDBOX]/project/docker` is not a folder, and djdock would make one of that name
    hint: to move it out of the way: `mv [SANDBOX]/project/docker [SANDBOX]/project/docker.mine`
    ");
}

#[test]
fn a_symbolic_link_that_git_tracks() {
    let project = Project::polls();
    fs::rename(project.path("requirements.txt"), project.path("base.txt")).unwrap();
    symlink("base.txt", project.path("requirements.txt")).unwrap();
    project.commit("link");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: `requirements.txt` is a symbolic link, which djdock neither follows nor replaces
    hint: to make it a file of its own: `cp requirements.txt requirements.txt.new && mv requirements.txt.new requirements.txt`
    hint: to move it out of the way: `git mv requirements.txt requirements.txt.mine`, and commit that
    ");
    // The way out that it names.
    fs::copy(project.path("base.txt"), project.path("new")).unwrap();
    fs::rename(project.path("new"), project.path("requirements.txt")).unwrap();
    project.commit("file");
    project.djdock("init --yes --db mariadb").ok();
}

#[test]
fn a_symbolic_link_where_a_file_is_to_stand() {
    let project = Project::outside_git("examples/polls");
    symlink("/etc/hostname", project.path("Makefile")).unwrap();
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: `[SANDBOX]/project/Makefile` is a symbolic link, which djdock neither follows nor replaces
    hint: to make it a file of its own: `cp [SANDBOX]/project/Makefile [SANDBOX]/project/Makefile.new && mv [SANDBOX]/project/Makefile.new [SANDBOX]/project/Makefile`
    hint: to move it out of the way: `mv [SANDBOX]/project/Makefile [SANDBOX]/project/Makefile.mine`
    ");
}

#[test]
fn an_env_file_that_is_a_link() {
    let project = Project::polls();
    project.write("../secrets", "TOKEN=a\n");
    symlink("../secrets", project.path(".env")).unwrap();
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: `[SANDBOX]/project/.env` is a symbolic link, which djdock neither follows nor replaces
    hint: to make it a file of its own: `cp [SANDBOX]/project/.env [SANDBOX]/project/.env.new && mv [SANDBOX]/project/.env.new [SANDBOX]/project/.env`
    hint: to move it out of the way: `mv [SANDBOX]/project/.env [SANDBOX]/project/.env.mine`
    ");
    // The way out that it names.
    fs::copy(project.path(".env"), project.path(".env.new")).unwrap();
    fs::rename(project.path(".env.new"), project.path(".env")).unwrap();
    project.djdock("init --yes --db mariadb").ok();
    assert!(project.read(".env").starts_with("TOKEN=a\n"));
}

#[test]
fn an_env_file_that_is_no_text() {
    let project = Project::polls();
    fs::write(project.path(".env"), b"TOKEN=\xff\n").unwrap();
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: `.env` is not UTF-8 text
    hint: save it as UTF-8, and run this again
    ");
}
