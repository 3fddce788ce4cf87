//! Docker and Compose: absent, silent, too old.

use std::fs;
use std::time::{Duration, Instant};

use super::{DOCKER, Stack, part};
use crate::harness::accepted;

#[test]
fn each() {
    let stack = Stack::new("");
    let silent = |said: &str| {
        let line = format!("\"version --format\") echo '{said}' >&2; exit 1 ;;");
        DOCKER.replace("\"version --format\") echo 26.1.5 ;;", &line)
    };
    let mut shown = String::new();
    let mut show = |title: &str, script: &str| {
        stack.docker(script);
        shown.push_str(&part(title, &stack.shown()));
    };
    show("an old engine", &DOCKER.replace("26.1.5", "24.0.9"));
    show("an old Compose", &DOCKER.replace("2.26.1", "v2.20.1"));
    show(
        "no Compose",
        &DOCKER.replace("compose version", "compost version"),
    );
    show(
        "no answer",
        &silent("Cannot connect to the Docker daemon at unix:///var/run/docker.sock."),
    );
    show(
        "no right to ask",
        &silent("permission denied while trying to connect to the Docker daemon socket"),
    );
    fs::remove_file(stack.programs().join("docker")).unwrap();
    shown.push_str(&part("no docker", &stack.shown()));
    accepted("check/engine", &shown);
}

#[test]
fn compose_under_its_other_name() {
    let stack = Stack::new("");
    stack.docker(&DOCKER.replace("compose version", "compost version"));
    stack.program("docker-compose", "#!/bin/sh\necho 2.30.0\n");
    stack.run("check", &[]).ok();
}

#[test]
fn one_that_hangs_is_not_waited_for() {
    let stack = Stack::new("");
    stack.docker(&DOCKER.replace("echo 26.1.5", "exec /bin/sleep 60"));
    let start = Instant::now();
    let shown = stack.shown();
    assert!(
        shown.contains("the Docker engine does not answer"),
        "{shown}"
    );
    assert!(start.elapsed() < Duration::from_secs(20));
}
