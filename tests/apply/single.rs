//! The single layout: a plan written to a folder, in git or not.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use djdock::apply::{
    ApplyError, Base, Exclusive, Recovery, Store, Target, WriteFile, recover, write_folder,
};
use djdock::files::Mode;
use djdock::plan::Plan;

use crate::sandbox::{Sandbox, change, file, project, snapshot, stack};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn env_file(base: Base) -> WriteFile {
    WriteFile {
        target: Target::new(base, ".env"),
        before: None,
        after: Some(b"SECRET_KEY=x\n".to_vec()),
        mode: Mode::Private,
        closes: false,
    }
}

#[test]
fn writes_outside_of_git_and_leaves_nothing_of_its_own() {
    let folder = project();
    let files = [env_file(Base::Folder)];
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
