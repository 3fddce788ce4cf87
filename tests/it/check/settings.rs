//! What prod's containers are told.

use super::{Stack, provoked};
use crate::harness::Project;

#[test]
fn each() {
    let base = Stack::new("");
    let compose = "docker-compose.yml";
    provoked(
        "settings",
        &base,
        &[
            ("DEBUG", &|stack| {
                stack.edit("prod", compose, "DEBUG: \"0\"", "DEBUG: \"True\"");
            }),
            ("DEBUG from .env", &|stack| {
                stack.edit("prod", compose, "DEBUG: \"0\"", "DEBUG: ${DEBUG:-0}");
                stack.project.append(".env", "DEBUG=1\n");
            }),
            (
                "DEBUG of .env, which the compose file outweighs",
                &|stack| stack.project.append(".env", "DEBUG=1\n"),
            ),
            ("every host, in .env", &|stack| {
                stack
                    .project
                    .append(".env", "ALLOWED_HOSTS=example.org,*\n");
            }),
            ("every host, in the compose file", &|stack| {
                stack.edit(
                    "prod",
                    compose,
                    "\"${ALLOWED_HOSTS:-",
                    "\"*,${ALLOWED_HOSTS:-",
                );
            }),
        ],
    );
}

#[test]
fn variables_of_the_project_s_own() {
    let stack = Stack::of(Project::fixture("environment-names"), "--db mariadb");
    let compose = stack.project.on("prod", "docker-compose.yml");
    let line = compose
        .lines()
        .find(|line| line.contains("DEBUG:") && !line.trim().starts_with("DEBUG"));
    let line = line.expect("the fixture's own variable");
    let (name, _) = line.split_once(':').unwrap();
    let value = if line.contains("False") { "True" } else { "1" };
    stack.edit(
        "prod",
        "docker-compose.yml",
        line,
        &format!("{name}: \"{value}\""),
    );
    let shown = stack.shown();
    let name = name.trim();
    assert!(
        shown.contains(&format!("on prod: {name} is on: strangers see settings")),
        "{shown}"
    );
}

#[test]
fn tls_is_a_note_until_it_is_on() {
    let stack = Stack::new("");
    let run = stack.run("check", &[]).ok();
    assert!(run.stdout.contains("TLS=1 in .env"), "{run}");
    stack.project.append(".env", "TLS=1\n");
    let run = stack.run("check", &[]).ok();
    assert_eq!(run.stdout, "Nothing stops or weakens this stack.\n");
}
