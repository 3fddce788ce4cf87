//! djdock's own files, as another djdock or a hand left them.

use insta::assert_snapshot;

use super::refused;
use crate::harness::Project;

/// A project whose dev has another `djdock.lock`.
fn with_lock(edit: impl Fn(&str) -> String) -> Project {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet dev");
    let edited = edit(&project.read("djdock.lock"));
    project.write("djdock.lock", &edited);
    project.commit("another_lock");
    project.git("switch --quiet main");
    project
}

#[test]
fn a_lock_of_a_newer_djdock() {
    let project = with_lock(|text| text.replacen("version = 2", "version = 3\nfuture = true", 1));
    assert_snapshot!(refused(&project, "init --yes", 1), @r"
    error: on branch `dev`: `djdock.lock` is version 3, and this djdock reads version 2
    hint: use the djdock that wrote it, or a newer one
    ");
}

#[test]
fn a_lock_whose_texts_are_not_whole() {
    let project = with_lock(|text| text.replacen("eNq", "eNp", 1));
    assert_snapshot!(refused(&project, "status", 1), @r"
    error: on branch `dev`: `djdock.lock` cannot be read
      the block of texts is not whole
    hint: `git log dev -- djdock.lock` shows the commits that changed it
    hint: take it from one before: `git switch dev && git checkout COMMIT -- djdock.lock`, commit, and run this again
    ");
}

#[test]
fn a_lock_with_conflict_markers() {
    let project = with_lock(|text| format!("<<<<<<< ours\n{text}"));
    assert_snapshot!(refused(&project, "init --yes", 1), @r"
    error: on branch `dev`: `djdock.lock` cannot be read
      TOML parse error at line 1, column 9
        |
      1 | <<<<<<< ours
        |         ^
      key with no value, expected `=`
    hint: `git log dev -- djdock.lock` shows the commits that changed it
    hint: take it from one before: `git switch dev && git checkout COMMIT -- djdock.lock`, commit, and run this again
    ");
    // The way out that it names.
    project.git("switch --quiet dev");
    project.git("checkout HEAD~1 -- djdock.lock");
    project.commit("as_it_was");
    project.djdock("init --yes").ok();
}

#[test]
fn in_the_single_layout_it_is_the_work_tree_s() {
    let project = Project::polls();
    project
        .djdock("init --yes --layout single --db mariadb")
        .ok();
    project.commit("stack");
    project.write("djdock.lock", "<<<<<<< ours\n");
    assert_snapshot!(refused(&project, "init --yes", 1), @r"
    error: `djdock.lock` cannot be read
      TOML parse error at line 1, column 9
        |
      1 | <<<<<<< ours
        |         ^
      key with no value, expected `=`
    hint: take it as djdock wrote it: `git checkout HEAD -- djdock.lock`
    ");
    // The way out that it names.
    project.git("checkout HEAD -- djdock.lock");
    project.djdock("init --yes").ok();
}

#[test]
fn a_djdock_toml_that_does_not_parse() {
    let project = Project::polls();
    project
        .djdock("init --yes --layout single --db mariadb")
        .ok();
    project.write("djdock.toml", "version = 1\ndb =\n");
    assert_snapshot!(refused(&project, "init --yes", 2), @r"
    error: `djdock.toml` cannot be read
      TOML parse error at line 2, column 5
        |
      2 | db =
        |     ^
      string values must be quoted, expected literal string
    ");
}

#[test]
fn a_djdock_toml_of_a_newer_djdock() {
    let project = Project::outside_git("examples/polls");
    project.djdock("init --yes --db mariadb").ok();
    let newer = project
        .read("djdock.toml")
        .replace("version = 1", "version = 2");
    project.write("djdock.toml", &newer);
    assert_snapshot!(refused(&project, "init --yes", 2), @r"
    error: `djdock.toml` is version 2, and this djdock reads version 1
    hint: use the djdock that wrote it, or a newer one
    ");
}

/// Where a line of the user's and a new line of djdock's are the same line, nobody guesses.
#[test]
fn an_edit_that_the_new_answers_contradict() {
    let project = Project::outside_git("examples/polls");
    project.djdock("init --yes --db mariadb").ok();
    let text = project.read("docker-compose.yml");
    let edited = text.replace("WEB_ADDRESS:-127.0.0.1", "WEB_ADDRESS:-0.0.0.0");
    assert_ne!(edited, text);
    project.write("docker-compose.yml", &edited);
    let said = refused(&project, "init --yes --dev-port 8123", 1);
    let is_shared = |line: &&str| {
        let line = line.trim();
        !line.is_empty() && edited.lines().any(|shared| shared.trim() == line)
    };
    let only_shared = said.lines().filter(is_shared).count();
    assert!(
        only_shared < 20,
        "the conflict alone is shown, not the file:\n{said}"
    );
    assert_snapshot!(said, @r#"
    error: your edits and the new files contradict each other; nothing was written
      docker-compose.yml:
        <<<<<<< yours
              - "${WEB_ADDRESS:-0.0.0.0}:${WEB_PORT:-8000}:8000"
        =======
              - "${WEB_ADDRESS:-127.0.0.1}:${WEB_PORT:-8123}:8000"
        >>>>>>> djdock
    hint: `--on-conflict mine` keeps your lines, `new` takes the new ones, `markers` writes both for you to settle
    "#);
}
