//! `djdock try` where there is no engine to try on, or where a build fails.

use std::fs;

use serde_json::Value;

use super::{DOCKER, Stack};
use crate::harness::Project;

/// Docker and Compose of which every build fails.
const FAILING: &str = r##"#!/bin/sh
case "$*" in
"version --format"* | "compose version") echo 26.1.5 ;;
*" config --format json") echo '{"services": {"web": {"build": {"context": "."}}}}' ;;
*" build") echo "#9 1.25 ERROR: No matching distribution found for pywin32==306"; exit 1 ;;
esac
"##;

#[test]
fn without_an_engine() {
    let stack = Stack::new("");
    let silent = "\"version --format\") echo 'Cannot connect to the Docker daemon' >&2; exit 1 ;;";
    stack.docker(&DOCKER.replace("\"version --format\") echo 26.1.5 ;;", silent));
    let said = stack.run("try", &[]).refused(1);
    assert!(said.contains("the Docker engine does not answer"), "{said}");
    assert!(said.contains("Cannot connect"), "{said}");
    stack.docker(&DOCKER.replace("compose version", "compost version"));
    let said = stack.run("try prod", &[]).refused(1);
    assert!(said.contains("there is no Docker Compose 2"), "{said}");
    fs::remove_file(stack.programs().join("docker")).unwrap();
    let said = stack.run("try --clean", &[]).refused(1);
    assert!(said.contains("there is no `docker` command"), "{said}");
}

#[test]
fn without_a_stack_of_djdock_s() {
    let project = Project::polls();
    let said = project.djdock("try").refused(1);
    assert!(said.contains("there is no djdock stack here"), "{said}");
}

#[test]
fn a_build_that_fails_is_explained_and_leaves_nothing() {
    let stack = Stack::new("");
    stack.docker(FAILING);
    let before = stack.project.listing();
    for environment in ["dev", "prod"] {
        let run = stack.run(&format!("try {environment}"), &[]);
        assert_eq!(run.code, Some(1), "{run}");
        let steps: Vec<&str> = run
            .stdout
            .lines()
            .skip(1)
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(steps, ["ok", "FAILED", "ok"], "{run}");
        assert!(run.stderr.contains("pip finds no pywin32==306"), "{run}");
        let last = "  ERROR: No matching distribution found for pywin32==306\n";
        assert!(run.stderr.contains(last), "{run}");
    }
    before.assert_same(&stack.project.listing());
    let left = stack.project.root.join(".git/djdock/try/prod");
    assert!(!left.exists());
}

#[test]
fn for_scripts() {
    let stack = Stack::new("");
    stack.docker(FAILING);
    let run = stack.run("try prod --json", &[]);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(told["ok"], false, "{run}");
    assert_eq!(told["steps"][1]["step"], "build", "{run}");
    assert_eq!(told["failures"][0]["service"], Value::Null, "{run}");
    let told: Value =
        serde_json::from_str(&stack.run("try --clean --json", &[]).ok().stdout).unwrap();
    assert_eq!(told["remains"], serde_json::json!([]));
}

#[test]
fn a_stack_without_containers_has_nothing_to_explain() {
    let stack = Stack::new("");
    stack.docker(FAILING);
    let run = stack.run("try prod --explain", &[]);
    assert_eq!(run.code, Some(1), "{run}");
    assert!(
        run.stderr.contains("has no containers on this engine"),
        "{run}"
    );
}
