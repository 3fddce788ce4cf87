//! Copies of a project: clones, shallow ones, and folders without git.

use std::process::Command;

use super::on_dev;
use crate::harness::Project;

fn cloned(from: &Project, flags: &str) -> Project {
    let project = Project::empty();
    let root = format!("file://{}", from.root.display());
    project.git(&format!("clone --quiet {flags} {root} ."));
    project
}

#[test]
fn a_clone_makes_the_branches_that_it_changes() {
    let origin = on_dev("");
    let project = cloned(&origin, "--branch main");
    project.djdock("add redis").ok();
    for branch in ["dev", "prod"] {
        assert!(
            project
                .on(branch, "docker-compose.yml")
                .contains("\n  redis:\n")
        );
        let parent = project.id(&format!("{branch}^"));
        assert_eq!(parent, origin.id(branch), "{branch}");
    }
}

#[test]
fn branches_of_other_names_are_found() {
    let origin = Project::polls();
    origin
        .djdock("init --yes --dev-branch work --prod-branch live")
        .ok();
    let project = cloned(&origin, "--branch main");
    project.djdock("add redis").ok();
    assert!(
        project
            .on("live", "docker-compose.yml")
            .contains("\n  redis:\n")
    );
    assert!(!project.tracked("main").contains(&"djdock.lock".to_owned()));
}

#[test]
fn a_shallow_clone_of_one_branch_changes_that_one() {
    let origin = on_dev("");
    let project = cloned(&origin, "--depth 1 --branch prod --single-branch");
    project.djdock("update").ok();
    project.djdock("add redis").ok();
    assert!(project.read("docker-compose.yml").contains("\n  redis:\n"));
    assert_eq!(project.git("branch --format=%(refname:short)"), "prod");
    let before = project.id("prod^^{tree}");
    project.djdock("remove redis").ok();
    assert_eq!(project.id("prod^{tree}"), before);
}

#[test]
fn a_branch_without_git() {
    let origin = on_dev("");
    let project = Project::empty();
    let archive = Command::new("sh")
        .args(["-c", "git -C \"$0\" archive prod | tar -x"])
        .arg(&origin.root)
        .current_dir(&project.root)
        .status();
    assert!(archive.unwrap().success());
    project.djdock("update").ok();
    let before = project.listing();
    project.djdock("status").ok();
    project.djdock("add redis").ok();
    let compose = project.read("docker-compose.yml");
    assert!(compose.starts_with("# djdock: prod\n") && compose.contains("\n  redis:\n"));
    project.djdock("remove redis").ok();
    before.assert_same(&project.listing());
}
