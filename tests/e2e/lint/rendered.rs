//! One environment's files, as `djdock init` wrote them.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use djdock::catalog::{Catalog, DATABASE};

use crate::combinations::{FIXTURE, Urn};
use crate::harness::project::Project;
use crate::harness::run::Run;
use crate::harness::{are_all, commits};

/// Of how many drawn combinations one has its turn at each commit; all have with `DJDOCK_E2E_ALL`.
const DRAWN_BY: usize = 3;

/// What some services are for.
const HOST: &str = "example.org";

/// Choices about services that change whole files.
const CHOICES: [&[&str]; 3] = [
    &["--with", "registry", "--set", IMAGES],
    &["--with", "registry", "--set", IMAGES, "--with", "caddy"],
    &["--with", "registry", "--set", IMAGES, "--with", "certbot"],
];

const IMAGES: &str = "registry.host=images.example.org";

/// What `djdock init` is told, of which project, and what that is called in messages.
struct Case {
    source: &'static str,
    name: String,
    flags: Vec<String>,
    /// What is typed after it.
    then: &'static [&'static str],
}

/// The files of one environment of one combination.
pub(super) struct Rendered {
    /// Kept: the folder is gone with it.
    project: Rc<Project>,
    pub(super) name: String,
    pub(super) folder: PathBuf,
    /// What names of this environment's files end with, where both lie side by side.
    suffix: &'static str,
    pub(super) is_prod: bool,
    /// Every file that was not there before, from the folder.
    pub(super) files: Vec<String>,
}

/// Every database and every service alone, and the drawn combinations whose turn it is; each in both layouts and
/// environments.
pub(super) fn all() -> Vec<Rendered> {
    let render = |case: &Case| {
        let project = Rc::new(project(case));
        let branches = in_branches(&project, case).into_iter();
        branches.chain(side_by_side(&project, case))
    };
    cases().iter().flat_map(render).collect()
}

fn cases() -> Vec<Case> {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
    let alone = catalog.services.iter().map(|service| {
        let name = service.name.as_str();
        if service.provides(DATABASE) {
            Case {
                source: "examples/polls",
                name: name.to_owned(),
                flags: words(&["--db", name]),
                then: &[],
            }
        } else {
            Case {
                source: "tests/fixtures/services",
                name: name.to_owned(),
                flags: words(&["--db", "postgres", "--domain", HOST, "--with", name]),
                then: &[],
            }
        }
    });
    let replaced = [
        ("mysql", &["add", "postgres", "--import-data"]),
        ("postgres", &["add", "sqlite", "--import-data"]),
        ("sqlite", &["add", "mariadb", "--import-data"]),
    ];
    let replaced = replaced.into_iter().map(|(from, then)| Case {
        source: "examples/polls",
        name: format!("{from}, then {}", then[1]),
        flags: words(&["--db", from]),
        then,
    });
    let chosen = CHOICES.iter().map(|choice| Case {
        source: "examples/polls",
        name: choice.join(" "),
        flags: words(&[&["--db", "sqlite", "--domain", HOST], *choice].concat()),
        then: &[],
    });
    let turn = commits() % DRAWN_BY;
    let drawn = Urn::embedded().draw().into_iter();
    let drawn = drawn.filter(|it| are_all() || it.number % DRAWN_BY == turn);
    let drawn = drawn.map(|combination| Case {
        source: FIXTURE,
        name: combination.to_string(),
        flags: combination.flags(),
        then: &[],
    });
    alone.chain(chosen).chain(replaced).chain(drawn).collect()
}

/// A copy of the project, under a name and ports that are the same in all: what is alike is linted once.
fn project(case: &Case) -> Project {
    let mut project = Project::of(case.source, "lint");
    project.name = "djdock-e2e-lint".to_owned();
    (project.dev_port, project.prod_port) = (8000, 80);
    project
}

/// `djdock init`, without the sqlite file's rows, and what comes after it.
fn init(project: &Project, case: &Case, folder: &Path) {
    let name = ["--name", &project.name];
    let init = project.djdock().args(["init", "--yes"]).args(name);
    init.args(&case.flags).dir(folder).ok();
    if !case.then.is_empty() {
        project.djdock().args(case.then).dir(folder).ok();
    }
}

fn in_branches(project: &Rc<Project>, case: &Case) -> [Rendered; 2] {
    init(project, case, &project.folder);
    ["dev", "prod"].map(|branch| {
        let folder = project.path(branch);
        project.git(&format!("worktree add -q {} {branch}", folder.display()));
        let files = project.git(&format!("diff --name-only --diff-filter=A main {branch}"));
        Rendered {
            project: Rc::clone(project),
            name: format!("{}, {branch} branch", case.name),
            folder,
            suffix: "",
            is_prod: branch == "prod",
            files: files.lines().map(str::to_owned).collect(),
        }
    })
}

/// In a folder outside git.
fn side_by_side(project: &Rc<Project>, case: &Case) -> [Rendered; 2] {
    let folder = project.path("single");
    project.user.run("mkdir").arg(&folder).ok();
    let unpack = "git -C \"$0\" archive main | tar -x";
    let shell = project.user.run("sh").dir(&folder);
    shell.args(["-c", unpack]).arg(&project.folder).ok();
    let before = files(&folder);
    init(project, case, &folder);
    let mut files = files(&folder);
    files.retain(|file| file != ".env" && !before.contains(file));
    ["", ".prod"].map(|suffix| Rendered {
        project: Rc::clone(project),
        name: format!("{}, single{suffix}", case.name),
        folder: folder.clone(),
        suffix,
        is_prod: !suffix.is_empty(),
        files: files.clone(),
    })
}

/// The files below a folder, from there.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in std::fs::read_dir(&current).expect("a folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let path = path.strip_prefix(folder).expect("it is below");
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

impl Rendered {
    pub(super) fn compose_file(&self) -> String {
        format!("docker-compose{}.yml", self.suffix)
    }

    pub(super) fn makefile(&self) -> String {
        format!("Makefile{}", self.suffix)
    }

    /// The `.env` that `djdock init` made, where this environment has its own folder.
    pub(super) fn env_file(&self) -> PathBuf {
        self.project.folder.join(".env")
    }

    /// A command of the developer's in the folder.
    pub(super) fn run(&self, program: &str) -> Run {
        self.project.user.run(program).dir(&self.folder)
    }

    pub(super) fn read(&self, file: &str) -> String {
        let path = self.folder.join(file);
        std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {file}: {error}", self.name))
    }

    /// The folder for what a check needs beside the files.
    pub(super) fn scratch(&self, name: &str) -> PathBuf {
        self.project.path(name)
    }

    /// Runs a linter in the folder; what it finds ends the check.
    pub(super) fn accepts(&self, linter: Run) {
        let ran = linter.dir(Path::new(&self.folder)).run();
        assert!(ran.code == Some(0), "{}: {}", self.name, ran.story());
    }
}
