//! `djdock undo`: branches that go, one from under a work tree, and a folder.

use super::kill_at;
use crate::harness::Project;

fn polls() -> Project {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project
}

#[test]
fn branches_that_go() {
    let project = polls();
    project.git("pack-refs --all");
    kill_at(&project, "undo --quiet", |_, _| true);
}

#[test]
fn a_branch_that_is_checked_out() {
    let project = polls();
    project.git("switch --quiet dev");
    kill_at(&project, "undo --quiet", |index, call| {
        index.is_multiple_of(if call.is_object() { 8 } else { 2 })
    });
}

#[test]
fn side_by_side() {
    let project = Project::outside_git("examples/polls");
    project.djdock("init --yes --db mariadb").ok();
    kill_at(&project, "undo --quiet", |_, _| true);
}
