//! The single layout, outside of git: at every write.

use super::kill_at;
use crate::harness::Project;

const INIT: &str = "init --yes --quiet --db mariadb";

#[test]
fn first_half_of_the_writes() {
    let project = Project::outside_git("examples/polls");
    kill_at(&project, INIT, |index, _| index % 2 == 0);
}

#[test]
fn second_half_of_the_writes() {
    let project = Project::outside_git("examples/polls");
    kill_at(&project, INIT, |index, _| index % 2 == 1);
}

/// With edits and deletions: another database.
#[test]
fn other_answers() {
    let project = Project::outside_git("examples/polls");
    project.djdock(INIT).ok();
    kill_at(&project, "init --yes --quiet --db postgres", |_, _| true);
}
