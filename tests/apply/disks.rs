//! A disk that is full, and one that may only be read.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use djdock::apply::{ApplyError, Recovery, Store, check_writable, recover, write_folder};

use crate::case::{Case, UNDO, copy, difference, facts, run};
use crate::sandbox::{SETTINGS, Snapshot, change, file, snapshot, stack};

/// A file system of its own; `None`, said aloud, where mounting is not allowed.
struct Mounted<'a>(&'a Path);

impl<'a> Mounted<'a> {
    fn new(path: &'a Path, options: &str) -> Option<Self> {
        let status = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(path)
            .status();
        if status.is_ok_and(|status| status.success()) {
            return Some(Self(path));
        }
        eprintln!("SKIPPED: tmpfs may not be mounted here");
        None
    }

    fn remount(&self, options: &str) {
        let status = std::process::Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(self.0)
            .status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(self.0)
            .status();
    }
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_mounted) = Mounted::new(folder.path(), "size=64k") else {
        return;
    };
    fs::create_dir(folder.path().join("mysite")).unwrap();
    fs::write(folder.path().join("mysite/settings.py"), SETTINGS).unwrap();
    fs::write(folder.path().join(".env"), "SECRET_KEY=mine\n").unwrap();
    let mut plan = stack("dev");
    let large = "x\n".repeat(6 * 1024);
    plan.changes
        .push(change("docker/large", None, Some(file(&large))));
    let mut failed = 0;
    // Ever less space, so that it runs out at every step.
    for used in 0..14 {
        fs::write(folder.path().join("ballast"), vec![0; used * 4096]).unwrap();
        let before = snapshot(folder.path());
        match write_folder(None, folder.path(), &plan, &[]) {
            Ok(_) => {
                let mut back = plan.clone();
                for change in &mut back.changes {
                    std::mem::swap(&mut change.before, &mut change.after);
                }
                fs::write(folder.path().join("ballast"), []).unwrap();
                write_folder(None, folder.path(), &back, &[]).unwrap();
            }
            Err(error) => {
                failed += 1;
                assert!(matches!(error, ApplyError::DiskFull { .. }), "{error:?}");
                assert!(snapshot(folder.path()) == before, "{used}");
            }
        }
    }
    assert!(failed > 4, "{failed}");
}

#[test]
fn a_read_only_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mounted) = Mounted::new(folder.path(), "size=64k") else {
        return;
    };
    fs::create_dir(folder.path().join("mysite")).unwrap();
    fs::write(folder.path().join("mysite/settings.py"), SETTINGS).unwrap();
    mounted.remount("ro");
    let before: Snapshot = snapshot(folder.path());
    let store = Store::of_folder(folder.path()).unwrap();
    assert_eq!(recover(&store).unwrap(), Recovery::Nothing);
    assert!(matches!(
        check_writable(&store),
        Err(ApplyError::NotWritable { .. })
    ));
    let error = write_folder(None, folder.path(), &stack("dev"), &[]).unwrap_err();
    assert!(matches!(error, ApplyError::NotWritable { .. }), "{error:?}");
    assert!(snapshot(folder.path()) == before);
}

#[test]
fn a_full_disk_leaves_a_repository_as_it_was() {
    let failed = full("branches");
    assert!(
        failed.is_none_or(|failed| (10..40).contains(&failed)),
        "{failed:?}"
    );
}

#[test]
fn a_full_disk_leaves_branches_that_were_to_go() {
    let failed = full(UNDO);
    assert!(
        failed.is_none_or(|failed| (5..40).contains(&failed)),
        "{failed:?}"
    );
}

/// Runs a scenario with ever more space; tells how often it failed, and left everything as it was. `None` where nothing
/// may be mounted.
fn full(scenario: &'static str) -> Option<u32> {
    let folder = tempfile::tempdir().unwrap();
    let _mounted = Mounted::new(folder.path(), "size=1m")?;
    let root = folder.path().join("run");
    let case = Case::new(scenario);
    let mut failed = 0;
    for pages in 0..40 {
        let _ = fs::remove_dir_all(&root);
        let _ = fs::remove_file(folder.path().join("ballast"));
        copy(&case.folder.path().join("start"), &root);
        fill_but(&folder.path().join("ballast"), pages);
        let outcome = run(scenario, &root);
        fs::remove_file(folder.path().join("ballast")).unwrap();
        let wanted = if let Err(error) = outcome {
            failed += 1;
            assert!(matches!(error, ApplyError::DiskFull { .. }), "{error:?}");
            case.before_facts()
        } else {
            case.after.clone()
        };
        let difference = difference(&facts(&root), &wanted);
        assert!(difference.is_empty(), "{pages}: {difference:#?}");
    }
    Some(failed)
}

/// Leaves so many pages of the file system.
fn fill_but(path: &Path, pages: u64) {
    let mut file = fs::File::create(path).unwrap();
    while file.write_all(&[1; 4096]).is_ok() {}
    let length = file.metadata().unwrap().len();
    file.set_len((length / 4096).saturating_sub(pages) * 4096)
        .unwrap();
}
