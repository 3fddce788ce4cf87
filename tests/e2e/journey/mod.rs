//! One long way through everything that the main job promises, for each database: its stacks are built once.

mod attempt;
mod branches;
mod data;
mod database;
mod dev;
mod edit;
mod former;
mod guard;
mod headers;
mod image;
mod init;
mod keep;
mod login;
mod network;
mod offer;
mod places;
mod prod;
mod rebuild;
mod scale;
mod secrets;
mod services;
mod single;
mod tls;

use std::path::PathBuf;

use crate::harness::project::Project;
use crate::harness::rows::Rows;
use crate::harness::stack::Stack;
use crate::harness::steps::Steps;

/// How dev and prod share a machine.
#[derive(Clone, Copy, PartialEq)]
enum Trees {
    /// One work tree: `git switch prod`, while dev still runs.
    One,
    /// `git worktree add ../prod prod`.
    Two,
}

/// What the steps of one journey work on.
struct World {
    steps: Steps,
    project: Project,
    trees: Trees,
    dev: Stack,
    prod: Stack,
    /// The rows of the sqlite file.
    source: Rows,
}

impl World {
    /// `None` where its journey has passed before.
    fn new(database: &str, trees: Trees) -> Option<Self> {
        let steps = Steps::new(database)?;
        let project = Project::new(database);
        steps.must("the example project has rows", || data::seed(&project));
        let source = project.rows();
        let prod = match trees {
            Trees::One => project.folder.clone(),
            Trees::Two => project.path("prod"),
        };
        let (dev, prod) = (project.dev(), project.prod(&prod));
        steps.watch(&dev.name);
        steps.watch(&prod.name);
        Some(Self {
            steps,
            project,
            trees,
            dev,
            prod,
            source,
        })
    }

    fn has_server(&self) -> bool {
        self.project.database != "sqlite"
    }

    fn step(&self, name: &str, body: impl FnOnce()) {
        self.steps.step(name, body);
    }

    /// A file that the developer edits, in dev's or prod's work tree.
    fn edit(&self, stack: &Stack, path: &str, old: &str, new: &str) {
        let file: PathBuf = stack.folder.join(path);
        let text = std::fs::read_to_string(&file).expect("a file of the project");
        assert!(text.contains(old), "{path} has no «{old}»");
        std::fs::write(&file, text.replacen(old, new, 1)).expect("the file is written");
        self.project.user.own(&file);
    }
}

fn journey(database: &str, trees: Trees) {
    let Some(world) = World::new(database, trees) else {
        return;
    };
    init::steps(&world);
    dev::steps(&world);
    data::steps(&world);
    edit::steps(&world);
    branches::steps(&world);
    prod::steps(&world);
    guard::steps(&world);
    headers::steps(&world);
    login::steps(&world);
    tls::steps(&world);
    image::steps(&world);
    network::steps(&world);
    secrets::steps(&world);
    keep::steps(&world);
    rebuild::steps(&world);
    scale::steps(&world);
    branches::both_answer(&world);
    world.steps.finish();
}

#[test]
#[ignore = "needs a Docker engine"]
fn a_project_moves_to_mariadb_on_dev_and_prod() {
    journey("mariadb", Trees::Two);
}

#[test]
#[ignore = "needs a Docker engine"]
fn a_project_moves_to_postgres_on_dev_and_prod() {
    journey("postgres", Trees::One);
}

#[test]
#[ignore = "needs a Docker engine"]
fn a_project_stays_on_sqlite_on_dev_and_prod() {
    journey("sqlite", Trees::Two);
}
