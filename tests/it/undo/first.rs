//! Nothing happened in between: everything is as it was.

use super::{assert_undone, branches, listing, polls, tree};
use crate::harness::{Project, accepted};

#[test]
fn init_then_undo_is_identity() {
    let project = Project::polls();
    let before = listing(&project);
    project.djdock("init --yes --db mariadb").ok();
    let secrets = project.read(".env");
    let run = project.djdock("undo").ok();
    accepted("undo/first", &run.to_string());
    before.assert_same(&listing(&project));
    assert_eq!(project.read(".env"), secrets);
    // Secrets are never a moment in git's sight.
    assert_eq!(project.git("check-ignore .env"), ".env");
    assert_eq!(project.git("status --porcelain"), "");
    assert_undone(&project);
}

/// Where nothing stands that they would keep out of git, the rules go too.
#[test]
fn rules_that_keep_nothing_out_of_git_go() {
    let project = Project::polls();
    let before = project.read(".git/info/exclude");
    project.djdock("init --yes --db mariadb").ok();
    assert_ne!(project.read(".git/info/exclude"), before);
    std::fs::remove_file(project.path(".env")).unwrap();
    project.djdock("undo").ok();
    assert_eq!(project.read(".git/info/exclude"), before);
}

#[test]
fn services_that_came_and_went_leave_nothing() {
    let project = Project::polls();
    let before = listing(&project);
    project.djdock("init --yes --db mariadb").ok();
    for line in [
        "add redis rabbitmq",
        "remove redis",
        "add postgres",
        "update",
        "init --yes --server uvicorn --dev-port 8123",
    ] {
        project.djdock(line).ok();
    }
    project.djdock("undo").ok();
    before.assert_same(&listing(&project));
}

#[test]
fn init_undo_init_is_init() {
    let project = polls();
    let before = ["dev", "prod"].map(|branch| tree(&project, branch));
    let secrets = project.read(".env");
    project.djdock("undo").ok();
    project.djdock("init --yes --db mariadb").ok();
    let again = ["dev", "prod"].map(|branch| tree(&project, branch));
    assert_eq!(again, before);
    assert_eq!(project.read(".env"), secrets);
}

/// Also where a branch stays, which `init` takes for djdock's again.
#[test]
fn init_after_it_finds_the_branches() {
    let project = polls();
    project.git("switch --quiet dev");
    let before = ["dev", "prod"].map(|branch| tree(&project, branch));
    project.djdock("undo").ok();
    assert_eq!(branches(&project), "dev\nmain");
    project.djdock("init --yes --db mariadb").ok();
    let again = ["dev", "prod"].map(|branch| tree(&project, branch));
    assert_eq!(again, before);
    project.djdock("status").ok();
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    assert_eq!(tree(&project, "prod"), before[1]);
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = polls();
    project.git("switch --quiet dev");
    let before = project.listing();
    let run = project.djdock("undo --dry-run --diff").ok();
    assert!(run.stdout.contains("--- a/docker-compose.yml\n"), "{run}");
    assert!(
        run.stdout.contains("-DEBUG = env_bool('DEBUG', True)\n"),
        "{run}"
    );
    before.assert_same(&project.listing());
}

#[test]
fn one_environment_alone() {
    let project = polls();
    let dev = project.id("dev");
    project.djdock("undo prod").ok();
    assert_eq!(branches(&project), "dev\nmain");
    assert_eq!(project.id("dev"), dev);
    assert!(project.git("config djdock.dev").starts_with("dev"));
    assert!(!project.read(".git/config").contains("prod"));
    project.djdock("undo prod").ok();
    project.djdock("undo").ok();
    assert_eq!(branches(&project), "main");
    assert!(!project.read(".git/config").contains("djdock"));
}

#[test]
fn for_scripts() {
    let project = polls();
    project.git("switch --quiet dev");
    let run = project.djdock("undo --json --quiet").ok();
    let told: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let validator = crate::output::schemas::validator("undo");
    assert!(validator.is_valid(&told), "{told:#}");
    assert_eq!(told["written"], true);
    assert_eq!(told["plan"][0]["branch"], "dev");
    assert_eq!(told["plan"][0]["deleted"], false);
    assert_eq!(told["plan"][1]["deleted"], true);
    let commands = told["commands"].as_array().expect("commands");
    assert!(commands.contains(&"rm .env".into()), "{told:#}");
    assert!(commands.contains(&"git branch -D dev".into()), "{told:#}");
    let again = project.djdock("undo --json --quiet").ok();
    let told: serde_json::Value = serde_json::from_str(&again.stdout).expect("JSON");
    assert_eq!(told["plan"].as_array().map(Vec::len), Some(0), "{told:#}");
}

#[test]
fn where_nothing_is() {
    for project in [Project::polls(), Project::outside_git("examples/polls")] {
        let before = project.listing();
        let run = project.djdock("undo").ok();
        assert_eq!(
            run.stderr,
            "There is nothing to undo: no stack of djdock's stands here.\n"
        );
        before.assert_same(&project.listing());
    }
}

/// The lock alone says what is djdock's.
#[test]
fn without_the_lock_it_refuses() {
    let project = polls();
    project.git("switch --quiet dev");
    project.git("rm --quiet djdock.lock");
    project.commit("lost");
    let before = project.listing();
    let said = project.djdock("undo").refused(1);
    assert!(said.contains("its `djdock.lock` is gone"), "{said}");
    before.assert_same(&project.listing());
}
