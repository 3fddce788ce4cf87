//! The branch layout: what is refused, and leaves everything as it was.

use djdock::apply::{ApplyError, Parent, Recovery, Store, recover, write_branches};
use djdock::files::{File, Mode};
use djdock::plan::Plan;

use crate::sandbox::{Sandbox, change, commit, file, stack, two_branches, update};

#[test]
fn refuses_branches_that_are_not_as_planned() {
    let sandbox = Sandbox::new();
    let head = sandbox.head();
    sandbox.git(["branch", "taken"]);
    sandbox.git(["branch", "folder/inner"]);
    let commits = [commit(head, stack("dev"), &[Parent::Existing(head)])];
    let before = sandbox.snapshot();
    let refusal = |name: &str, old| {
        let branches = [update(name, old, 0)];
        write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap_err()
    };
    let zero = git2::Oid::ZERO_SHA1;
    assert!(matches!(
        refusal("taken", None),
        ApplyError::BranchExists { .. }
    ));
    assert!(matches!(
        refusal("taken", Some(zero)),
        ApplyError::BranchMoved { .. }
    ));
    assert!(matches!(
        refusal("gone", Some(head)),
        ApplyError::BranchMoved { .. }
    ));
    assert!(matches!(
        refusal("folder", None),
        ApplyError::BranchInTheWay { .. }
    ));
    assert!(matches!(
        refusal("taken/inner", None),
        ApplyError::BranchInTheWay { .. }
    ));
    assert!(matches!(
        refusal("a..b", None),
        ApplyError::BranchName { .. }
    ));
    assert!(sandbox.snapshot() == before);
}

#[test]
fn refuses_a_plan_that_does_not_fit_its_base() {
    let sandbox = Sandbox::new();
    let head = sandbox.head();
    let refusal = |path: &str, before: Option<File>, after: Option<File>| {
        let plan = Plan {
            changes: vec![change(path, before, after)],
        };
        let commits = [commit(head, plan, &[Parent::Existing(head)])];
        let branches = [update("dev", None, 0)];
        write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap_err()
    };
    let text = || Some(file("x\n"));
    let private = File {
        text: "SECRET_KEY=x\n".to_owned(),
        mode: Mode::Private,
    };
    let changed = refusal("notes.txt", text(), text());
    assert!(matches!(changed, ApplyError::ChangedMeanwhile { .. }));
    let changed = refusal("notes.txt", None, text());
    assert!(matches!(changed, ApplyError::ChangedMeanwhile { .. }));
    let below_a_file = refusal("notes.txt/inner", None, text());
    assert!(matches!(below_a_file, ApplyError::NotAFolder { .. }));
    let folder = refusal("mysite", None, text());
    assert!(matches!(folder, ApplyError::NotAFile { .. }));
    let secret = refusal(".env", None, Some(private));
    assert!(matches!(secret, ApplyError::PrivateInCommit { .. }));
    assert!(matches!(
        refusal(".git/hooks/x", None, text()),
        ApplyError::Git { .. }
    ));
    assert!(matches!(
        refusal("../x", None, text()),
        ApplyError::Git { .. }
    ));
}

#[test]
fn refuses_a_path_in_a_submodule() {
    let inner = Sandbox::new();
    let sandbox = Sandbox::new();
    let url = inner.root().to_str().unwrap();
    sandbox.git([
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        url,
        "lib",
    ]);
    sandbox.git(["commit", "--quiet", "-m", "Submodule"]);
    let head = sandbox.head();
    let plan = Plan {
        changes: vec![change("lib/settings.py", None, Some(file("x\n")))],
    };
    let commits = [commit(head, plan, &[Parent::Existing(head)])];
    let branches = [update("dev", None, 0)];
    let error =
        write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap_err();
    assert!(
        matches!(&error, ApplyError::InSubmodule { submodule, .. } if submodule == "lib"),
        "{error:?}"
    );
}

#[test]
fn gits_own_locks_are_respected() {
    let sandbox = Sandbox::new();
    sandbox.write(".git/refs/heads/prod.lock", "");
    let before = sandbox.snapshot();
    let (commits, branches) = two_branches(sandbox.head());
    let error =
        write_branches(&sandbox.repository(), &commits, &branches, &[], "init").unwrap_err();
    assert!(matches!(error, ApplyError::Locked { .. }), "{error:?}");
    assert!(sandbox.snapshot() == before);
    let store = Store::of_repository(&sandbox.repository()).unwrap();
    assert_eq!(recover(&store).unwrap(), Recovery::Nothing);
}
