//! A Django project in a folder of its own, with the binary and git at hand.

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{Listing, Run, source};

/// What running a project leaves in its folder, and git ignores.
const LEFT_BY_RUNS: [&str; 5] = ["__pycache__", "db.sqlite3", "media", "venv", ".venv"];

/// The first second of 2026: every command runs a minute after the one before.
const EPOCH: i64 = 1_767_225_600;

/// A copy of a project, in a sandbox with a home of its own.
pub(crate) struct Project {
    sandbox: TempDir,
    /// The folder of the project.
    pub(crate) root: PathBuf,
    clock: Cell<i64>,
}

impl Project {
    /// `examples/polls`, committed on main.
    pub(crate) fn polls() -> Self {
        Self::outside_git("examples/polls").committed()
    }

    /// One of `tests/fixtures`, committed on main.
    pub(crate) fn fixture(name: &str) -> Self {
        Self::outside_git(&format!("tests/fixtures/{name}")).committed()
    }

    /// A copy of a folder of this repository, in no git repository.
    pub(crate) fn outside_git(path: &str) -> Self {
        let project = Self::empty();
        copy(&source(path), &project.root);
        project
    }

    /// A folder without anything.
    pub(crate) fn empty() -> Self {
        let sandbox = TempDir::new().expect("a temporary folder");
        // Through a symbolic link on some systems; what djdock prints is canonical.
        let canonical = sandbox.path().canonicalize().expect("a canonical path");
        let root = canonical.join("project");
        for folder in [&root, &canonical.join("home")] {
            fs::create_dir(folder).expect("a new folder");
        }
        let clock = Cell::new(EPOCH);
        Self {
            sandbox,
            root,
            clock,
        }
    }

    /// The same files, `.git` among them, in another sandbox.
    pub(crate) fn copied(&self) -> Self {
        let project = Self::empty();
        project.fill_from(self);
        project.clock.set(self.clock.get());
        project
    }

    /// Makes it the time that it is for another project.
    pub(crate) fn rewind_to(&self, other: &Self) {
        self.clock.set(other.clock.get());
    }

    /// Copies another project's files into an empty one.
    pub(crate) fn fill_from(&self, other: &Self) {
        copy_if(&other.root, &self.root, &|_| true);
    }

    fn committed(self) -> Self {
        self.git("init --quiet --initial-branch main");
        self.commit("The_project_as_it_is");
        self
    }

    /// Commits everything; the message is one word.
    pub(crate) fn commit(&self, message: &str) {
        self.git("add --all");
        self.git(&format!("commit --quiet --message {message}"));
    }

    /// Runs djdock in the project.
    pub(crate) fn djdock(&self, line: &str) -> Run {
        self.djdock_in(&self.root, line)
    }

    /// Runs djdock in any folder.
    pub(crate) fn djdock_in(&self, folder: &Path, line: &str) -> Run {
        self.run(env!("CARGO_BIN_EXE_djdock"), "djdock", line, folder)
    }

    /// Runs git, which must succeed, and tells what it printed, without the last line's end.
    #[track_caller]
    pub(crate) fn git(&self, line: &str) -> String {
        let run = self.git_in(&self.root, line).ok();
        run.stdout.trim_end_matches('\n').to_owned()
    }

    /// Runs git in any folder.
    pub(crate) fn git_in(&self, folder: &Path, line: &str) -> Run {
        self.run("git", "git", line, folder)
    }

    fn run(&self, program: &str, name: &str, line: &str, folder: &Path) -> Run {
        let mut command = self.command(program, folder);
        command.args(line.split_whitespace());
        Run::of(&format!("{name} {line}"), &mut command, &self.sandbox())
    }

    /// A command with an environment that says nothing of the machine, a minute after the last one.
    pub(crate) fn command(&self, program: &str, folder: &Path) -> Command {
        self.clock.set(self.clock.get() + 60);
        let date = format!("{} +0000", self.clock.get());
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.sandbox().join("home"))
            .env("LC_ALL", "C.UTF-8")
            .env("NO_COLOR", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_EDITOR", "true")
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "someone")))
            .envs(
                ["AUTHOR", "COMMITTER"]
                    .map(|who| (format!("GIT_{who}_EMAIL"), "someone@localhost")),
            )
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_DATE"), date.clone())))
            .current_dir(folder);
        command
    }

    /// The sandbox, which is what output must not show.
    pub(crate) fn sandbox(&self) -> PathBuf {
        self.sandbox
            .path()
            .canonicalize()
            .expect("a canonical path")
    }

    /// A path in the project.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Whether something stands at a path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.path(path).symlink_metadata().is_ok()
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file, and the folders on the way.
    #[track_caller]
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a written file");
    }

    /// Adds lines to a file.
    #[track_caller]
    pub(crate) fn append(&self, path: &str, text: &str) {
        let before = self.read(path);
        self.write(path, &(before + text));
    }

    /// The permissions of a file.
    #[track_caller]
    pub(crate) fn mode(&self, path: &str) -> u32 {
        let metadata = fs::symlink_metadata(self.path(path)).expect("metadata");
        metadata.permissions().mode() & 0o7777
    }

    /// Everything in the project's folder.
    pub(crate) fn listing(&self) -> Listing {
        Listing::of(&self.root)
    }

    /// What git calls an object.
    #[track_caller]
    pub(crate) fn id(&self, revision: &str) -> String {
        self.git(&format!("rev-parse --verify --quiet {revision}"))
    }

    /// The text of a file on a branch.
    #[track_caller]
    pub(crate) fn on(&self, branch: &str, path: &str) -> String {
        let shown = self.git_in(&self.root, &format!("show {branch}:{path}"));
        shown.ok().stdout
    }

    /// The files of a branch.
    pub(crate) fn tracked(&self, branch: &str) -> Vec<String> {
        let names = self.git(&format!("ls-tree -r --name-only {branch}"));
        names.lines().map(ToOwned::to_owned).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    copy_if(from, to, &|name| !LEFT_BY_RUNS.contains(&name));
}

fn copy_if(from: &Path, to: &Path, wanted: &dyn Fn(&str) -> bool) {
    let entries = fs::read_dir(from).unwrap_or_else(|error| panic!("{from:?}: {error}"));
    for entry in entries {
        let entry = entry.expect("a readable entry");
        let name = entry.file_name();
        if !wanted(&name.to_string_lossy()) {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type().expect("a file type").is_dir() {
            fs::create_dir(&target).expect("a new folder");
            copy_if(&entry.path(), &target, wanted);
        } else {
            fs::copy(entry.path(), target).expect("a copied file");
        }
    }
}
