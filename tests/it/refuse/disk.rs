//! A disk that cannot be written to, and one that is full. Both take the right to mount.

use std::fs;
use std::io::{self, Write as _};

use insta::assert_snapshot;

use crate::harness::{Listing, Mount, Project};

/// Both layouts, with what makes them write again.
const LAYOUTS: [&str; 2] = ["branches", "single"];

/// Mounts, or says loudly that the test does not run.
fn mounted(mount: io::Result<Mount>) -> Option<Mount> {
    mount
        .inspect_err(|error| {
            let _ = writeln!(io::stderr(), "SKIPPED a test of refuse::disk: {error}");
        })
        .ok()
}

#[test]
fn a_folder_that_may_only_be_read() {
    let mut said = String::new();
    for layout in LAYOUTS {
        let project = Project::polls();
        let before = project.listing();
        let Some(mount) = mounted(Mount::read_only(&project.root)) else {
            return;
        };
        let line = format!("init --yes --db mariadb --layout {layout}");
        // It can be planned for all the same.
        project.djdock(&format!("{line} --dry-run")).ok();
        said.push_str(&project.djdock(&format!("{line} --quiet")).refused(1));
        drop(mount);
        before.assert_same(&project.listing());
    }
    assert_snapshot!(said, @r"
    error: `[SANDBOX]/project/.git/djdock` may not be written to
    error: `[SANDBOX]/project/.git/djdock` may not be written to
    ");
}

/// From no space at all to enough: it is done, or it is as before. Tells how often it was refused, and done; `None` where
/// nothing can be mounted.
fn as_the_disk_fills(pristine: &Project, size: usize, line: &str) -> Option<(usize, usize)> {
    let (mut refused, mut done) = (0, 0);
    for pages in (0..=200).step_by(10) {
        let project = Project::empty();
        project.rewind_to(pristine);
        let mount = mounted(Mount::small(&project.root, size))?;
        project.fill_from(pristine);
        fs::write(
            project.path(".git/filler"),
            vec![0; mount.free() - pages * 4096],
        )
        .unwrap();
        let before = listing(&project);
        let run = project.djdock(line);
        if run.code == Some(0) {
            done += 1;
            continue;
        }
        refused += 1;
        assert_eq!(run.code, Some(1), "{pages} pages: {run}");
        let said = run.stderr.to_lowercase();
        assert!(said.contains("no space"), "{pages} pages: {run}");
        before.assert_same(&listing(&project));
    }
    Some((refused, done))
}

#[test]
fn a_full_disk() {
    for layout in LAYOUTS {
        let line = format!("init --yes --db mariadb --layout {layout}");
        let Some((refused, done)) = as_the_disk_fills(&Project::polls(), 4 << 20, &line) else {
            return;
        };
        assert!(
            refused > 3 && done > 3,
            "{layout}: {refused} refused, {done} done"
        );
    }
}

/// The same on the way back, of branches that go and one that a work tree has, and of a folder.
#[test]
fn a_full_disk_on_the_way_back() {
    for layout in LAYOUTS {
        let pristine = Project::polls();
        pristine
            .djdock(&format!("init --yes --db mariadb --layout {layout}"))
            .ok();
        if layout == "branches" {
            pristine.git("switch --quiet dev");
        }
        let Some((refused, done)) = as_the_disk_fills(&pristine, 8 << 20, "undo") else {
            return;
        };
        assert!(
            refused > 2 && done > 3,
            "{layout}: {refused} refused, {done} done"
        );
    }
}

/// All but the commits that nothing refers to, and the empty lock.
fn listing(project: &Project) -> Listing {
    project.listing().without(&[".git/objects", ".git/djdock"])
}
