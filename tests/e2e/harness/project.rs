//! The example project in a folder of its own, with its git history and its rows.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::binary::Binary;
use super::cleanup::PREFIX;
use super::engine::{self, docker};
use super::free_port;
use super::rows::Rows;
use super::run::{Ran, Run};
use super::stack::Stack;
use super::user::User;
use crate::sandbox::Sandbox;

/// A developer's copy of a project, on branch main.
pub(crate) struct Project {
    sandbox: Sandbox,
    binary: Arc<Binary>,
    pub(crate) folder: PathBuf,
    pub(crate) user: Rc<User>,
    /// Also the first part of the compose projects' names.
    pub(crate) name: String,
    pub(crate) database: String,
    pub(crate) dev_port: u16,
    pub(crate) prod_port: u16,
}

impl Project {
    /// Copies the example project and commits it. It has no rows yet.
    pub(crate) fn new(database: &str) -> Self {
        Self::of("examples/polls", database)
    }

    /// The same of another project of this repository.
    pub(crate) fn of(source: &str, database: &str) -> Self {
        let project = Self::empty(name(database), database);
        project.sandbox.copy_source(source);
        project.user.own(&project.sandbox.sandbox());
        for words in ["init -q -b main", "add -A", "commit -q -m Sondages"] {
            project.git(words);
        }
        project
    }

    /// The clone of a bundle of a stack with this name.
    pub(crate) fn cloned(bundle: &str, name: &str, database: &str) -> Self {
        let project = Self::empty(name.to_owned(), database);
        let copy = project.path("stack.bundle");
        fs::copy(engine::repository(bundle), &copy).expect("the bundle is there");
        project.user.own(&project.sandbox.sandbox());
        project.git(&format!("clone -q --branch main {} .", copy.display()));
        project
    }

    fn empty(name: String, database: &str) -> Self {
        let sandbox = Sandbox::new("polls");
        let user = Rc::new(User::developer(&sandbox.sandbox().join("home")));
        Self {
            folder: sandbox.root.clone(),
            name,
            database: database.to_owned(),
            dev_port: free_port(),
            prod_port: free_port(),
            binary: Binary::shared(&user),
            sandbox,
            user,
        }
    }

    /// A path beside the project's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.sandbox.sandbox().join(name)
    }

    /// A command in the project's folder.
    pub(crate) fn run(&self, program: &str) -> Run {
        self.user.run(program).dir(&self.folder)
    }

    /// What `git …` prints.
    pub(crate) fn git(&self, words: &str) -> String {
        self.git_in(&self.folder, words)
    }

    pub(crate) fn git_in(&self, folder: &Path, words: &str) -> String {
        let git = self.user.run("git").dir(folder);
        git.args(words.split(' ')).ok().out.trim_end().to_owned()
    }

    /// Commits everything that changed in a work tree.
    pub(crate) fn commit(&self, folder: &Path) {
        self.git_in(folder, "add -A");
        self.git_in(folder, "commit -q -m Suite");
    }

    /// `manage.py` on the sqlite file, without djdock's variables: the project as it ran before.
    pub(crate) fn manage(&self, command: &[&str]) -> Ran {
        self.python(&[&["manage.py"], command].concat())
    }

    pub(crate) fn python(&self, command: &[&str]) -> Ran {
        let image = engine::django(&self.folder);
        let mount = format!("{}:/app", self.folder.display());
        let user = self.user.to_string();
        docker([
            "run",
            "--rm",
            "--user",
            &user,
            "--volume",
            &mount,
            "--workdir",
            "/app",
        ])
        .args(["--env", "PYTHONDONTWRITEBYTECODE=1", &image, "python"])
        .args(command)
        .ok()
    }

    /// Every row of the sqlite file.
    pub(crate) fn rows(&self) -> Rows {
        Rows::parse(&self.manage(&["fingerprint", "--rows"]).out)
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// `djdock …` in the project's folder.
    pub(crate) fn djdock(&self) -> Run {
        self.run(&self.binary().to_string_lossy())
    }

    /// The binary that is tested.
    pub(crate) fn binary(&self) -> PathBuf {
        self.binary.path()
    }

    /// `djdock init` with this project's name and ports.
    pub(crate) fn init(&self) -> Run {
        self.djdock()
            .args(["init", "--yes", "--import-data", "--db", &self.database])
            .args(["--name", &self.name])
            .args(["--dev-port", &self.dev_port.to_string()])
            .args(["--prod-port", &self.prod_port.to_string()])
    }

    /// The dev stack, in the project's folder.
    pub(crate) fn dev(&self) -> Stack {
        let name = format!("{}-dev", self.name);
        Stack::new(&self.folder, name, self.dev_port, &self.user)
    }

    /// The prod stack, in the folder where its branch is checked out.
    pub(crate) fn prod(&self, folder: &Path) -> Stack {
        let name = format!("{}-prod", self.name);
        Stack::new(folder, name, self.prod_port, &self.user)
    }
}

/// A name that no other project of this run has, nor of another one.
fn name(database: &str) -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{PREFIX}-{database}-{}-{number}", std::process::id())
}

/// Writes something into `.env` for each key that only the owner knows.
pub(crate) fn fill_in(env: &Path) {
    let text = fs::read_to_string(env).expect(".env is there");
    let lines = text.lines().map(|line| match line.strip_suffix('=') {
        Some(key) if !key.starts_with('#') => format!("{key}=known-to-the-owner\n"),
        _ => format!("{line}\n"),
    });
    fs::write(env, lines.collect::<String>()).expect("it is written");
}

/// The permissions of a file, as `chmod` writes them.
pub(crate) fn mode(path: &Path) -> String {
    let facts = fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    format!("{:o}", facts.permissions().mode() & 0o7777)
}
