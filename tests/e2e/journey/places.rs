//! One machine, several places: clones, work trees, a folder that moves, secrets that are lost, another branch.

use std::fs;
use std::path::Path;

use crate::harness::engine;
use crate::harness::free_port;
use crate::harness::project::Project;
use crate::harness::stack::Stack;
use crate::harness::steps::Steps;

/// The suffix that a place's stacks have.
fn place(folder: &Path) -> Option<String> {
    let env = fs::read_to_string(folder.join(".env")).ok()?;
    let mut lines = env.lines().rev();
    lines.find_map(|line| Some(line.strip_prefix("STACK_PLACE=")?.to_owned()))
}

#[test]
#[ignore = "needs a Docker engine"]
fn no_place_takes_over_another_ones_stack() {
    let Some(steps) = Steps::new("places") else {
        return;
    };
    let project = Project::new("mariadb");
    let first = project.dev();
    steps.watch(&first.name);
    steps.must("the project has a file of its own", || {
        project.manage(&["seed"])
    });
    let file = fs::read(project.folder.join("db.sqlite3")).expect("it is seeded");
    steps.must("the first place: `make run`", || {
        project.init().ok();
        project.git("switch -q dev");
        engine::images_of(&project.folder);
        first.make(["run"]).ok();
        first.manage(&["seed"]);
        assert_eq!(place(&project.folder).as_deref(), Some(""));
    });
    let rows = first.rows();
    let stands = |stack: &Stack| {
        stack.site().get("/polls/").is(200);
        stack.rows().are(&rows);
    };

    let clone = project.path("clone");
    let port = free_port();
    let in_clone = |target: &str| {
        let make = project.run("make").dir(&clone).arg(target);
        make.env("WEB_PORT", port.to_string())
    };
    steps.must("a clone: `make run` gives it stacks of its own", || {
        let source = project.folder.to_string_lossy().into_owned();
        let to = clone.to_string_lossy().into_owned();
        project.git(&format!("clone -q --branch dev {source} {to}"));
        in_clone("run").ok();
    });
    let suffix = place(&clone).expect("`make env` decides");
    let second = Stack::new(
        &clone,
        format!("{}{suffix}", first.name),
        port,
        &project.user,
    );
    steps.watch(&second.name);
    steps.step("both answer, and each has its own rows", || {
        assert!(suffix.len() > 1, "{suffix:?}");
        second.site().get("/polls/").is(200);
        stands(&first);
    });
    steps.step("what the clone deletes is its own", || {
        second.compose(["down", "--volumes"]).ok();
        stands(&first);
    });
    steps.step("a copied .env is refused, with the way out", || {
        fs::copy(project.folder.join(".env"), clone.join(".env")).expect("it is copied");
        project.user.own(&clone.join(".env"));
        let said = in_clone("run").fails().all();
        assert!(said.contains("make env PLACE=new"), "{said}");
        let checked = project.djdock().dir(&clone).arg("check").fails().all();
        assert!(checked.contains("runs the stack"), "{checked}");
        stands(&first);
        in_clone("env").env("PLACE", "new").ok();
        assert_ne!(place(&clone).as_deref(), Some(""));
    });
    steps.step("a second work tree has the secrets of the first", || {
        let tree = project.path("tree");
        let line = format!("worktree add -q {} prod", tree.display());
        project.git(&line);
        project.run("make").dir(&tree).arg("env").ok();
        let [own, theirs] = [&project.folder, &tree]
            .map(|folder| fs::read_to_string(folder.join(".env")).expect("it is there"));
        assert_eq!(own, theirs);
        project.git(&format!("worktree remove --force {}", tree.display()));
    });
    steps.step(
        "dev goes on on main, says so, and leaves its file alone",
        || {
            project.git("switch -q main");
            first
                .command("docker")
                .args(["restart", &first.id("web")])
                .ok();
            first.site().wait("/polls/", |page| page.status == 200);
            let said = first
                .command("docker")
                .args(["logs", &first.id("web")])
                .ok();
            assert!(
                said.all().contains("the code of branch main"),
                "{}",
                said.all()
            );
            let now = fs::read(project.folder.join("db.sqlite3"));
            assert!(now.is_ok_and(|now| now == file), "it was written to");
            project.git("switch -q dev");
            first.compose(["restart", "web"]).ok();
            first.site().wait("/polls/", |page| page.status == 200);
            stands(&first);
        },
    );
    let moved = project.path("moved");
    steps.must("the folder is renamed", || {
        fs::rename(&project.folder, &moved).expect("it is renamed");
    });
    let third = Stack::new(&moved, first.name.clone(), first.port, &project.user);
    steps.step("it is the same stack", || {
        third.make(["run"]).ok();
        stands(&third);
    });
    steps.step(
        "a lost .env: no password is invented, and the way out works",
        || {
            third.make(["down"]).ok();
            fs::remove_file(moved.join(".env")).expect("it was there");
            let said = third.make(["run"]).fails().all();
            assert!(
                said.contains("make env PLACE=here && make passwords"),
                "{said}"
            );
            assert!(!moved.join(".env").exists());
            third.make(["env", "PLACE=here"]).ok();
            third.make(["passwords"]).ok();
            third.make(["run"]).ok();
            stands(&third);
        },
    );
    steps.finish();
}
