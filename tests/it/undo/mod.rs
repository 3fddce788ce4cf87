//! `djdock undo`: the way back to the project as it was, with what its people did since.

mod edits;
mod first;
mod histories;
mod single;
mod stays;

use crate::harness::{Listing, Project};

/// A project with its two stacks.
fn polls() -> Project {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project
}

/// All but what `undo` leaves: objects that nothing refers to, the empty lock, secrets, and the rule that keeps them out of
/// git.
fn listing(project: &Project) -> Listing {
    project
        .listing()
        .without(&[".env", ".git/djdock", ".git/info/exclude", ".git/objects"])
}

/// The files of a branch, all together.
fn tree(project: &Project, branch: &str) -> String {
    project.id(&format!("{branch}^{{tree}}"))
}

fn branches(project: &Project) -> String {
    project.git("branch --format=%(refname:short)")
}

/// A second time there is nothing left to do.
#[track_caller]
fn assert_undone(project: &Project) {
    let before = project.listing();
    let again = project.djdock("undo").ok();
    assert_eq!(
        again.stderr,
        "There is nothing to undo: no stack of djdock's stands here.\n"
    );
    before.assert_same(&project.listing());
}
