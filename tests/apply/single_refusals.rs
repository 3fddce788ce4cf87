//! The single layout: what is refused, and leaves everything as it was.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use djdock::apply::{ApplyError, write_folder};
use djdock::plan::Plan;

use crate::sandbox::{change, file, project, snapshot, stack};

/// Expects a refusal that leaves the folder as it was.
fn refused(spoil: impl FnOnce(&Path), plan: &Plan) -> ApplyError {
    let folder = project();
    spoil(folder.path());
    let before = snapshot(folder.path());
    let error = write_folder(None, folder.path(), plan, &[]).unwrap_err();
    assert!(snapshot(folder.path()) == before, "{error:?}");
    error
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let edit = |root: &Path| fs::write(root.join("mysite/settings.py"), "MINE = 1\n").unwrap();
    let error = refused(edit, &stack("dev"));
    assert!(
        matches!(&error, ApplyError::ChangedMeanwhile { path } if path == "mysite/settings.py")
    );
    let appear = |root: &Path| fs::write(root.join("docker-compose.yml"), "mine\n").unwrap();
    assert!(matches!(
        refused(appear, &stack("dev")),
        ApplyError::ChangedMeanwhile { .. }
    ));
    let vanish = |root: &Path| fs::remove_file(root.join("mysite/settings.py")).unwrap();
    assert!(matches!(
        refused(vanish, &stack("dev")),
        ApplyError::ChangedMeanwhile { .. }
    ));
}

#[test]
fn nothing_is_written_outside_of_the_root() {
    let elsewhere = tempfile::tempdir().unwrap();
    let link = |root: &Path| symlink(elsewhere.path(), root.join("docker")).unwrap();
    assert!(matches!(
        refused(link, &stack("dev")),
        ApplyError::SymbolicLink { .. }
    ));
    let file_link = |root: &Path| {
        symlink(elsewhere.path().join("x"), root.join("docker-compose.yml")).unwrap();
    };
    assert!(matches!(
        refused(file_link, &stack("dev")),
        ApplyError::SymbolicLink { .. }
    ));
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    for path in [
        "../x",
        "/x",
        "a/../../x",
        "",
        "a/",
        ".git/config",
        "lib/.GIT/config",
    ] {
        let plan = Plan {
            changes: vec![change(path, None, Some(file("x\n")))],
        };
        let error = refused(|_| {}, &plan);
        assert!(
            matches!(error, ApplyError::OutsideRoot { .. }),
            "{path}: {error:?}"
        );
    }
}

#[test]
fn folders_and_files_do_not_take_each_others_place() {
    let folder = |root: &Path| fs::create_dir(root.join("docker-compose.yml")).unwrap();
    assert!(matches!(
        refused(folder, &stack("dev")),
        ApplyError::NotAFile { .. }
    ));
    let file = |root: &Path| fs::write(root.join("docker"), "mine\n").unwrap();
    assert!(matches!(
        refused(file, &stack("dev")),
        ApplyError::NotAFolder { .. }
    ));
}

#[test]
fn the_same_file_twice_is_refused() {
    let mut plan = stack("dev");
    plan.changes.extend(stack("dev").changes);
    assert!(matches!(
        refused(|_| {}, &plan),
        ApplyError::WrittenTwice { .. }
    ));
}
