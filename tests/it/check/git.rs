//! Git: the merge driver, the two branches, the rows.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use super::{DOCKER, Stack, provoked};
use crate::harness::Project;

#[test]
fn each() {
    let base = Stack::new("");
    provoked(
        "git",
        &base,
        &[
            ("no merge driver", &|stack| {
                stack.project.git("config --unset merge.djdock.driver");
            }),
            ("and edits of stack files", &|stack| {
                stack.project.git("config --unset merge.djdock.driver");
                stack.change("dev", |project| {
                    project.append("Makefile", "\nmine:\n\t@true\n");
                    project.append("docker/start.py", "# shared\n");
                });
            }),
            ("djdock.toml differs", &|stack| {
                stack.change("dev", |project| {
                    let edited = project.read("djdock.toml").replace("gunicorn", "uvicorn");
                    project.write("djdock.toml", &edited);
                });
            }),
            ("rows and an environment in git", &|stack| {
                stack.change("prod", |project| {
                    project.write("db.sqlite3", "rows\n");
                    project.write("venv/pyvenv.cfg", "home = /usr\n");
                    project.git("add --force db.sqlite3 venv");
                });
            }),
            ("dev's file on prod", &|stack| {
                let dev = stack.project.on("dev", "Makefile");
                stack.change("prod", |project| project.write("Makefile", &dev));
            }),
            ("prod was merged into dev", &|stack| {
                stack.project.git("switch --quiet dev");
                stack.project.git("merge --quiet --no-edit prod");
                stack.project.git("switch --quiet main");
            }),
            ("rows for everybody", &|stack| {
                stack.project.write("data/db.json", "[]");
                fs::set_permissions(
                    stack.project.path("data/db.json"),
                    Permissions::from_mode(0o644),
                )
                .unwrap();
            }),
        ],
    );
}

#[test]
fn status_tells_of_edits_that_a_merge_would_carry_over() {
    let stack = Stack::new("");
    let project = &stack.project;
    project.git("config --unset merge.djdock.driver");
    assert_eq!(project.djdock("status").stderr, "");
    stack.change("dev", |project| {
        project.append("Makefile", "\nmine:\n\t@true\n");
    });
    let said = project.djdock("status").stderr;
    insta::assert_snapshot!(said, @"warning: this clone lacks djdock's merge driver: `git merge dev` on prod may bring these edits; `djdock check --fix` sets it");
    stack.run("check --fix", &[]).ok();
    assert_eq!(project.djdock("status").stderr, "");
}

#[test]
fn a_clone_is_told_of_the_driver_and_of_env() {
    let origin = Stack::new("");
    let clone = Stack {
        project: Project::empty(),
        ports: origin.ports,
    };
    clone.docker(DOCKER);
    let root = format!("file://{}", origin.project.root.display());
    clone
        .project
        .git(&format!("clone --quiet --branch dev {root} ."));
    crate::harness::accepted("check/git-clone", &clone.shown());
    let run = clone.run("check --fix", &[]).ok();
    assert!(
        run.stderr
            .contains("git's merge driver is set in this clone"),
        "{run}"
    );
    assert_eq!(clone.project.mode(".env"), 0o600);
    clone.run("check", &[]).ok();
    // One branch alone has nothing to merge.
    let lone = Stack {
        project: Project::empty(),
        ports: origin.ports,
    };
    lone.docker(DOCKER);
    lone.project.git(&format!(
        "clone --quiet --branch prod --single-branch {root} ."
    ));
    let shown = lone.shown();
    assert!(
        !shown.contains("merge driver") && shown.contains(".env: it is not there"),
        "{shown}"
    );
}
