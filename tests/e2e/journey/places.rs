//! One machine, several places: clones, work trees, a folder that moves, secrets that are lost, another branch.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::engine;
use crate::harness::free_port;
use crate::harness::project::Project;
use crate::harness::rows::Rows;
use crate::harness::run::Run;
use crate::harness::stack::Stack;
use crate::harness::steps::Steps;

/// The first place, and what stands in it.
struct First {
    steps: Steps,
    project: Project,
    dev: Stack,
    rows: Rows,
    /// The project's own sqlite file.
    file: Vec<u8>,
}

#[test]
#[ignore = "needs a Docker engine"]
fn no_place_takes_over_another_ones_stack() {
    let Some(first) = First::new() else {
        return;
    };
    first.clone_beside();
    first.work_tree();
    first.other_branch();
    let moved = first.moved();
    first.without_secrets(&moved);
    first.steps.finish();
}

/// The suffix that a place's stacks have.
fn place(folder: &Path) -> Option<String> {
    let env = fs::read_to_string(folder.join(".env")).ok()?;
    let mut lines = env.lines().rev();
    lines.find_map(|line| Some(line.strip_prefix("STACK_PLACE=")?.to_owned()))
}

impl First {
    /// `None` where it has passed before.
    fn new() -> Option<Self> {
        let steps = Steps::new("places")?;
        let project = Project::new("mariadb");
        let dev = project.dev();
        steps.watch(&dev.name);
        steps.must("the project has a file of its own", || {
            project.manage(&["seed"])
        });
        let file = fs::read(project.folder.join("db.sqlite3")).expect("it is seeded");
        steps.must("the first place: `make run`", || {
            project.init().ok();
            project.git("switch -q dev");
            engine::images_of(&project.folder);
            dev.make(["run"]).ok();
            dev.manage(&["seed"]);
            assert_eq!(place(&project.folder).as_deref(), Some(""));
        });
        let rows = dev.rows();
        Some(Self {
            steps,
            project,
            dev,
            rows,
            file,
        })
    }

    /// Its page and its rows are as they were.
    fn stands(&self, stack: &Stack) {
        stack.site().get("/polls/").is(200);
        stack.rows().are(&self.rows);
    }

    fn make(&self, folder: &Path, target: &str) -> Run {
        self.project.run("make").dir(folder).arg(target)
    }

    fn clone_beside(&self) {
        let (steps, project) = (&self.steps, &self.project);
        let clone = project.path("clone");
        let port = free_port();
        let in_clone = |target: &str| {
            let make = self.make(&clone, target);
            make.env("WEB_PORT", port.to_string())
        };
        steps.must("a clone: `make run` gives it stacks of its own", || {
            let (from, to) = (project.folder.display(), clone.display());
            project.git(&format!("clone -q --branch dev {from} {to}"));
            in_clone("run").ok();
        });
        let suffix = place(&clone).expect("`make env` decides");
        let name = format!("{}{suffix}", self.dev.name);
        let second = Stack::new(&clone, name, port, &project.user);
        steps.watch(&second.name);
        steps.step("both answer, and each has its own rows", || {
            assert!(suffix.len() > 1, "{suffix:?}");
            second.site().get("/polls/").is(200);
            self.stands(&self.dev);
        });
        steps.step("what the clone deletes is its own", || {
            second.compose(["down", "--volumes"]).ok();
            self.stands(&self.dev);
        });
        steps.step("a copied .env is refused, with the way out", || {
            let own = clone.join(".env");
            fs::copy(project.folder.join(".env"), &own).expect("it is copied");
            project.user.own(&own);
            let said = in_clone("run").fails().all();
            assert!(said.contains("make env PLACE=new"), "{said}");
            let checked = project.djdock().dir(&clone).arg("check").fails().all();
            assert!(checked.contains("runs the stack"), "{checked}");
            self.stands(&self.dev);
            in_clone("env").env("PLACE", "new").ok();
            assert_ne!(place(&clone).as_deref(), Some(""));
        });
    }

    fn work_tree(&self) {
        let project = &self.project;
        let name = "a second work tree has the secrets of the first";
        self.steps.step(name, || {
            let tree = project.path("tree");
            project.git(&format!("worktree add -q {} prod", tree.display()));
            self.make(&tree, "env").ok();
            let [own, theirs] = [&project.folder, &tree]
                .map(|folder| fs::read_to_string(folder.join(".env")).expect("it is there"));
            assert_eq!(own, theirs);
            project.git(&format!("worktree remove --force {}", tree.display()));
        });
    }

    fn other_branch(&self) {
        let (project, dev) = (&self.project, &self.dev);
        let name = "dev goes on on main, says so, and leaves its file alone";
        self.steps.step(name, || {
            project.git("switch -q main");
            let web = dev.id("web");
            dev.command("docker").args(["restart", &web]).ok();
            dev.site().wait("/polls/", |page| page.status == 200);
            let said = dev.command("docker").args(["logs", &web]).ok().all();
            assert!(said.contains("the code of branch main"), "{said}");
            let now = fs::read(project.folder.join("db.sqlite3"));
            assert!(now.is_ok_and(|now| now == self.file), "it was written to");
            project.git("switch -q dev");
            dev.compose(["restart", "web"]).ok();
            dev.site().wait("/polls/", |page| page.status == 200);
            self.stands(dev);
        });
    }

    fn moved(&self) -> Stack {
        let project = &self.project;
        let moved: PathBuf = project.path("moved");
        self.steps.must("the folder is renamed", || {
            fs::rename(&project.folder, &moved).expect("it is renamed");
        });
        let stack = Stack::new(&moved, self.dev.name.clone(), self.dev.port, &project.user);
        self.steps.step("it is the same stack", || {
            stack.make(["run"]).ok();
            self.stands(&stack);
        });
        stack
    }

    fn without_secrets(&self, stack: &Stack) {
        let name = "a lost .env: no password is invented, and the way out works";
        self.steps.step(name, || {
            let env = stack.folder.join(".env");
            stack.make(["down"]).ok();
            fs::remove_file(&env).expect("it was there");
            let said = stack.make(["run"]).fails().all();
            let way_out = "make env PLACE=here, then make passwords";
            assert!(said.contains(way_out), "{said}");
            assert!(!env.exists());
            stack.make(["env", "PLACE=here"]).ok();
            stack.make(["passwords"]).ok();
            stack.make(["run"]).ok();
            self.stands(stack);
        });
    }
}
