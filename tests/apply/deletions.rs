//! Branches that go, and what of djdock's goes from git's own files.

use djdock::apply::{
    ApplyError, BranchChange, BranchDeletion, MERGE_DRIVER, configure, exclude, include,
    unconfigure, write_branches, write_change, write_folder,
};
use djdock::plan::Plan;

use crate::sandbox::{Sandbox, two_branches};

/// Whose `dev` and `prod` stand where djdock made them.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let (commits, branches) = two_branches(sandbox.head());
    write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap();
    sandbox
}

fn delete(sandbox: &Sandbox, names: &[&str]) -> Result<(), ApplyError> {
    let deletions: Vec<_> = names
        .iter()
        .map(|name| BranchDeletion {
            name: (*name).to_owned(),
            old: sandbox.commit_of(name),
        })
        .collect();
    let change = BranchChange {
        commits: &[],
        updates: &[],
        deletions: &deletions,
    };
    write_change(&sandbox.repository(), change, &[], "undo").map(|_| ())
}

#[test]
fn branches_go_with_their_logs() {
    let before = Sandbox::new();
    let sandbox = sandbox();
    delete(&sandbox, &["dev", "prod"]).unwrap();
    let paths = |sandbox: &Sandbox| sandbox.snapshot().into_keys().collect::<Vec<_>>();
    assert_eq!(paths(&sandbox), paths(&before));
    sandbox.assert_sound();
}

#[test]
fn packed_ones_go_alone() {
    let sandbox = sandbox();
    sandbox.git(["tag", "-a", "-m", "one", "v1"]);
    sandbox.git(["pack-refs", "--all"]);
    // One of them has moved since.
    let commit = sandbox.commit_of("main").to_string();
    sandbox.git(["update-ref", "refs/heads/dev", &commit]);
    delete(&sandbox, &["dev"]).unwrap();
    let left = sandbox.git(["for-each-ref", "--format=%(refname)"]);
    assert_eq!(left, "refs/heads/main\nrefs/heads/prod\nrefs/tags/v1\n");
    sandbox.assert_sound();
}

#[test]
fn one_that_is_checked_out_or_has_moved_stays() {
    let sandbox = sandbox();
    sandbox.git(["worktree", "add", "--quiet", "../dev", "dev"]);
    let before = sandbox.snapshot();
    let error = delete(&sandbox, &["prod", "dev"]).unwrap_err();
    assert!(
        matches!(&error, ApplyError::BranchCheckedOut { name, .. } if name == "dev"),
        "{error:?}"
    );
    assert!(sandbox.snapshot() == before);
    let change = BranchChange {
        commits: &[],
        updates: &[],
        deletions: &[BranchDeletion {
            name: "prod".to_owned(),
            old: sandbox.head(),
        }],
    };
    let error = write_change(&sandbox.repository(), change, &[], "undo").unwrap_err();
    assert!(
        matches!(&error, ApplyError::BranchMoved { name } if name == "prod"),
        "{error:?}"
    );
    assert!(sandbox.snapshot() == before);
}

#[test]
fn what_was_configured_and_excluded_goes() {
    let sandbox = Sandbox::new();
    sandbox.write(".git/info/exclude", "*.log\n");
    sandbox.git(["config", "merge.other.driver", "true"]);
    let before = sandbox.snapshot();
    let repository = sandbox.repository();
    let rules = ["/.env".to_owned(), "/data/".to_owned()];
    let write = |files: Vec<_>| {
        write_folder(Some(&repository), sandbox.root(), &Plan::default(), &files).unwrap();
    };
    let mut settings = MERGE_DRIVER.to_vec();
    settings.push(("djdock.dev", "dev"));
    let mut files: Vec<_> = exclude(&repository, &rules).unwrap().into_iter().collect();
    files.extend(configure(&repository, &settings).unwrap());
    write(files);
    assert_ne!(sandbox.snapshot(), before);
    let keys: Vec<&str> = settings.iter().map(|(key, _)| *key).collect();
    let mut files: Vec<_> = include(&repository, &rules).unwrap().into_iter().collect();
    files.extend(unconfigure(&repository, &keys).unwrap());
    write(files);
    assert!(
        sandbox.snapshot() == before,
        "{}",
        sandbox.read(".git/config")
    );
    assert_eq!(include(&repository, &rules).unwrap(), None);
    assert_eq!(unconfigure(&repository, &keys).unwrap(), None);
}
