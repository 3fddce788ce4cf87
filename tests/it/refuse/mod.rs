//! What `init` refuses: with which exit code, in which words, and with nothing half-written.

mod answers;
mod branches;
mod dirty;
mod disk;
mod early;
mod files;
mod locks;
mod project;
mod repository;

use crate::harness::Project;

/// What djdock says when it refuses a command line, and it is the first thing that it says; everything
/// must stand as it stood.
#[track_caller]
fn refused(project: &Project, line: &str, code: i32) -> String {
    let before = project.listing();
    let said = project.djdock(line).refused(code);
    // The lock of a djdock that runs stays, empty, in git's folder.
    let left = [".git/djdock", ".git/objects"];
    before
        .without(&left)
        .assert_same(&project.listing().without(&left));
    // Commits that nothing refers to may stay until git's next gc, but nothing that refers to them.
    if project.has(".git/HEAD") && project.git("rev-list --all --count") != "0" {
        let fsck = project.git_in(&project.root, "fsck --no-dangling --no-progress");
        assert_eq!(fsck.ok().stdout, "");
    }
    said
}
