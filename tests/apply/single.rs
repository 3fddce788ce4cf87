//! The single layout: a plan written to a folder, in git or not.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use djdock::apply::{
    ApplyError, Exclusive, Place, Recovery, Store, Target, WriteFile, check_writable, recover,
    write_folder,
};
use djdock::files::Mode;
use djdock::plan::Plan;

use crate::sandbox::{SETTINGS, Sandbox, Snapshot, change, file, snapshot, stack};

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("mysite")).unwrap();
    fs::write(folder.path().join("mysite/settings.py"), SETTINGS).unwrap();
    folder
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn env_file(place: Place) -> WriteFile {
    WriteFile {
        target: Target::new(place, ".env"),
        before: None,
        after: Some(b"SECRET_KEY=x\n".to_vec()),
        mode: Mode::Private,
    }
}

#[test]
fn writes_outside_of_git_and_leaves_nothing_of_its_own() {
    let folder = project();
    let files = [env_file(Place::Folder)];
    let receipt = write_folder(None, folder.path(), &stack("dev"), &files).unwrap();
    assert_eq!(receipt.files.len(), 4);
    let names: Vec<String> = snapshot(folder.path()).into_keys().collect();
    assert_eq!(
        names,
        [
            ".env",
            "docker-compose.yml",
            "docker/",
            "docker/wait.py",
            "mysite/",
            "mysite/settings.py"
        ]
    );
    assert_eq!(mode(&folder.path().join(".env")), 0o600);
    assert_eq!(mode(&folder.path().join("docker/wait.py")) & 0o111, 0o111);
}

#[test]
fn writes_in_git_and_leaves_the_index_alone() {
    let sandbox = Sandbox::new();
    let index = fs::read(sandbox.path(".git/index")).unwrap();
    let repository = sandbox.repository();
    write_folder(Some(&repository), sandbox.root(), &stack("dev"), &[]).unwrap();
    assert_eq!(fs::read(sandbox.path(".git/index")).unwrap(), index);
    let status = sandbox.git(["status", "--porcelain"]);
    assert_eq!(
        status,
        " M mysite/settings.py\n?? docker-compose.yml\n?? docker/\n"
    );
    sandbox.assert_sound();
}

#[test]
fn writing_and_taking_back_is_identity() {
    let folder = project();
    let settings = folder.path().join("mysite/settings.py");
    fs::set_permissions(&settings, Permissions::from_mode(0o640)).unwrap();
    let before = snapshot(folder.path());
    write_folder(None, folder.path(), &stack("dev"), &[]).unwrap();
    assert_eq!(mode(&settings), 0o640, "a file keeps its permissions");
    let mut back = stack("dev");
    for change in &mut back.changes {
        std::mem::swap(&mut change.before, &mut change.after);
    }
    write_folder(None, folder.path(), &back, &[]).unwrap();
    assert!(snapshot(folder.path()) == before);
}

#[test]
fn an_empty_plan_writes_nothing() {
    let folder = project();
    let before = snapshot(folder.path());
    let receipt = write_folder(None, folder.path(), &Plan::default(), &[]).unwrap();
    assert!(receipt.files.is_empty());
    assert!(snapshot(folder.path()) == before);
}

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
        ApplyError::NotAFile { .. }
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

#[test]
fn two_at_once_do_not_interleave() {
    let folder = project();
    let before = snapshot(folder.path());
    let store = Store::of_folder(folder.path()).unwrap();
    let held = Exclusive::acquire(&store).unwrap();
    let error = write_folder(None, folder.path(), &stack("dev"), &[]).unwrap_err();
    assert!(
        matches!(error, ApplyError::AlreadyRunning { .. }),
        "{error:?}"
    );
    drop(held);
    assert!(snapshot(folder.path()) == before);
    write_folder(None, folder.path(), &stack("dev"), &[]).unwrap();
}

#[test]
fn many_at_once_each_happen_wholly_or_not() {
    let folder = project();
    let count = |text: &str| Plan {
        changes: (0..3)
            .map(|number| change(&format!("{text}/{number}"), None, Some(file(text))))
            .collect(),
    };
    let write = |text: &str| write_folder(None, folder.path(), &count(text), &[]).is_ok();
    let names: Vec<String> = (0..16).map(|number| format!("n{number}")).collect();
    std::thread::scope(|scope| {
        let runs: Vec<_> = names
            .iter()
            .map(|name| (name, scope.spawn(|| write(name))))
            .collect();
        for (name, run) in runs {
            let written = run.join().unwrap();
            assert_eq!(folder.path().join(name).exists(), written);
        }
    });
    assert!(!folder.path().join(".djdock").exists());
}

#[test]
fn recovery_without_a_journal_writes_nothing() {
    let folder = project();
    let store = Store::of_folder(folder.path()).unwrap();
    assert_eq!(recover(&store).unwrap(), Recovery::Nothing);
    let names: Vec<String> = snapshot(folder.path()).into_keys().collect();
    assert_eq!(names, ["mysite/", "mysite/settings.py"]);
}

#[test]
fn a_damaged_journal_is_kept_and_named() {
    let folder = project();
    fs::create_dir(folder.path().join(".djdock")).unwrap();
    for text in ["{\"version\":", "{\"version\":1}"] {
        fs::write(folder.path().join(".djdock/journal"), text).unwrap();
        let store = Store::of_folder(folder.path()).unwrap();
        let error = recover(&store).unwrap_err();
        assert!(
            matches!(error, ApplyError::JournalUnreadable { .. }),
            "{error:?}"
        );
        let kept = fs::read_to_string(folder.path().join(".djdock/journal")).unwrap();
        assert_eq!(kept, text);
    }
}

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
        let _ = std::process::Command::new("umount").arg(self.0).status();
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
