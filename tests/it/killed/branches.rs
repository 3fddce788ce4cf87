//! The branch layout: at every other write. Of git's objects, which nobody sees before a branch does, at a few.

use super::calls::Call;
use super::kill_at;
use crate::harness::Project;

fn chosen(index: usize, call: &Call) -> bool {
    if call.is_object() {
        index.is_multiple_of(24)
    } else {
        index.is_multiple_of(2)
    }
}

#[test]
fn new_branches() {
    kill_at(&Project::polls(), "init --yes --quiet --db mariadb", chosen);
}

/// Files, index, logs and two branches.
#[test]
fn branches_that_move_under_a_work_tree() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet dev");
    kill_at(&project, "init --yes --quiet --db postgres", chosen);
}
