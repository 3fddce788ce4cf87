//! The merge driver, in git's own hands.

use djdock::apply::{MERGE_DRIVER, configure, write_folder};
use djdock::plan::Plan;

use crate::sandbox::Sandbox;

const BODY: &str = "one\ntwo\nthree\nfour\nfive\n";

/// `dev` and `prod`, whose stack files go back to what `main` has.
fn branches(dev: &str, prod: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let repository = sandbox.repository();
    let files: Vec<_> = configure(&repository, &MERGE_DRIVER)
        .unwrap()
        .into_iter()
        .collect();
    write_folder(Some(&repository), sandbox.root(), &Plan::default(), &files).unwrap();
    assert_eq!(configure(&repository, &MERGE_DRIVER).unwrap(), None);
    sandbox.write(".gitattributes", "stack.sh merge=djdock\n");
    sandbox.write("stack.sh", &format!("{dev}{BODY}"));
    sandbox.git(["add", "."]);
    sandbox.git(["commit", "-q", "-m", "Stack"]);
    sandbox.git(["branch", "dev"]);
    sandbox.git(["switch", "-q", "-c", "prod"]);
    save(&sandbox, &format!("{prod}{BODY}"));
    sandbox
}

fn save(sandbox: &Sandbox, text: &str) {
    sandbox.write("stack.sh", text);
    sandbox.git(["commit", "-q", "--allow-empty", "-am", "Edit"]);
}

/// Edits the file on dev, then on prod, and merges.
fn merge(sandbox: &Sandbox, dev: &str, prod: &str) -> bool {
    sandbox.git(["switch", "-q", "dev"]);
    save(sandbox, dev);
    sandbox.git(["switch", "-q", "prod"]);
    save(sandbox, prod);
    sandbox
        .try_git(["merge", "-q", "--no-edit", "dev"])
        .status
        .success()
}

#[test]
fn another_environments_edit_does_not_arrive() {
    for shebang in ["", "#!/bin/sh\n"] {
        let (dev, prod) = (
            format!("{shebang}# djdock: dev\n"),
            format!("{shebang}# djdock: prod\n"),
        );
        let sandbox = branches(&dev, &prod);
        let (theirs, ours) = (format!("{dev}changed\n"), format!("{prod}{BODY}"));
        assert!(merge(&sandbox, &theirs, &ours));
        assert_eq!(sandbox.read("stack.sh"), ours);
        // Nor the other way round.
        sandbox.git(["switch", "-q", "dev"]);
        assert!(
            sandbox
                .try_git(["merge", "-q", "--no-ff", "prod"])
                .status
                .success()
        );
    }
}

#[test]
fn a_file_that_is_the_same_everywhere_is_merged() {
    for mark in [
        "# djdock\n",
        "#!/bin/sh\n# djdock\n",
        "",
        "# djdock: prod\n",
    ] {
        let sandbox = branches(mark, mark);
        let theirs = format!("{mark}{}", BODY.replace("one", "ONE"));
        let ours = format!("{mark}{}", BODY.replace("five", "FIVE"));
        assert!(merge(&sandbox, &theirs, &ours), "{mark}");
        let both = BODY.replace("one", "ONE").replace("five", "FIVE");
        assert_eq!(sandbox.read("stack.sh"), format!("{mark}{both}"));
    }
}

#[test]
fn a_conflict_stays_one() {
    let mark = "# djdock: prod\n";
    let sandbox = branches(mark, mark);
    let theirs = format!("{mark}{}", BODY.replace("three", "theirs"));
    let ours = format!("{mark}{}", BODY.replace("three", "ours"));
    assert!(!merge(&sandbox, &theirs, &ours));
    let text = sandbox.read("stack.sh");
    assert!(
        text.contains("<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n"),
        "{text}"
    );
    assert!(
        sandbox
            .git(["status", "--porcelain"])
            .starts_with("UU stack.sh")
    );
}

#[test]
fn a_mark_that_someone_removed_costs_no_edit() {
    // On prod: then the file is no environment's own, and git merges it.
    let sandbox = branches("# djdock: dev\n", "# djdock: prod\n");
    let theirs = format!("# djdock: dev\n{}", BODY.replace("five", "FIVE"));
    assert!(merge(&sandbox, &theirs, BODY));
    assert_eq!(sandbox.read("stack.sh"), BODY.replace("five", "FIVE"));
}

#[test]
fn the_users_own_configuration_is_kept() {
    let sandbox = Sandbox::new();
    sandbox.write(
        ".git/config",
        &format!("# mine\n{}; end\n", sandbox.read(".git/config")),
    );
    let before = sandbox.read(".git/config");
    let settings = [("djdock.dev", "dev"), ("djdock.prod", "a \"b\" # ; c\\d")];
    let write = configure(&sandbox.repository(), &settings)
        .unwrap()
        .unwrap();
    assert_eq!(sandbox.read(".git/config"), before, "not written yet");
    let after = String::from_utf8(write.after.clone().unwrap()).unwrap();
    assert!(
        after.starts_with("# mine\n") && after.contains("; end\n"),
        "{after}"
    );
    let repository = sandbox.repository();
    write_folder(
        Some(&repository),
        sandbox.root(),
        &Plan::default(),
        &[write],
    )
    .unwrap();
    for (key, value) in settings {
        assert_eq!(sandbox.git(["config", key]), format!("{value}\n"));
    }
    sandbox.assert_sound();
}
