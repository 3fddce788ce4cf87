//! A folder of a test's own: a project in it, a home beside it, and commands that know nothing of the machine.
#![allow(dead_code, reason = "each of the test binaries uses a part")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What running a project leaves in its folder, and git ignores.
const LEFT_BY_RUNS: [&str; 5] = ["__pycache__", "db.sqlite3", "media", "venv", ".venv"];

/// A temporary folder, which is gone when it is dropped.
pub(crate) struct Sandbox {
    folder: TempDir,
    /// The folder of the project.
    pub(crate) root: PathBuf,
}

/// A path in the repository of djdock itself.
pub(crate) fn source(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folders of `tests/fixtures`, by name.
pub(crate) fn fixtures() -> Vec<String> {
    let folders = fs::read_dir(source("tests/fixtures")).expect("the fixtures");
    let folders = folders.map(|entry| entry.expect("a readable entry"));
    let folders = folders.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

impl Sandbox {
    /// An empty project of this name, and an empty home.
    pub(crate) fn new(name: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        // Through a symbolic link on some systems; what djdock prints is canonical.
        let canonical = folder.path().canonicalize().expect("a canonical path");
        let root = canonical.join(name);
        for folder in [&root, &canonical.join("home")] {
            fs::create_dir(folder).expect("a new folder");
        }
        Self { folder, root }
    }

    /// Copies what git would hold of a folder of this repository, which somebody may have run in place.
    pub(crate) fn copy_source(&self, path: &str) {
        copy(&source(path), &self.root, &|name| {
            !LEFT_BY_RUNS.contains(&name)
        });
    }

    /// Copies the default pack into `../pack`.
    pub(crate) fn copy_pack(&self) {
        let folder = self.path("../pack");
        fs::create_dir(&folder).expect("a new folder");
        copy(&source("templates"), &folder, &|name| {
            !LEFT_BY_RUNS.contains(&name)
        });
    }

    /// Copies every file of another project, `.git` among them.
    pub(crate) fn copy_all(&self, other: &Path) {
        copy(other, &self.root, &|_| true);
    }

    /// The sandbox, which is what output must not show.
    pub(crate) fn sandbox(&self) -> PathBuf {
        let folder = self.folder.path();
        folder.canonicalize().expect("a canonical path")
    }

    /// A command in a folder, with an environment that says nothing of the machine.
    pub(crate) fn clean(&self, program: &str, folder: &Path) -> Command {
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
            .current_dir(folder);
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "someone")
                .env(format!("GIT_{who}_EMAIL"), "someone@localhost");
        }
        command
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
}

fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&str) -> bool) {
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
            copy(&entry.path(), &target, wanted);
        } else {
            fs::copy(entry.path(), target).expect("a copied file");
        }
    }
}
