//! No clock, no host fact and no hash order reaches a rendered byte.

use std::fs;

use super::{FLAGS, trees};
use crate::harness::Project;

#[test]
fn another_folder_another_home_another_time() {
    let here = Project::polls();
    let there = Project::polls();
    for _ in 0..1000 {
        there.command("true", &there.root);
    }
    there.write("../home/.bashrc", "export DB=mysql\n");
    let moved = there.sandbox().join("a folder of another name");
    fs::rename(&there.root, &moved).unwrap();
    here.djdock(&format!("init --yes {FLAGS}")).ok();
    there.djdock_in(&moved, &format!("init --yes {FLAGS}")).ok();
    fs::rename(&moved, &there.root).unwrap();
    assert_ne!(here.id("dev"), there.id("dev"), "the commits tell the time");
    assert_eq!(trees(&here), trees(&there));
}

#[test]
fn another_user_s_environment() {
    let plain = Project::polls();
    plain.djdock(&format!("init --yes {FLAGS}")).ok();
    let odd = Project::polls();
    let mut command = odd.command(env!("CARGO_BIN_EXE_djdock"), &odd.root);
    command
        .args("init --yes".split(' ').chain(FLAGS.split_whitespace()))
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("USER", "nobody")
        .env("HOSTNAME", "elsewhere")
        .env("DEBUG", "1")
        .env("DATABASE", "mysql");
    assert!(command.output().unwrap().status.success());
    assert_eq!(trees(&plain), trees(&odd));
}

/// Each process has hash seeds of its own.
#[test]
fn one_process_after_the_other() {
    let pristine = Project::polls();
    let mut found = Vec::new();
    for _ in 0..4 {
        let project = pristine.copied();
        project.djdock(&format!("init --yes {FLAGS}")).ok();
        found.push([project.id("dev"), project.id("prod")]);
    }
    found.dedup();
    assert_eq!(
        found.len(),
        1,
        "with the same clock even the commits are the same: {found:?}"
    );
}

#[test]
fn whatever_the_answers_were_before() {
    let fresh = Project::polls();
    fresh.djdock(&format!("init --yes {FLAGS}")).ok();
    for before in [
        "--db mariadb",
        "--db mysql --domain a.example",
        "--db sqlite",
    ] {
        let project = Project::polls();
        project.djdock(&format!("init --yes {before}")).ok();
        project.djdock(&format!("init --yes {FLAGS}")).ok();
        let difference = |branch: &str| {
            let theirs = fresh.tracked(branch);
            let differing = theirs
                .iter()
                .filter(|path| fresh.on(branch, path) != project.on(branch, path));
            differing.cloned().collect::<Vec<_>>()
        };
        assert_eq!(
            trees(&project),
            trees(&fresh),
            "after {before}: {:?}",
            difference("dev")
        );
    }
}
