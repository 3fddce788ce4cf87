//! The single layout: both stacks side by side on the current branch, or outside of git.

use crate::harness::{Project, accepted};

const INIT: &str = "init --yes --layout single --db mariadb";

#[test]
fn what_a_person_sees() {
    let project = Project::polls();
    let run = project.djdock(INIT).ok();
    accepted("init/single", &run.to_string());
}

#[test]
fn in_git_the_files_are_the_user_s_to_commit() {
    let project = Project::polls();
    let head = project.id("HEAD");
    project.djdock(INIT).ok();
    assert_eq!(project.git("branch --format=%(refname:short)"), "main");
    assert_eq!(project.id("HEAD"), head);
    assert_eq!(project.git("diff --cached --name-only"), "");
    let changed = project.git("diff --name-only");
    assert_eq!(changed, ".gitignore\nmysite/settings.py\nrequirements.txt");
    for path in [
        "docker-compose.yml",
        "docker-compose.prod.yml",
        "Makefile",
        "Makefile.prod",
    ] {
        assert!(project.has(path), "{path}");
    }
    assert_eq!(project.git("check-ignore .env"), ".env");
    assert_eq!(project.mode(".env"), 0o600);
}

#[test]
fn outside_git_nothing_of_djdock_s_own_is_left() {
    let project = Project::outside_git("examples/polls");
    project.djdock("init --yes --db mariadb").ok();
    assert!(!project.has(".djdock") && !project.has(".git"));
    assert_eq!(project.mode(".env"), 0o600);
    assert!(project.has("docker-compose.prod.yml"));
}

#[test]
fn with_and_without_git_the_files_are_the_same() {
    let (with, without) = (Project::polls(), Project::outside_git("examples/polls"));
    for project in [&with, &without] {
        project.djdock(INIT).ok();
    }
    let files = |project: &Project| project.listing().without(&[".git", ".env"]);
    files(&with).assert_same(&files(&without));
}

#[test]
fn the_same_answers_change_nothing() {
    for project in [Project::polls(), Project::outside_git("examples/polls")] {
        project.djdock(INIT).ok();
        let before = project.listing();
        for line in [INIT, "init --yes", "init"] {
            let run = project.djdock(line).ok();
            assert_eq!(
                run.stderr,
                "Nothing to do: the stack is as these answers want it.\n"
            );
            before.assert_same(&project.listing());
        }
    }
}

#[test]
fn other_answers_and_back_are_as_before() {
    let project = Project::outside_git("examples/polls");
    project.djdock(INIT).ok();
    let before = project.listing().without(&[".env"]);
    project
        .djdock("init --yes --db postgres --dev-port 8123")
        .ok();
    assert!(project.read("docker-compose.yml").contains("8123"));
    project
        .djdock("init --yes --db mariadb --dev-port 8000")
        .ok();
    before.assert_same(&project.listing().without(&[".env"]));
}

#[test]
fn an_edit_of_the_user_s_is_merged() {
    let project = Project::outside_git("examples/polls");
    project.djdock(INIT).ok();
    let edited = project.read("Dockerfile") + "# mine\n";
    project.write("Dockerfile", &edited);
    project.djdock("init --yes --python 3.12").ok();
    let merged = project.read("Dockerfile");
    assert_eq!(merged, edited.replace("3.13", "3.12"));
    assert_ne!(merged, edited);
}
