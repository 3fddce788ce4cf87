//! A repository of its own for each test, looked at by git itself.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Deref;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use djdock::apply::{ApplyError, BranchUpdate, NewCommit, Parent, write_branches};
use djdock::files::{File, Mode};
use djdock::plan::{Change, Plan};
use git2::{Oid, Repository};

use crate::shared;

/// Files by path, with their permissions.
pub(crate) type Snapshot = BTreeMap<String, (u32, Vec<u8>)>;

/// A repository in a folder of its own, whose HEAD is `main` with some files.
pub(crate) struct Sandbox(shared::Sandbox);

impl Deref for Sandbox {
    type Target = shared::Sandbox;

    fn deref(&self) -> &shared::Sandbox {
        &self.0
    }
}

pub(crate) const SETTINGS: &str = "DEBUG = True\nALLOWED_HOSTS = []\n";

impl Sandbox {
    pub(crate) fn new() -> Self {
        let sandbox = Self(shared::Sandbox::new("project"));
        sandbox.git(["init", "--quiet", "--template=", "-b", "main"]);
        for (key, value) in [
            ("user.name", "Someone"),
            ("user.email", "someone@example.org"),
            ("core.autocrlf", "false"),
        ] {
            sandbox.git(["config", key, value]);
        }
        sandbox.write("mysite/settings.py", SETTINGS);
        sandbox.write("manage.py", "print('manage')\n");
        sandbox.write("notes.txt", "mine\n");
        sandbox.git(["add", "."]);
        sandbox.git(["commit", "--quiet", "-m", "Start"]);
        sandbox
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn repository(&self) -> Repository {
        Repository::open(self.root()).unwrap()
    }

    pub(crate) fn git<const N: usize>(&self, arguments: [&str; N]) -> String {
        let output = self.try_git(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn try_git<const N: usize>(&self, arguments: [&str; N]) -> Output {
        git_in(self.root(), &arguments)
    }

    pub(crate) fn commit_of(&self, name: &str) -> Oid {
        let id = self.git(["rev-parse", "--verify", "--quiet", name]);
        id.trim().parse().unwrap()
    }

    pub(crate) fn head(&self) -> Oid {
        self.commit_of("HEAD")
    }

    /// Every file but git's objects, which nobody sees before a branch does.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut files = snapshot(self.root());
        files.retain(|path, _| !path.starts_with(".git/objects/") && path != ".git/djdock/lock");
        files
    }

    /// git finds nothing wrong, and nothing of ours lies about.
    pub(crate) fn assert_sound(&self) {
        self.git(["fsck", "--strict", "--no-dangling"]);
        for path in self.snapshot().keys() {
            let ours = path.contains("djdock-") || path.starts_with(".git/djdock/");
            assert!(
                !ours && path.rsplit('.').next() != Some("lock"),
                "left behind: {path}"
            );
        }
    }
}

pub(crate) fn git_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap()
}

pub(crate) fn snapshot(root: &Path) -> Snapshot {
    let mut files = Snapshot::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let metadata = fs::symlink_metadata(&path).unwrap();
            let mode = metadata.permissions().mode();
            if metadata.is_symlink() {
                let target = fs::read_link(&path).unwrap();
                files.insert(name, (mode, target.to_str().unwrap().into()));
            } else if metadata.is_dir() {
                // git's folder has some more or fewer, which mean nothing.
                if !name.starts_with(".git") {
                    files.insert(format!("{name}/"), (mode, Vec::new()));
                }
                folders.push(path);
            } else {
                files.insert(name, (mode, fs::read(&path).unwrap()));
            }
        }
    }
    files
}

pub(crate) fn file(text: &str) -> File {
    File {
        text: text.to_owned(),
        mode: Mode::Regular,
    }
}

pub(crate) fn executable(text: &str) -> File {
    File {
        text: text.to_owned(),
        mode: Mode::Executable,
    }
}

pub(crate) fn change(path: &str, before: Option<File>, after: Option<File>) -> Change {
    Change {
        path: path.to_owned(),
        before,
        after,
    }
}

/// A project outside of git.
pub(crate) fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("mysite")).unwrap();
    fs::write(folder.path().join("mysite/settings.py"), SETTINGS).unwrap();
    folder
}

/// A stack for one environment, on top of the sandbox's own files.
pub(crate) fn stack(environment: &str) -> Plan {
    let compose = format!("# djdock: {environment}\nname: polls-{environment}\n");
    let settings = format!("{SETTINGS}SECRET_KEY = env('SECRET_KEY')\n");
    Plan {
        changes: vec![
            change("docker-compose.yml", None, Some(file(&compose))),
            change(
                "docker/wait.py",
                None,
                Some(executable("#!/usr/bin/env python\n")),
            ),
            change(
                "mysite/settings.py",
                Some(file(SETTINGS)),
                Some(file(&settings)),
            ),
        ],
    }
}

pub(crate) fn commit(base: Oid, plan: Plan, parents: &[Parent]) -> NewCommit {
    NewCommit {
        base,
        plan,
        parents: parents.to_vec(),
        message: "Set up Docker with djdock\n".to_owned(),
    }
}

/// `dev` and `prod`, both from `base`, as `init` makes them.
pub(crate) fn two_branches(base: Oid) -> ([NewCommit; 2], [BranchUpdate; 2]) {
    let dev = commit(base, stack("dev"), &[Parent::Existing(base)]);
    let prod = commit(
        base,
        stack("prod"),
        &[Parent::Existing(base), Parent::New(0)],
    );
    (
        [dev, prod],
        [update("dev", None, 0), update("prod", None, 1)],
    )
}

pub(crate) fn update(name: &str, old: Option<Oid>, commit: usize) -> BranchUpdate {
    BranchUpdate {
        name: name.to_owned(),
        old,
        commit,
    }
}

/// Applies a plan to a branch, wherever it is checked out.
pub(crate) fn apply(sandbox: &Sandbox, name: &str, plan: Plan) -> Result<Oid, ApplyError> {
    let old = sandbox.commit_of(name);
    let commits = [commit(old, plan, &[Parent::Existing(old)])];
    let branches = [update(name, Some(old), 0)];
    let receipt = write_branches(&sandbox.repository(), &commits, &branches, &[], "add")?;
    Ok(receipt.branches[0].new)
}
