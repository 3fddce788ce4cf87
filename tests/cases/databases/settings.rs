//! The settings patch: one for both environments, so that a merge never sees it.

use djdock::lock::Lock;
use djdock::patch;

use super::Rendered;

/// The files of the user's own that every project has changed.
const PATCHED: [&str; 4] = [
    ".gitattributes",
    ".gitignore",
    "mysite/settings.py",
    "requirements.txt",
];

pub(super) fn both_branches_have_the_same_settings_and_requirements(rendered: &Rendered) {
    let project = &rendered.branches;
    for path in PATCHED {
        let [dev, prod] = ["dev", "prod"].map(|branch| project.on(branch, path));
        assert_eq!(dev, prod, "{path}");
        if path != ".gitattributes" {
            assert_ne!(dev, project.on("main", path), "{path} is patched");
        }
    }
}

/// The recorded splices take every byte of it back.
pub(super) fn what_was_patched_can_be_undone(rendered: &Rendered) {
    let project = &rendered.branches;
    let lock = project.on("dev", "djdock.lock");
    let undone = undone(rendered, &lock, |path| project.on("dev", path));
    assert_eq!(undone, PATCHED);
}

/// In a folder outside git as on a branch.
pub(super) fn what_was_patched_side_by_side_can_be_undone(rendered: &Rendered) {
    let project = &rendered.single;
    let lock = project.read("djdock.lock");
    let undone = undone(rendered, &lock, |path| project.read(path));
    assert!(
        undone.contains(&"mysite/settings.py".to_owned()),
        "{undone:?}"
    );
}

/// The files that were patched, each of which becomes what it was.
fn undone(rendered: &Rendered, lock: &str, text: impl Fn(&str) -> String) -> Vec<String> {
    let lock = Lock::parse(lock).unwrap();
    for (path, splices) in &lock.patched {
        let undone = patch::undo(&text(path), &splices.splices).unwrap();
        let before = if splices.created {
            String::new()
        } else {
            rendered.branches.on("main", path)
        };
        assert_eq!(undone, before, "{path}");
    }
    lock.patched.into_keys().collect()
}
