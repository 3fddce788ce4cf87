//! What is refused, before anything is written.

use insta::assert_snapshot;

use super::on_dev;
use crate::harness::Project;

/// Refused, with nothing changed.
#[track_caller]
fn refused(project: &Project, line: &str) -> String {
    let before = project.listing();
    let run = project.djdock(line);
    assert!(matches!(run.code, Some(1 | 2)), "{run}");
    before.assert_same(&project.listing());
    run.stderr
}

#[test]
fn a_service_that_nobody_knows() {
    let project = on_dev("");
    let said = refused(&project, "add reddis");
    assert!(
        said.starts_with("error: the catalogue has no service `reddis`"),
        "{said}"
    );
    assert!(
        said.ends_with("hint: `djdock services` says what each of them is\n"),
        "{said}"
    );
}

#[test]
fn a_service_that_is_not_there() {
    assert_snapshot!(refused(&on_dev(""), "remove redis"), @r"
    error: `redis` is no part of the stack
      the stack has: mariadb
    ");
}

#[test]
fn the_database() {
    let said = refused(&on_dev(""), "remove mariadb");
    assert!(
        said.starts_with("error: `mariadb` is the stack's database: another one replaces it"),
        "{said}"
    );
}

#[test]
fn two_databases() {
    assert_snapshot!(refused(&on_dev(""), "add postgres mysql"), @"error: a stack has one database: postgres, mysql");
}

#[test]
fn what_another_one_needs() {
    let project = Project::fixture("services");
    project.djdock("init --yes --with celery").ok();
    assert_snapshot!(refused(&project, "remove redis"), @r"
    error: `redis` is needed by celery
    hint: remove them together: `djdock remove redis celery`
    ");
    project.djdock("remove redis celery").ok();
}

#[test]
fn what_a_stack_has_once() {
    let said = refused(&on_dev("--with redis"), "add valkey");
    assert!(said.contains("redis, valkey"), "{said}");
}

#[test]
fn another_edge() {
    let project = on_dev("--with certbot --domain example.org");
    assert_snapshot!(refused(&project, "add caddy"), @r"
    error: on branch `dev`: a stack has one edge: caddy, certbot
    hint: name one of them; `djdock remove NAME` takes out one that is there
    ");
    project.djdock("remove certbot").ok();
    project.djdock("add caddy").ok();
}

#[test]
fn a_certificate_for_no_name() {
    let project = on_dev("");
    assert_snapshot!(refused(&project, "add certbot"), @"error: on branch `dev`: certbot: a certificate is for a host name, and prod has none. Name it, once for each: --domain example.org");
    project
        .djdock("add certbot --domain example.org --domain www.example.org")
        .ok();
    let compose = project.on("prod", "docker-compose.yml");
    assert!(
        compose.contains("DOMAINS: example.org www.example.org\n"),
        "{compose}"
    );
    let answers = project.on("prod", "djdock.toml");
    assert!(answers.contains("\"www.example.org\""), "{answers}");
}

#[test]
fn a_choice_that_is_none() {
    let project = on_dev("--domain example.org");
    assert_snapshot!(refused(&project, "add certbot --set certbot.staging=maybe"), @"error: `--set certbot.staging=maybe`: this takes yes or no");
    project.djdock("add certbot --set certbot.staging=yes").ok();
    assert!(
        project
            .on("prod", "docker-compose.yml")
            .contains("https://acme-staging-v02.api")
    );
}

#[test]
fn where_nothing_is() {
    let said = refused(&Project::polls(), "add redis");
    assert_snapshot!(said, @r"
    error: there is no djdock stack here
    hint: `djdock init` makes one
    ");
}

#[test]
fn uncommitted_changes_of_a_file_that_changes() {
    let project = on_dev("");
    project.append("docker-compose.yml", "# mine\n");
    let said = refused(&project, "add redis");
    assert!(said.contains("docker-compose.yml"), "{said}");
    // Another file may be dirty.
    project.git("checkout --quiet docker-compose.yml");
    project.append("polls/views.py", "# mine\n");
    project.djdock("add redis").ok();
    assert!(project.read("polls/views.py").ends_with("# mine\n"));
}

#[test]
fn a_stack_of_another_pack() {
    let project = on_dev("");
    for branch in ["dev", "prod"] {
        project.git(&format!("switch --quiet {branch}"));
        let lock = project.read("djdock.lock");
        let digest = lock
            .lines()
            .find(|line| line.starts_with("digest"))
            .unwrap();
        project.write(
            "djdock.lock",
            &lock.replace(digest, "digest = \"sha256:0\""),
        );
        project.commit("other");
    }
    let said = refused(&project, "add redis");
    assert!(said.contains("hint: `djdock update`"), "{said}");
    project.djdock("update").ok();
    project.djdock("add redis").ok();
}

#[test]
fn another_layout_than_the_stack_has() {
    for (standing, other) in [("single", "branches"), ("branches", "single")] {
        let project = Project::polls();
        project
            .djdock(&format!("init --yes --db sqlite --layout {standing}"))
            .ok();
        let branches: &[&str] = match standing {
            "branches" => &["dev", "prod"],
            _ => &["main"],
        };
        for branch in branches {
            project.git(&format!("switch --quiet {branch}"));
            let answers = project.read("djdock.toml");
            let said = format!("layout = \"{standing}\"");
            project.write(
                "djdock.toml",
                &answers.replace(&said, &format!("layout = \"{other}\"")),
            );
            project.commit("layout");
        }
        let before = project.listing();
        for command in ["status", "update", "add redis", "check"] {
            let said = project.djdock(command).refused(1);
            let expected = format!(
                "`layout = \"{other}\"`, and the stack that stands has the layout {standing}"
            );
            assert!(said.contains(&expected), "{command}: {said}");
        }
        before.assert_same(&project.listing());
    }
}
