//! `djdock add` on the branches and side by side.

use insta::assert_snapshot;

use super::{on_dev, trees};
use crate::harness::Project;

#[test]
fn one_commit_on_each_branch_and_the_work_tree_follows() {
    let project = on_dev("");
    let before = [project.id("dev"), project.id("prod")];
    let run = project.djdock("add redis").ok();
    assert_eq!(
        project.git("rev-list --count --first-parent dev ^main"),
        "2"
    );
    assert_eq!(
        project.git("rev-list --count --first-parent prod ^main"),
        "2"
    );
    for (branch, before) in ["dev", "prod"].iter().zip(before) {
        assert_eq!(project.id(&format!("{branch}^")), before);
        assert!(
            project
                .on(branch, "docker-compose.yml")
                .contains("\n  redis:\n")
        );
    }
    assert!(project.read("docker-compose.yml").contains("\n  redis:\n"));
    assert_eq!(project.git("status --porcelain"), "");
    assert_snapshot!(project.git("log --format=%s dev"), @r"
    djdock add redis: the dev stack
    djdock init: the dev stack
    The_project_as_it_is
    ");
    let said = run
        .stderr
        .split("\n\n")
        .filter(|part| !part.starts_with("---"));
    let said: Vec<_> = said.collect();
    assert_snapshot!(said.last().unwrap_or(&""), @r"
      git switch dev && make run      # http://localhost:8000/
      git switch prod && make run     # http://localhost/
    ");
}

#[test]
fn what_is_there_already_is_no_change() {
    let project = on_dev("--with redis");
    let before = project.listing();
    let run = project.djdock("add redis").ok();
    assert!(run.stderr.contains("Nothing to do"), "{run}");
    before.assert_same(&project.listing());
}

#[test]
fn it_is_the_same_as_having_it_from_the_start() {
    let grown = on_dev("");
    grown.djdock("add redis --yes").ok();
    let born = on_dev("--with redis");
    assert_eq!(trees(&grown), trees(&born));
}

#[test]
fn from_main_and_from_a_folder_below() {
    let project = on_dev("");
    project.git("switch --quiet main");
    let before = project.git("status --porcelain");
    project.djdock_in(&project.path("polls"), "add redis").ok();
    assert_eq!(project.git("status --porcelain"), before);
    assert!(project.on("prod", "docker-compose.yml").contains("redis:8"));
}

#[test]
fn what_it_needs_comes_along_and_goes_with_it() {
    let project = Project::fixture("services");
    project.djdock("init --yes --with none").ok();
    let before = trees(&project);
    let run = project.djdock("add celery --yes").ok();
    assert!(
        run.stderr.contains("Celery needs a broker: Redis."),
        "{run}"
    );
    project.djdock("remove celery").ok();
    // Its settings name a Redis: it did not come for Celery alone.
    let toml = project.on("dev", "djdock.toml");
    assert!(toml.contains("with = [\"redis\"]"), "{toml}");
    project.djdock("remove redis").ok();
    assert_eq!(trees(&project), before);
}

#[test]
fn secrets_come_to_env_and_no_other_key_changes() {
    let project = on_dev("");
    project.append(".env", "MINE=1\n");
    let before = project.read(".env");
    let run = project.djdock("add rabbitmq").ok();
    let after = project.read(".env");
    assert!(after.starts_with(&before), "{after}");
    let password = after
        .lines()
        .find_map(|line| line.strip_prefix("RABBITMQ_PASSWORD="));
    let password = password.expect("a password");
    assert_eq!(password.len(), 32);
    assert!(!run.stderr.contains(password) && !run.stdout.contains(password));
    assert_eq!(project.mode(".env"), 0o600);
    project.djdock("remove rabbitmq").ok();
    let aside = after.replace("\nRABBITMQ_PASSWORD=", "\n# removed: RABBITMQ_PASSWORD=");
    assert_eq!(project.read(".env"), aside);
}

#[test]
fn side_by_side_in_a_folder() {
    let project = Project::outside_git("examples/polls");
    project.djdock("init --yes").ok();
    let before = project.listing();
    project.djdock("add redis").ok();
    for path in ["docker-compose.yml", "docker-compose.prod.yml"] {
        assert!(project.read(path).contains("\n  redis:\n"), "{path}");
    }
    project.djdock("remove redis").ok();
    before.assert_same(&project.listing());
}

/// Redis has the cache, and Memcached is there by its variable: the block of the second must not undo the first one's.
#[test]
fn a_setting_that_two_services_would_give_is_the_first_one_s() {
    let both = on_dev("--with redis --with memcached");
    let settings = both.read("mysite/settings.py");
    assert_eq!(settings.matches("CACHES = {").count(), 2, "{settings}");
    assert!(
        settings.contains("if os.environ.get('MEMCACHED_SERVER') and 'CACHES' not in globals():"),
        "{settings}"
    );
    let run = both.djdock("update --yes").ok();
    assert!(run.stderr.contains("Nothing to do"), "{run}");
    let grown = on_dev("--with redis");
    grown.djdock("add memcached --yes").ok();
    assert_eq!(grown.read("mysite/settings.py"), settings);
}

#[test]
fn nothing_is_written_by_a_dry_run() {
    let project = on_dev("");
    let before = project.listing();
    let run = project.djdock("add redis --dry-run --diff").ok();
    assert!(run.stdout.contains("+  redis:"), "{run}");
    before.assert_same(&project.listing());
}

#[test]
fn a_merge_into_prod_brings_nothing_of_dev_s_stack() {
    let project = on_dev("");
    project.append("polls/views.py", "# new\n");
    project.commit("code");
    project.djdock("add redis").ok();
    let stack = project.on("prod", "docker-compose.yml");
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    assert_eq!(project.read("docker-compose.yml"), stack);
    assert!(project.read("polls/views.py").contains("# new"));
}
