//! A Django project in a sandbox, with the binary and git at hand.

use std::ops::Deref;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicI64, Ordering};

use super::{Listing, Run, Sandbox};

/// The first second of 2026: every command runs a minute after the one before.
const EPOCH: i64 = 1_767_225_600;

/// A copy of a project, in a sandbox with a home of its own.
pub(crate) struct Project {
    sandbox: Sandbox,
    clock: AtomicI64,
}

impl Deref for Project {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl Project {
    /// `examples/polls`, committed on main.
    pub(crate) fn polls() -> Self {
        Self::of("examples/polls")
    }

    /// One of `tests/fixtures`, committed on main.
    pub(crate) fn fixture(name: &str) -> Self {
        Self::of(&format!("tests/fixtures/{name}"))
    }

    /// A copy of a folder of this repository, committed on main.
    pub(crate) fn of(path: &str) -> Self {
        let project = Self::outside_git(path);
        project.git("init --quiet --initial-branch main");
        project.commit("The_project_as_it_is");
        project
    }

    /// A copy of a folder of this repository, in no git repository.
    pub(crate) fn outside_git(path: &str) -> Self {
        let project = Self::empty();
        project.copy_source(path);
        project
    }

    /// A folder without anything.
    pub(crate) fn empty() -> Self {
        Self {
            sandbox: Sandbox::new("project"),
            clock: AtomicI64::new(EPOCH),
        }
    }

    /// The same files, `.git` among them, in another sandbox.
    pub(crate) fn copied(&self) -> Self {
        let project = Self::empty();
        project.fill_from(self);
        project.rewind_to(self);
        project
    }

    /// Makes it the time that it is for another project.
    pub(crate) fn rewind_to(&self, other: &Self) {
        let time = other.clock.load(Ordering::Relaxed);
        self.clock.store(time, Ordering::Relaxed);
    }

    /// Copies another project's files into an empty one.
    pub(crate) fn fill_from(&self, other: &Self) {
        self.copy_all(&other.root);
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
        let time = self.clock.fetch_add(60, Ordering::Relaxed) + 60;
        let date = format!("{time} +0000");
        let mut command = self.clean(program, folder);
        command.envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_DATE"), date.clone())));
        command
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
