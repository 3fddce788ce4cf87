//! Answers that cannot be used: wrong usage, exit code 2.

use insta::assert_snapshot;

use super::refused;
use crate::harness::Project;

#[track_caller]
fn wrong(line: &str) -> String {
    refused(&Project::polls(), line, 2)
}

#[test]
fn an_unknown_database() {
    assert_snapshot!(wrong("init --yes --db nothing"), @r"
    error: `--db nothing`: there is no `nothing`
      known: mariadb, postgres, postgis, mysql, sqlite
    ");
}

#[test]
fn an_unknown_service() {
    assert_snapshot!(wrong("init --yes --db mariadb --with nothing"), @r"
    error: `--with nothing`: there is no `nothing`
      known: rabbitmq, redis, valkey, memcached, minio, celery, celery-beat, flower, adminer, redis-commander, mailpit, smtp, debug, backup, import, caddy, certbot, registry, portainer, none
    ");
}

#[test]
fn an_unknown_server() {
    assert_snapshot!(wrong("init --yes --server nothing"), @r"
    error: `--server nothing`: there is no `nothing`
      known: gunicorn, uvicorn
    ");
}

#[test]
fn ports() {
    assert_snapshot!(wrong("init --yes --dev-port 99999"), @r"
    error: invalid value '99999' for '--dev-port <PORT>': 99999 is not in 0..=65535

    For more information, try '--help'.
    ");
    assert_snapshot!(wrong("init --yes --dev-port 0"), @"error: `--dev-port 0`: this takes a number from 1 to 65535");
    assert_snapshot!(wrong("init --yes --dev-port 80"), @"error: `--dev-port` and `--prod-port` are the same");
}

#[test]
fn another_python() {
    assert_snapshot!(wrong("init --yes --python 2"), @"error: `--python 2`: this takes major and minor, as in 3.13");
    assert_snapshot!(wrong("init --yes --python 3.13.1"), @"error: `--python 3.13.1`: this takes major and minor, as in 3.13");
}

#[test]
fn a_domain_that_is_none() {
    assert_snapshot!(wrong("init --yes --domain https://example.org/"), @"error: `--domain https://example.org/`: this takes a host name, as in example.org: no scheme, no path");
    assert_snapshot!(wrong("init --yes --domain 'a';b"), @"error: `--domain 'a';b`: this takes a host name, as in example.org: no scheme, no path");
}

#[test]
fn a_name_that_compose_refuses() {
    assert_snapshot!(wrong("init --yes --name My.Site"), @"error: `--name My.Site`: this takes lower-case letters, digits, - and _, a letter or digit first");
}

#[test]
fn one_branch_for_both() {
    assert_snapshot!(wrong("init --yes --dev-branch stack --prod-branch stack"), @"error: `--dev-branch` and `--prod-branch` are the same");
}

#[test]
fn an_option_that_does_not_exist() {
    assert_snapshot!(wrong("init --databse mariadb"), @r"
    error: unexpected argument '--databse' found

      tip: to pass '--databse' as a value, use '-- --databse'

    Usage: djdock init [OPTIONS] [PATH]

    For more information, try '--help'.
    ");
}

#[test]
fn no_terminal_and_no_answer() {
    assert_snapshot!(wrong("init"), @r"
    error: `--db` is needed: there is no terminal to ask at, and no safe default
    hint: `--yes` takes the default of every question
    ");
}

#[test]
fn an_answers_file_that_does_not_parse() {
    let project = Project::polls();
    project.write("../answers.toml", "db = mariadb\n");
    assert_snapshot!(refused(&project, "init --answers ../answers.toml", 2), @r"
    error: `../answers.toml` cannot be read
      TOML parse error at line 1, column 6
        |
      1 | db = mariadb
        |      ^^^^^^^
      string values must be quoted, expected literal string
    ");
}

#[test]
fn an_answers_file_with_an_unknown_key() {
    let project = Project::polls();
    project.write("../answers.toml", "databse = \"mariadb\"\n");
    let said = refused(&project, "init --answers ../answers.toml", 2);
    let (said, known) = said.split_once(", expected one of ").unwrap();
    assert!(known.contains("`dev-port`, "), "{known}");
    assert_snapshot!(said, @r#"
    error: `../answers.toml` cannot be read
      TOML parse error at line 1, column 1
        |
      1 | databse = "mariadb"
        | ^^^^^^^
      unknown field `databse`
    "#);
}

#[test]
fn an_answers_file_with_a_value_of_another_type() {
    let project = Project::polls();
    project.write("../answers.toml", "db = \"mariadb\"\ndev-port = \"8000\"\n");
    assert_snapshot!(refused(&project, "init --answers ../answers.toml", 2), @r#"
    error: `../answers.toml` cannot be read
      TOML parse error at line 2, column 12
        |
      2 | dev-port = "8000"
        |            ^^^^^^
      invalid type: string "8000", expected u16
    "#);
}

#[test]
fn an_answers_file_of_another_version() {
    let project = Project::polls();
    project.write("../answers.toml", "version = 2\ndb = \"mariadb\"\n");
    assert_snapshot!(refused(&project, "init --answers ../answers.toml", 2), @r"
    error: `../answers.toml` is version 2, and this djdock reads version 1
    hint: use the djdock that wrote it, or a newer one
    ");
}

#[test]
fn no_answers_file() {
    let project = Project::polls();
    assert_snapshot!(refused(&project, "init --answers ../answers.toml", 1), @"error: cannot read `../answers.toml`: No such file or directory (os error 2)");
}

#[test]
fn branches_without_git() {
    let project = Project::outside_git("examples/polls");
    assert_snapshot!(refused(&project, "init --yes --layout branches", 2), @r"
    error: the branch layout needs a git repository, and there is none here
    hint: first keep out of it what is nobody else's: `printf '%s\n' .env '*.sqlite3' venv/ .venv/ __pycache__/ >>.gitignore`
    hint: then `git init && git add -A && git commit -m start`, or `djdock init --layout single`
    ");
}
