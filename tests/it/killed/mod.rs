//! Killed at any write, the binary leaves before, after, or a journal; run again, it ends as if nothing had been.

mod added;
mod branches;
mod calls;
mod edited;
mod single;
mod undisturbed;
mod undone;

use std::os::unix::process::ExitStatusExt as _;

use crate::harness::{Listing, Project, laws};
use calls::Call;
use undisturbed::Undisturbed;

/// What is not compared byte by byte: the secrets, which are random; djdock's own folder; objects, which
/// may be there for nothing; and the index, which knows the files' inodes.
const NOT_COMPARED: [&str; 5] = [
    ".env",
    ".djdock",
    ".git/djdock",
    ".git/objects",
    ".git/index",
];

/// Kills djdock at some of its writes, each time on a fresh copy, and runs it again: at all that are chosen, or at every
/// fifth of them.
fn kill_at(pristine: &Project, line: &str, chosen: impl Fn(usize, &Call) -> bool) {
    let Some(undisturbed) = Undisturbed::of(pristine, line) else {
        return;
    };
    let numbered = undisturbed.calls.iter().enumerate();
    let all = numbered.filter(|(index, call)| chosen(*index, call));
    // Each starts a program under strace, on a copy of the project.
    let every = if laws::are_long() { 1 } else { 5 };
    let mut kills = 0;
    for (_, call) in all.step_by(every) {
        kill(pristine, line, call, &undisturbed);
        kills += 1;
    }
    assert!(
        kills > 30 / every,
        "{kills} kills at {} writes",
        undisturbed.calls.len()
    );
}

fn kill(pristine: &Project, line: &str, call: &Call, undisturbed: &Undisturbed) {
    let project = pristine.copied();
    let status = calls::strace(&project, line, &call.injection())
        .status()
        .expect("strace");
    assert_eq!(status.signal(), Some(9), "{call:?}: {status}");
    let found = Listing::of(&project.root);
    let journal = ["journal", "journal.done"].iter().any(|name| {
        project.has(&format!(".git/djdock/{name}")) || project.has(&format!(".djdock/{name}"))
    });
    if !journal {
        let text = contents(&found);
        assert!(
            [&undisturbed.before, &undisturbed.after]
                .map(contents)
                .contains(&text),
            "{call:?}: neither before nor after, and no journal:\n{}\n--- or\n{}",
            undisturbed.before.differences(&found).join("\n"),
            undisturbed.after.differences(&found).join("\n"),
        );
    }
    if journal {
        for reader in ["status", "check"] {
            let said = project.djdock(reader);
            let text = said.to_string();
            assert_eq!(said.code, Some(1), "{call:?}: {text}");
            assert!(
                text.contains("was stopped while it wrote"),
                "{call:?}: {text}"
            );
        }
    }
    let secrets = project.has(".env").then(|| project.read(".env"));
    project.rewind_to(pristine);
    let again = project.djdock(line);
    assert_eq!(again.code, Some(0), "{call:?}: {again}");
    if let Some(secrets) = secrets {
        assert!(
            project.read(".env").starts_with(&secrets),
            "{call:?}: a secret is lost"
        );
    }
    let left = Listing::of(&project.root).without(&NOT_COMPARED);
    let differences = undisturbed
        .after
        .clone()
        .without(&NOT_COMPARED)
        .differences(&left);
    assert!(
        differences.is_empty(),
        "{call:?}: {}",
        differences.join("\n")
    );
    assert!(
        project.has(".env") && project.mode(".env") == 0o600,
        "{call:?}"
    );
    if project.has(".git") {
        let fsck = project
            .git_in(&project.root, "fsck --no-dangling --no-progress")
            .ok();
        assert_eq!(fsck.stdout, "", "{call:?}");
        assert_eq!(project.git("status --porcelain"), "", "{call:?}");
    }
}

/// The files that count, without what djdock and git make beside them while they work.
fn contents(listing: &Listing) -> Listing {
    listing.clone().without(&NOT_COMPARED).files_where(|path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let git_lock = path.starts_with(".git/") && name.strip_suffix(".lock").is_some();
        !git_lock && !name.starts_with(".djdock-")
    })
}
