//! `.env`: what it lacks, and who reads it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use super::{Stack, provoked};

#[test]
fn each() {
    let base = Stack::new("");
    provoked(
        "env-file",
        &base,
        &[
            ("no .env", &|stack| {
                fs::remove_file(stack.project.path(".env")).unwrap();
            }),
            ("a key is missing", &|stack| {
                let text = stack.project.read(".env");
                let lines = text
                    .lines()
                    .filter(|line| !line.starts_with("MARIADB_PASSWORD="));
                stack
                    .project
                    .write(".env", &(lines.collect::<Vec<_>>().join("\n") + "\n"));
            }),
            ("a key is empty", &|stack| {
                stack.set("SECRET_KEY", "SECRET_KEY=");
            }),
            ("a key is empty in quotes", &|stack| {
                stack.set("SECRET_KEY", "SECRET_KEY=''");
            }),
            ("Compose cannot read it", &|stack| {
                stack.project.append(".env", "MY KEY=1\n");
            }),
            ("others may read it", &|stack| {
                fs::set_permissions(stack.project.path(".env"), Permissions::from_mode(0o640))
                    .unwrap();
            }),
            ("git tracks it", &|stack| {
                stack.project.git("add --force .env");
            }),
            ("a branch holds it", &|stack| {
                stack.project.git("switch --quiet dev");
                stack.project.git("add --force .env");
                stack.project.git("commit --quiet --message secrets");
                let env = stack.project.read(".env");
                stack.project.git("switch --quiet main");
                stack.project.write(".env", &env);
                fs::set_permissions(stack.project.path(".env"), Permissions::from_mode(0o600))
                    .unwrap();
            }),
            ("git does not ignore it", &|stack| {
                stack.project.write(".git/info/exclude", "");
            }),
            ("the sample lacks a key", &|stack| {
                stack.edit("prod", ".env.sample", "MARIADB_PASSWORD=\n", "");
            }),
            ("another file is missing", &|stack| {
                stack.edit(
                    "prod",
                    "docker-compose.yml",
                    "  env_file: .env\n",
                    "  env_file: [.env, mail.env]\n",
                );
            }),
        ],
    );
}

#[test]
fn keys_that_only_the_owner_knows() {
    let project = crate::harness::Project::fixture("environment-names");
    let stack = Stack::of(project, "--db mariadb --domain example.org");
    crate::harness::accepted("check/env-owner", &stack.shown());
}

#[test]
fn a_key_of_the_shell_is_set() {
    let stack = Stack::new("");
    stack.set("SECRET_KEY", "SECRET_KEY=");
    assert!(stack.shown().contains("SECRET_KEY is empty"));
    let key = "0123456789".repeat(6);
    let shown = stack.shown_with(&[("SECRET_KEY", &key)]);
    assert!(!shown.contains("SECRET_KEY"), "{shown}");
}

#[test]
fn a_symbolic_link_is_read_and_not_written() {
    let stack = Stack::new("");
    fs::rename(
        stack.project.path(".env"),
        stack.project.path("../shared.env"),
    )
    .unwrap();
    std::os::unix::fs::symlink("../shared.env", stack.project.path(".env")).unwrap();
    assert!(stack.shown().contains("Nothing stops"));
    fs::set_permissions(
        stack.project.path("../shared.env"),
        Permissions::from_mode(0o644),
    )
    .unwrap();
    let shown = stack.shown();
    assert!(
        shown.contains("mode 0644") && !shown.contains("--fix"),
        "{shown}"
    );
}
