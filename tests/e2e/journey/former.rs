//! A stack that an earlier djdock wrote, with rows, goes on after `update`: `tests/former`.

use std::fs;

use crate::harness::cleanup;
use crate::harness::engine::{self, repository};
use crate::harness::project::Project;
use crate::harness::stack::Stack;
use crate::harness::steps::Steps;

/// As the bundle's compose files say it.
const NAME: &str = "djdock-e2e-former";

/// Whether Django's user may do everything.
const SUPERUSER: &str = "from django.db import connection as c; k = c.cursor(); \
    k.execute('select rolsuper from pg_roles where rolname = current_user'); print(k.fetchone()[0])";

#[test]
#[ignore = "needs a Docker engine"]
fn a_former_stack_goes_on_after_update() {
    let Some(steps) = Steps::new("former") else {
        return;
    };
    let project = Project::cloned("tests/former/stack.bundle", NAME, "postgres");
    let prod = project.prod(&project.folder);
    cleanup::remove(&prod.name);
    steps.watch(&prod.name);
    steps.must("the former stack runs, with rows", || {
        project.git("switch -q prod");
        write_env(&project);
        engine::images_of(&project.folder);
        prod.make(["run"]).ok();
        prod.manage(&["seed"]);
    });
    let rows = prod.rows();
    let secrets = project.read(".env");
    let said = steps.must("`djdock update`", || {
        project.djdock().args(["update", "--yes"]).ok().all()
    });
    steps.must("the same rows, on the same volumes", || {
        prod.make(["run"]).ok();
        prod.site().get("/polls/").is(200);
        prod.rows().are(&rows);
        let env = project.read(".env");
        assert_eq!(env.trim_end().strip_suffix("STACK_PLACE="), Some(&*secrets));
        assert_eq!(is_superuser(&prod), "True");
    });
    let line = said.lines().find(|line| line.contains("docker volume rm"));
    let line = line.unwrap_or_else(|| panic!("nothing is said of older data: {said}"));
    steps.step(
        "what it says to type makes Django's user the owner alone",
        || {
            let typed = prod.command("sh").args(["-c", line.trim()]);
            typed.env("YES", "1").ok();
            prod.rows().are(&rows);
            assert_eq!(is_superuser(&prod), "False");
            prod.site().get("/polls/").is(200);
        },
    );
    steps.finish();
}

/// The `.env` that the former `init` made, on this machine.
fn write_env(project: &Project) {
    let env = fs::read_to_string(repository("tests/former/env")).expect("it is there");
    let env = env.replace("HOST_UID=0", &format!("HOST_UID={}", project.user.uid));
    let env = env.replace("HOST_GID=0", &format!("HOST_GID={}", project.user.gid));
    let path = project.folder.join(".env");
    let port = project.prod_port;
    fs::write(&path, format!("{env}HTTP_PORT={port}\n")).expect("it is written");
    project.user.own(&path);
}

fn is_superuser(stack: &Stack) -> String {
    let ran = stack.manage(&["shell", "-c", SUPERUSER]);
    ran.out.lines().last().unwrap_or_default().to_owned()
}
