//! Killed half-way, and a file of its edited before djdock runs again: what was begun is taken back.

use super::calls;
use crate::harness::Project;

const INIT: &str = "init --yes --quiet --db mariadb";

/// Kills djdock as soon as a file stands under its name; `None` where strace does not run.
fn killed_behind(pristine: &Project, path: &str) -> Option<Project> {
    let calls = calls::record(&pristine.copied(), INIT)?;
    let name = format!("/{path}\"");
    let written = calls
        .iter()
        .position(|call| call.renames() && call.shown.contains(&name));
    let next = &calls[written.expect("a rename") + 1];
    let project = pristine.copied();
    let status = calls::strace(&project, INIT, &next.injection()).status();
    assert!(!status.expect("strace").success());
    assert!(project.has(path));
    Some(project)
}

#[test]
fn in_the_single_layout() {
    let pristine = Project::outside_git("examples/polls");
    let Some(project) = killed_behind(&pristine, "Makefile") else {
        return;
    };
    project.append("Makefile", "# mine\n");
    let (edited, secrets) = (project.read("Makefile"), project.read(".env"));
    let run = project.djdock("init --yes --db mariadb --existing refuse");
    assert_eq!(run.code, Some(1), "{run}");
    insta::assert_snapshot!(run.stderr, @r"
    warning: an interrupted djdock is taken back, for `Makefile` has changed since; it and .env stay as they are
    error: files of yours stand where djdock would write its own; nothing was written
      Makefile
    hint: `--existing beside` keeps yours as NAME.before-djdock, `--existing FILE=keep` leaves one alone; `--dry-run --diff` shows how
    ");
    // All but the edit and the secrets is as it was before.
    assert_eq!(project.read("Makefile"), edited);
    assert_eq!(project.read(".env"), secrets);
    let left = project.listing().without(&["Makefile", ".env"]);
    pristine.listing().assert_same(&left);
    // The way out that it names.
    project
        .djdock("init --yes --db mariadb --existing beside")
        .ok();
    assert_eq!(project.read("Makefile.before-djdock"), edited);
    assert!(project.read(".env").starts_with(&secrets));
}

#[test]
fn on_a_branch_that_is_checked_out() {
    let pristine = Project::polls();
    pristine.djdock("init --yes --db postgres").ok();
    pristine.git("switch --quiet dev");
    let Some(project) = killed_behind(&pristine, "docker-compose.yml") else {
        return;
    };
    project.append("docker-compose.yml", "# mine\n");
    let run = project.djdock("init --yes --db mariadb");
    assert_eq!(run.code, Some(1), "{run}");
    insta::assert_snapshot!(run.stderr, @r"
    warning: an interrupted djdock is taken back, for `docker-compose.yml` has changed since; it and .env stay as they are
    error: `docker-compose.yml` has changes that are not committed
      in [SANDBOX]/project/
    hint: commit them (`git commit docker-compose.yml`) or set them aside (`git stash`), and run this again
    ");
    assert_eq!(project.git("status --porcelain"), " M docker-compose.yml");
    // The way out that it names.
    project.git("stash --quiet");
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(project.git("status --porcelain"), "");
}
