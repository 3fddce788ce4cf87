//! `djdock try` beside a stack that runs: it proves or explains, and touches nothing outside itself.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::harness::engine::{self, docker};
use crate::harness::project::Project;
use crate::harness::stack::Stack;
use crate::harness::steps::Steps;

/// A view that fails, and says why nowhere else.
const FAILS: &str = "\n\nIndexView.get = lambda self, request: {}['price']\n";

#[test]
#[ignore = "needs a Docker engine"]
fn a_try_touches_nothing_outside_itself() {
    let Some(steps) = Steps::new("try") else {
        return;
    };
    let project = Project::new("mariadb");
    let prod = project.prod(&project.folder);
    steps.watch(&prod.name);
    let rows = steps.must("prod runs, and has rows", || {
        project.init().ok();
        project.git("switch -q prod");
        engine::images_of(&project.folder);
        prod.make(["run"]).ok();
        prod.manage(&["seed"]);
        prod.rows()
    });
    let before = state(&project, &prod);
    let stands = || {
        assert_eq!(state(&project, &prod), before);
        assert_eq!(left(), Vec::<String>::new());
        prod.site().get("/polls/").is(200);
        prod.rows().are(&rows);
    };
    steps.step("prod and dev are tried, and come up", || {
        for environment in ["prod", "dev"] {
            let ran = project.djdock().args(["try", environment]).ok();
            assert!(!ran.out.contains("FAILED"), "{}", ran.all());
            assert!(ran.out.contains("page       /polls/ 200"), "{}", ran.all());
            stands();
        }
    });
    steps.step("what fails is explained, with its place", || {
        let views = project.folder.join("polls/views.py");
        let text = fs::read_to_string(&views).expect("it is there");
        fs::write(&views, format!("{text}{FAILS}")).expect("it is written");
        project.user.own(&views);
        let said = project.djdock().arg("try").fails().all();
        assert!(said.contains("KeyError: 'price'"), "{said}");
        assert!(said.contains("(polls/views.py:"), "{said}");
        let broken = format!("import no_such_module_of_ours\n{text}");
        fs::write(&views, broken).expect("it is written");
        let said = project.djdock().arg("try").fails().all();
        let cause = "no_such_module_of_ours is imported, and nothing that is installed has it";
        assert!(said.contains(cause), "{said}");
        fs::write(&views, text).expect("it is written");
        stands();
    });
    steps.step("one that was killed is taken away", || {
        let script = format!(
            "{} try >/dev/null 2>&1 & echo $!",
            project.binary().display()
        );
        let ran = project.run("sh").args(["-c", &script]).ok();
        let end = Instant::now() + Duration::from_mins(10);
        while left().is_empty() && Instant::now() < end {
            thread::sleep(Duration::from_millis(50));
        }
        let process = ran.out.trim().to_owned();
        project.run("kill").args(["-9", &process]).ok();
        assert!(!left().is_empty(), "it was killed too early");
        // What it had begun may still arrive.
        let end = Instant::now() + Duration::from_mins(5);
        loop {
            let ran = project.djdock().args(["try", "--clean"]).run();
            if (ran.code == Some(0) && left().is_empty()) || Instant::now() > end {
                break;
            }
            thread::sleep(Duration::from_secs(1));
        }
        stands();
    });
    steps.step("the stack that stands is explained", || {
        let ran = project.djdock().args(["try", "--explain"]).ok();
        assert!(ran.all().contains("No container of"), "{}", ran.all());
    });
    steps.finish();
}

/// What of a try is on the engine.
fn left() -> Vec<String> {
    let lists = [
        vec!["ps", "--all", "--format", "{{.Names}}"],
        vec!["volume", "ls", "--format", "{{.Name}}"],
        vec!["network", "ls", "--format", "{{.Name}}"],
        vec!["image", "ls", "--format", "{{.Repository}}"],
    ];
    let all = lists.into_iter().flat_map(|words| {
        let printed = docker(words).ok().out;
        let lines = printed.lines().map(str::to_owned);
        lines.collect::<Vec<_>>()
    });
    all.filter(|name| name.starts_with("djdock-try-")).collect()
}

/// What a stack consists of, on the engine and on disk.
fn state(project: &Project, stack: &Stack) -> Vec<String> {
    let label = format!("label=com.docker.compose.project={}", stack.name);
    let lists = [
        vec![
            "ps",
            "--all",
            "--no-trunc",
            "--filter",
            &label,
            "--format",
            "{{.ID}} {{.Image}} {{.State}}",
        ],
        vec!["volume", "ls", "--filter", &label, "--format", "{{.Name}}"],
        vec![
            "network",
            "ls",
            "--no-trunc",
            "--filter",
            &label,
            "--format",
            "{{.ID}} {{.Name}}",
        ],
        vec![
            "image",
            "ls",
            "--no-trunc",
            "--filter",
            &label,
            "--format",
            "{{.ID}} {{.Repository}}",
        ],
    ];
    let mut all: Vec<String> = lists
        .into_iter()
        .map(|words| docker(words).ok().out)
        .collect();
    all.push(fs::read_to_string(project.folder.join(".env")).expect("it is there"));
    all.push(format!("{:?}", files(&project.folder.join("data"))));
    all.push(project.git("status --porcelain"));
    all
}

fn files(folder: &Path) -> Vec<(String, u64)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            let length = entry.metadata().map_or(0, |metadata| metadata.len());
            all.push((path.display().to_string(), length));
        }
    }
    all.sort();
    all
}
