//! `djdock check`: each finding provoked in a project, as a person reads it.

mod attempt;
mod compose;
mod engine;
mod env_file;
mod fix;
mod git;
mod images;
mod json;
mod kept;
mod machine;
mod own;
mod ports;
mod scripts;
mod secrets;
mod settings;
mod unshown;
mod verdicts;

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::harness::{Project, Run, accepted};

/// Docker and Compose as they should be, and no container.
const DOCKER: &str = r#"#!/bin/sh
case "$1 $2" in
"version --format") echo 26.1.5 ;;
"compose version") echo 2.26.1 ;;
"ps --format" | "volume ls") ;;
*) exit 1 ;;
esac
"#;

/// The engine is on another machine, whose ports nobody knows here.
const ELSEWHERE: (&str, &str) = ("DOCKER_HOST", "ssh://someone@elsewhere");

/// A project with its stack on two free ports, and a `docker` of the test's own.
struct Stack {
    project: Project,
    /// dev's port, and prod's.
    ports: [u16; 2],
}

impl Stack {
    /// On branches, with main checked out.
    fn new(flags: &str) -> Self {
        Self::of(Project::polls(), flags)
    }

    /// Side by side, outside of git.
    fn single() -> Self {
        Self::of(Project::outside_git("examples/polls"), "")
    }

    fn of(project: Project, flags: &str) -> Self {
        let ports = free_ports();
        let [dev, prod] = ports;
        let line = format!("init --yes --dev-port {dev} --prod-port {prod} {flags}");
        project.djdock(&line).ok();
        let stack = Self { project, ports };
        stack.docker(DOCKER);
        stack
    }

    fn copied(&self) -> Self {
        let copy = Self {
            project: self.project.copied(),
            ports: self.ports,
        };
        copy.docker(DOCKER);
        copy
    }

    /// The folder that is all of PATH.
    fn programs(&self) -> PathBuf {
        self.project.sandbox().join("programs")
    }

    /// Puts another `docker` in the place of the one before.
    fn docker(&self, script: &str) {
        self.program("docker", script);
    }

    fn program(&self, name: &str, script: &str) {
        let folder = self.programs();
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join(name);
        fs::write(&path, script).expect("a program");
        fs::set_permissions(path, Permissions::from_mode(0o755)).expect("permissions");
    }

    /// Runs djdock with nothing but these programs, and the shell's variables.
    fn run(&self, line: &str, variables: &[(&str, &str)]) -> Run {
        let project = &self.project;
        let mut command = project.command(env!("CARGO_BIN_EXE_djdock"), &project.root);
        command.args(line.split_whitespace());
        command.env("PATH", self.programs());
        command.envs(variables.iter().copied());
        Run::of(&format!("djdock {line}"), &mut command, &project.sandbox())
    }

    /// What a person reads, without the note that every new stack gets. Whatever listens on this machine is of no
    /// account: the engine is on another one.
    fn shown(&self) -> String {
        self.shown_with(&[ELSEWHERE])
    }

    /// The same, with the ports of this machine.
    fn shown_here(&self) -> String {
        self.shown_with(&[])
    }

    fn shown_with(&self, variables: &[(&str, &str)]) -> String {
        let run = self.run("check", variables);
        let mut note = false;
        let lines = run.stdout.lines().filter(|line| {
            // A finding's second line stands further right.
            note = line.contains("TLS is off") || note && line.starts_with(' ');
            !note
        });
        let said = lines.collect::<Vec<_>>().join("\n");
        let code = run.code.unwrap_or(-1);
        let text = format!("{said}\n{}exit {code}\n", run.stderr);
        let [dev, prod] = self.ports.map(|port| port.to_string());
        text.replace(&dev, "[DEV]").replace(&prod, "[PROD]")
    }

    /// Replaces a text in a branch's file, and commits.
    #[track_caller]
    fn edit(&self, branch: &str, path: &str, from: &str, to: &str) {
        self.change(branch, |project| {
            let text = project.read(path);
            assert!(text.contains(from), "{path}: {text}");
            project.write(path, &text.replacen(from, to, 1));
        });
    }

    /// Changes files of a branch, and commits.
    fn change(&self, branch: &str, change: impl FnOnce(&Project)) {
        let project = &self.project;
        project.git(&format!("switch --quiet {branch}"));
        change(project);
        project.commit("mine");
        project.git("switch --quiet main");
    }

    /// Replaces the line of a key in `.env`.
    #[track_caller]
    fn set(&self, key: &str, line: &str) {
        let text = self.project.read(".env");
        assert!(
            text.lines()
                .any(|line| line.starts_with(&format!("{key}="))),
            "{key}"
        );
        let lines = text.lines().map(|old| {
            if old.starts_with(&format!("{key}=")) {
                line
            } else {
                old
            }
        });
        let text = lines.collect::<Vec<_>>().join("\n") + "\n";
        self.project.write(".env", &text);
    }
}

/// A text with a heading.
fn part(title: &str, text: &str) -> String {
    format!("======== {title}\n{text}\n")
}

/// Two ports that nobody has, dev's the lower one.
fn free_ports() -> [u16; 2] {
    let listeners = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").expect("a port"));
    let mut ports = listeners.map(|listener| listener.local_addr().expect("an address").port());
    ports.sort_unstable();
    ports
}

/// A title, and what provokes the finding.
type Case<'a> = (&'a str, &'a dyn Fn(&Stack));

/// Provokes each case in a copy of a stack, and compares what is said with `snapshots/check/<name>.snap`.
#[track_caller]
fn provoked(name: &str, base: &Stack, cases: &[Case<'_>]) {
    let mut shown = String::new();
    for (title, provoke) in cases {
        let stack = base.copied();
        provoke(&stack);
        shown.push_str(&part(title, &stack.shown()));
    }
    accepted(&format!("check/{name}"), &shown);
}

#[test]
fn a_new_stack_has_nothing_that_stops_or_weakens() {
    for flags in [
        "",
        "--db postgres --with redis",
        "--db mysql --with rabbitmq --with memcached",
        "--db sqlite",
        "--db postgis --with backup --with adminer",
        "--layout single",
    ] {
        let stack = Stack::new(flags);
        // Services have ports of their own, which somebody may have here.
        let run = stack.run("check", &[ELSEWHERE]).ok();
        assert_eq!(run.stderr, "", "{run}");
        assert!(
            run.stdout
                .ends_with("\nNothing stops or weakens this stack.\n"),
            "{run}"
        );
        let found = run.stdout.lines().filter(|line| !line.starts_with(' '));
        let found: Vec<_> = found.collect();
        assert!(found.len() == 2 && found[0].starts_with("note "), "{run}");
    }
    // With the ports of this machine.
    let stack = Stack::single();
    let run = stack.run("check", &[]).ok();
    assert!(run.stdout.contains("docker-compose.prod.yml:"), "{run}");
}

/// What a container of one service says must not be said by another one's too.
#[test]
fn many_services_together() {
    let tools = [
        "redis",
        "mailpit",
        "smtp",
        "minio",
        "debug",
        "adminer",
        "redis-commander",
        "backup",
    ];
    let stack = Stack::new(&format!("--with {}", tools.join(" --with ")));
    let shown = stack.shown();
    assert_eq!(shown.lines().count(), 3, "{shown}");
    assert!(
        shown.starts_with("stops    .env:") && shown.contains("EMAIL_HOST is empty"),
        "{shown}"
    );
    stack.set("EMAIL_HOST", "EMAIL_HOST=mail.example.org");
    assert!(
        stack.shown().starts_with("Nothing stops"),
        "{}",
        stack.shown()
    );
}

#[test]
fn without_a_stack_there_is_nothing_to_check() {
    let said = Project::polls().djdock("check").refused(1);
    insta::assert_snapshot!(said, @r"
    error: there is no djdock stack here
    hint: `djdock init` makes one
    ");
}

#[test]
fn nothing_is_written_by_a_check() {
    let stack = Stack::new("");
    fs::remove_file(stack.project.path(".env")).unwrap();
    let before = stack.project.listing();
    assert_eq!(stack.run("check", &[]).code, Some(1));
    assert_eq!(stack.run("check --fix --dry-run", &[]).code, Some(1));
    before.assert_same(&stack.project.listing());
}
