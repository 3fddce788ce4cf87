//! README: what it names exists, and what it tells people to type works.

use std::fs;

use clap::{CommandFactory as _, Parser as _};
use djdock::answers::PartialAnswers;
use djdock::catalog::{Catalog, DATABASE};
use djdock::cli::Cli;
use djdock::environment::Environment;

use crate::harness::{Project, source};

fn readme() -> String {
    fs::read_to_string(source("README.md")).expect("README.md")
}

/// What stands between backticks in a line of text.
fn quoted(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    prose
        .flat_map(|part| part.split('`').skip(1).step_by(2))
        .collect()
}

/// The lines of blocks of a language, without comments.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let blocks = text.split("```").skip(1).step_by(2);
    let lines = blocks
        .filter_map(|block| block.strip_prefix(language))
        .flat_map(str::lines);
    let commands = lines.map(|line| line.split(" #").next().unwrap_or_default().trim());
    let each = commands
        .flat_map(|line| line.split(" && "))
        .filter(|line| !line.is_empty());
    each.map(ToOwned::to_owned).collect()
}

/// Everything that README shows as typed.
fn typed() -> Vec<String> {
    let text = readme();
    let mut lines = blocks(&text, "sh");
    let shown = blocks(&text, "console");
    lines.extend(
        shown
            .iter()
            .filter_map(|line| line.strip_prefix("$ "))
            .map(ToOwned::to_owned),
    );
    lines.extend(quoted(&text).into_iter().map(ToOwned::to_owned));
    lines
}

#[test]
fn its_djdock_commands_parse() {
    let typed = typed();
    let lines: Vec<_> = typed
        .iter()
        .filter(|line| line.starts_with("djdock "))
        .collect();
    assert!(lines.len() >= 5, "{lines:?}");
    for line in lines {
        // Words in capitals stand for what the reader puts there.
        let words = line.split_whitespace().map(|word| match word {
            "SHELL" => "bash",
            "COMMAND" => "init",
            word => word,
        });
        if let Err(error) = Cli::try_parse_from(words) {
            let help = error.kind() == clap::error::ErrorKind::DisplayHelp;
            assert!(help, "{line}: {error}");
        }
    }
}

#[test]
fn its_flags_exist() {
    let known: Vec<String> = Cli::command()
        .get_subcommands()
        .flat_map(|command| {
            command
                .get_arguments()
                .chain(Cli::command().get_arguments())
                .cloned()
                .collect::<Vec<_>>()
        })
        .filter_map(|argument| argument.get_long().map(|long| format!("--{long}")))
        .collect();
    let text = readme();
    let ours = quoted(&text)
        .into_iter()
        .filter(|part| part.starts_with("--"));
    let flags = ours.flat_map(|part| {
        part.split_whitespace()
            .filter(|word| word.starts_with("--"))
    });
    let flags: Vec<_> = flags.collect();
    assert!(flags.len() >= 4, "{flags:?}");
    for flag in flags {
        let name = flag.split('=').next().unwrap_or_default();
        assert!(known.iter().any(|long| long == name), "{flag}");
    }
}

/// "Every flag is a key of djdock.toml", but those that say where and how, not what.
#[test]
fn every_flag_of_init_is_a_key() {
    let command = Cli::command();
    let init = command.find_subcommand("init").unwrap();
    let how = ["pack", "existing", "on-conflict", "help"];
    for long in init.get_arguments().filter_map(clap::Arg::get_long) {
        if how.contains(&long) {
            continue;
        }
        let values = [
            "'a'",
            "['a']",
            "1",
            "true",
            "'single'",
            "{ a = { a = '7' } }",
        ];
        let is_key = |value| toml::from_str::<PartialAnswers>(&format!("{long} = {value}")).is_ok();
        assert!(values.into_iter().any(is_key), "{long}");
    }
}

#[test]
fn its_make_targets_exist() {
    let project = Project::polls();
    project
        .djdock("init --yes --with backup --with minio --with registry")
        .ok();
    project.djdock("add postgres --import-data").ok();
    let makefiles = ["dev", "prod"].map(|branch| project.on(branch, "Makefile"));
    let typed = typed();
    let words = typed.iter().flat_map(|line| {
        let target = line.split("make ").nth(1).unwrap_or_default();
        target.split_whitespace().take(1)
    });
    let targets: Vec<_> = words.filter(|word| !word.starts_with('-')).collect();
    assert!(
        targets.contains(&"run") && targets.contains(&"import-data"),
        "{targets:?}"
    );
    for target in targets {
        let rule = format!("\n{}:", target.trim_end_matches(','));
        assert!(
            makefiles.iter().any(|makefile| makefile.contains(&rule)),
            "{target}"
        );
    }
}

/// The table of what is written, against what is.
#[test]
fn its_catalogue_is_the_pack_s() {
    let catalog = Catalog::embedded().unwrap();
    let mut rows = vec![
        "| service | what it is | on |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    let (databases, others): (Vec<_>, Vec<_>) = catalog
        .services
        .iter()
        .partition(|service| service.provides(DATABASE));
    for service in databases.into_iter().chain(others) {
        let environments = Environment::ALL.into_iter().filter(|it| service.is_in(*it));
        let environments: Vec<_> = environments.map(|it| it.to_string()).collect();
        let (name, summary) = (&service.name, &service.manifest.summary);
        rows.push(format!(
            "| `{name}` | {summary} | {} |",
            environments.join(", ")
        ));
    }
    let table = rows.join("\n");
    assert!(readme().contains(&table), "it should have:\n{table}");
}

#[test]
fn its_table_has_every_file() {
    let project = Project::polls();
    project.djdock("init --yes").ok();
    let text = readme();
    let table = text
        .split("## What is written")
        .nth(1)
        .unwrap()
        .split("\n## ")
        .next()
        .unwrap();
    let named: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let is_named = |path: &str| {
        named.iter().any(|name| match name.split_once('*') {
            Some((start, end)) => path.starts_with(start) && path.ends_with(end),
            None => path == *name || name.ends_with('/') && path.starts_with(name),
        })
    };
    // With what carries rows over, which comes where there are some; `make env` makes the folder for them.
    project.djdock("add import").ok();
    let mut paths = project.tracked("prod");
    paths.extend(project.tracked("dev"));
    let before = project.tracked("main");
    let created = paths.iter().filter(|path| !before.contains(path));
    let unnamed: Vec<_> = created.filter(|path| !is_named(path)).collect();
    assert!(
        unnamed.is_empty(),
        "{unnamed:?} are written and not in the table"
    );
    for name in named
        .iter()
        .filter(|name| ![".env", ".env.djdock", "data/"].contains(*name))
    {
        let written = paths
            .iter()
            .any(|path| path == name || name.contains('*') || path.starts_with(name));
        assert!(written, "{name} is in the table and not written");
    }
}

/// The first of the two set-up commands, with the binary that is built already.
#[test]
fn its_first_command_works() {
    let text = readme();
    assert!(text.contains("cargo run -- init --yes \"$(docs/example)\"\n"));
    let project = Project::empty();
    let copy = project.sandbox().join("example");
    let mut script = project.command("sh", &project.root);
    script.arg(source("docs/example")).arg(&copy);
    let output = script.output().unwrap();
    let path = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(path.trim_end(), copy.to_string_lossy());
    project.djdock_in(&copy, "init --yes").ok();
    let branches = project
        .git_in(&copy, "branch --format=%(refname:short)")
        .ok();
    assert_eq!(branches.stdout, "dev\nmain\nprod\n");
}
