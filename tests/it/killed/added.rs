//! `djdock add`, on the branches, in a folder, and in a compose file of the user's own.

use super::kill_at;
use crate::harness::Project;

#[test]
fn on_the_branches() {
    let project = Project::polls();
    project.djdock("init --yes --db sqlite").ok();
    project.git("switch --quiet dev");
    kill_at(&project, "add --quiet redis", |index, call| {
        index.is_multiple_of(if call.is_object() { 24 } else { 2 })
    });
}

#[test]
fn side_by_side() {
    let project = Project::outside_git("examples/polls");
    project.djdock("init --yes --db sqlite").ok();
    kill_at(&project, "add --quiet rabbitmq", |_, _| true);
}
