//! Output that cannot be written is an error, but for a reader that has gone away.

use std::fs::File;
use std::process::Stdio;

use crate::harness::Project;

/// Runs djdock with that for its standard output: its exit code, and what it said.
fn into(project: &Project, line: &str, stdout: Stdio) -> (Option<i32>, String) {
    let mut command = project.command(env!("CARGO_BIN_EXE_djdock"), &project.root);
    command.args(line.split_whitespace()).stdin(Stdio::null());
    let run = command.stdout(stdout).stderr(Stdio::piped());
    let output = run.spawn().unwrap().wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), said)
}

const LINES: [&str; 12] = [
    "inspect",
    "inspect --json",
    "services",
    "services --json",
    "status",
    "status --json",
    "init --yes --dry-run --json",
    "init --yes --dry-run --diff --dev-port 8123",
    "completions bash",
    "man",
    "--help",
    "--version",
];

#[test]
fn a_full_disk_is_an_error() {
    let project = Project::polls();
    project.djdock("init --yes --db postgres").ok();
    for line in LINES {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let (code, said) = into(&project, line, full.into());
        assert_eq!(code, Some(1), "{line}: {said}");
        let why = "error: the result cannot be written to standard output: No space left on device";
        assert!(said.contains(why), "{line}: {said}");
    }
}

#[test]
fn a_reader_that_has_gone_is_none() {
    let project = Project::polls();
    project.djdock("init --yes --db postgres").ok();
    for line in LINES {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (code, said) = into(&project, line, writer.into());
        assert_eq!(code, Some(0), "{line}: {said}");
    }
}
