//! The command line: its reference as accepted, and clap's own checks.

use clap::CommandFactory as _;
use djdock::cli::Cli;

use crate::harness::{Project, accepted};

#[test]
fn clap_finds_nothing_wrong() {
    Cli::command().debug_assert();
}

#[test]
fn the_reference() {
    let project = Project::empty();
    let mut reference = String::new();
    let mut command = Cli::command();
    command.build();
    let mut lines = vec!["--help".to_owned(), "--version".to_owned()];
    let names = command.get_subcommands().map(clap::Command::get_name);
    let ours = names.filter(|name| *name != "help");
    lines.extend(ours.map(|name| format!("{name} --help")));
    for line in lines {
        let run = project.djdock(&line).ok();
        assert_eq!(run.stderr, "", "{run}");
        reference.push_str(&run.to_string());
        reference.push('\n');
    }
    assert!(reference.contains("$ djdock init --help"));
    accepted("help/reference", &reference);
}

/// Lines that a narrow terminal breaks, and a wide one too: nobody reads 200 columns.
#[test]
fn no_line_is_wider_than_100_columns() {
    let project = Project::empty();
    let wide = project.djdock("init --help").ok();
    let widest = wide.stdout.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{widest:?}");
}

#[test]
fn without_a_command_it_says_which_there_are() {
    let project = Project::empty();
    let said = project.djdock("").refused(2);
    assert!(
        said.contains("Usage: djdock") && said.contains("init"),
        "{said}"
    );
}

#[test]
fn completions_and_the_manual_page_know_every_flag() {
    let project = Project::empty();
    for line in [
        "completions bash",
        "completions zsh",
        "completions fish",
        "man",
    ] {
        let text = project.djdock(line).ok().stdout.replace('\\', "");
        let flags: &[&str] = if line == "man" {
            &["init", "inspect", "status"]
        } else {
            &["dev-port", "import-data"]
        };
        for flag in flags {
            assert!(text.contains(flag), "{line}: {flag}");
        }
    }
}
