//! One environment's files, as `djdock init` wrote them.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::harness::project::Project;
use crate::harness::run::Run;

const DATABASES: [&str; 4] = ["mariadb", "postgres", "mysql", "sqlite"];

/// Services that go together: each of the catalogue stands in one of these.
const SERVICES: [&[&str]; 2] = [
    &["redis", "memcached", "celery-beat", "flower"],
    &["valkey", "rabbitmq", "celery"],
];

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

/// Renders every combination of database, layout and environment.
pub(super) fn all() -> Vec<Rendered> {
    let alone = DATABASES.map(|database| ("examples/polls", database, &[][..]));
    let with = SERVICES.map(|services| ("tests/fixtures/services", "postgres", services));
    let all = alone.into_iter().chain(with);
    all.flat_map(|(source, database, services)| {
        let branches = in_branches(source, database, services);
        branches
            .into_iter()
            .chain(side_by_side(source, database, services))
    })
    .collect()
}

/// `djdock init` with services.
fn init(project: &Project, services: &[&str]) -> Run {
    let flags = services.iter().flat_map(|service| ["--with", service]);
    project.init().args(flags)
}

fn in_branches(source: &str, database: &str, services: &[&str]) -> Vec<Rendered> {
    let project = Rc::new(Project::of(source, database));
    init(&project, services).ok();
    let render = |branch: &'static str| {
        let folder = project.path(branch);
        project.git(&format!("worktree add -q {} {branch}", folder.display()));
        let files = project.git(&format!("diff --name-only --diff-filter=A main {branch}"));
        Rendered {
            project: Rc::clone(&project),
            name: format!("{database} {services:?}, {branch} branch"),
            folder,
            suffix: "",
            is_prod: branch == "prod",
            files: files.lines().map(str::to_owned).collect(),
        }
    };
    ["dev", "prod"].map(render).into()
}

fn side_by_side(source: &str, database: &str, services: &[&str]) -> Vec<Rendered> {
    let project = Rc::new(Project::of(source, database));
    init(&project, services).args(["--layout", "single"]).ok();
    let files = project.git("ls-files --others --exclude-standard");
    let render = |suffix: &'static str| Rendered {
        project: Rc::clone(&project),
        name: format!("{database}, single{suffix}"),
        folder: project.folder.clone(),
        suffix,
        is_prod: !suffix.is_empty(),
        files: files.lines().map(str::to_owned).collect(),
    };
    ["", ".prod"].map(render).into()
}

impl Rendered {
    pub(super) fn dockerfile(&self) -> String {
        format!("Dockerfile{}", self.suffix)
    }

    pub(super) fn compose_file(&self) -> String {
        format!("docker-compose{}.yml", self.suffix)
    }

    pub(super) fn makefile(&self) -> String {
        format!("Makefile{}", self.suffix)
    }

    /// The rendered files of a kind.
    pub(super) fn files_of(&self, extension: &str) -> Vec<&String> {
        let is_of = |file: &&String| {
            Path::new(file)
                .extension()
                .is_some_and(|found| found == extension)
        };
        self.files.iter().filter(is_of).collect()
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
