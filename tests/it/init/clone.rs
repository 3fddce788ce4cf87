//! A clone of a project whose branches have their stacks: on a colleague's machine, or on a server.

use crate::harness::Project;

/// A clone that has the branches as its remote's alone, and no secrets.
fn clone_of(origin: &Project) -> Project {
    let clone = Project::empty();
    clone.git(&format!("clone --quiet {} .", origin.root.display()));
    clone
}

fn origin() -> Project {
    let origin = Project::polls();
    origin.djdock("init --yes --db mariadb").ok();
    origin
}

#[test]
fn the_remote_s_branches_are_found() {
    let origin = origin();
    let clone = clone_of(&origin);
    clone.djdock("init --yes --dev-port 8123").ok();
    let [dev, prod] = [clone.id("dev"), clone.id("prod")];
    assert_eq!(clone.id("dev^"), origin.id("dev"));
    assert_eq!(
        clone.git("log -1 --format=%P prod"),
        format!("{} {dev}", origin.id("prod"))
    );
    assert_ne!(dev, prod);
}

#[test]
fn status_finds_them_too() {
    let run = clone_of(&origin()).djdock("status").ok();
    assert_eq!(run.stdout, "dev: up to date\nprod: up to date\n");
}

/// The driver and the secrets are not in git: without them a merge may change prod's stack, and it does not start.
#[test]
fn init_gives_it_what_git_does_not_bring() {
    let clone = clone_of(&origin());
    for branch in ["dev", "prod"] {
        clone.git(&format!("branch --quiet {branch} origin/{branch}"));
    }
    clone.djdock("init --yes").ok();
    assert!(
        clone
            .git("config merge.djdock.driver")
            .contains("git merge-file")
    );
    assert_eq!(clone.git("config djdock.prod"), "prod");
    assert!(clone.has(".env") && clone.mode(".env") == 0o600);
    assert_eq!(clone.git("status --porcelain"), "");
}
