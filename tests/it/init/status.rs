//! `djdock status`: drift is what `init` would change; what the user wrote is none.

use insta::assert_snapshot;

use crate::harness::Project;

fn on_dev() -> Project {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet dev");
    project
}

#[test]
fn after_init_there_is_none() {
    for project in [on_dev(), Project::outside_git("examples/polls")] {
        if !project.has("djdock.lock") {
            project.djdock("init --yes").ok();
        }
        let before = project.listing();
        let run = project.djdock("status").ok();
        assert!(
            run.stdout.contains("up to date") && !run.stdout.contains("drift"),
            "{run}"
        );
        before.assert_same(&project.listing());
    }
}

#[test]
fn code_is_none() {
    let project = on_dev();
    // Every line that a fact was read from moves.
    let settings = project.read("mysite/settings.py");
    project.write("mysite/settings.py", &settings.replacen('\n', "\n\n", 1));
    project.append("requirements.txt", "requests\n");
    project.append("polls/views.py", "# mine\n");
    project.commit("code");
    let run = project.djdock("status");
    assert_eq!(run.code, Some(0), "{run}");
}

#[test]
fn an_edit_of_a_stack_file_is_listed_and_is_none() {
    let project = on_dev();
    project.append("Dockerfile", "# mine\n");
    project.commit("edit");
    let run = project.djdock("status").ok();
    assert_snapshot!(run.stdout, @r"
    dev: up to date
      edited  Dockerfile (by you)
    prod: up to date
    ");
}

#[test]
fn other_answers_are() {
    let project = on_dev();
    let edited = project.read("djdock.toml").replace("8000", "8123");
    project.write("djdock.toml", &edited);
    project.commit("port");
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    let run = project.djdock("status");
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""), "{run}");
    assert_snapshot!(run.stdout, @r#"
    dev: drift
        edit  djdock.lock
        edit  docker-compose.yml
                   2 - # The stack for writing code: `make run`, then http://localhost:8000/. Secrets come from .env (`make env` makes it).
                   2 + # The stack for writing code: `make run`, then http://localhost:8123/. Secrets come from .env (`make env` makes it).
                  75 -       - "${WEB_ADDRESS:-127.0.0.1}:${WEB_PORT:-8000}:8000"
                  75 +       - "${WEB_ADDRESS:-127.0.0.1}:${WEB_PORT:-8123}:8000"
    prod: up to date
    "#);
    project.djdock("init --yes").ok();
    project.djdock("status").ok();
}

#[test]
fn a_lost_stack_file_is_the_user_s_choice() {
    let project = on_dev();
    project.git("rm --quiet Makefile");
    project.commit("no_make");
    project.djdock("status").ok();
    let run = project.djdock("init --yes").ok();
    assert!(run.stderr.contains("Nothing to do"), "{run}");
}

#[test]
fn without_a_stack_there_is_nothing_to_tell() {
    let project = Project::polls();
    let run = project.djdock("status");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{run}");
    assert_snapshot!(run.stderr, @r"
    error: there is no djdock stack here
    hint: `djdock init` makes one
    ");
}

#[test]
fn what_merging_prod_into_dev_did_is_seen() {
    let project = on_dev();
    project.git_in(&project.root, "merge --quiet --no-edit prod");
    let run = project.djdock("status");
    assert_eq!(run.code, Some(1), "{run}");
}
