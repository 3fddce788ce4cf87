//! A compose file of the user's own: extended in place, and given back.

use insta::assert_snapshot;

use crate::harness::Project;

const COMPOSE: &str = r#"# My own file
version: "3.8"

services:
    web:
        build: .
        command: python manage.py runserver 0.0.0.0:8000   # dev only
        ports:
            - "8000:8000"
        environment:
            - DEBUG=1
        depends_on:
            - db

    db:
        image: postgres:16   # mine
        volumes:
            - pg:/var/lib/postgresql/data

volumes:
    pg:
"#;

fn own() -> Project {
    let project = Project::polls();
    project.write("docker-compose.yml", COMPOSE);
    project.commit("compose");
    project
}

#[test]
fn it_is_extended_and_given_back() {
    let project = own();
    let before = project.listing();
    project.djdock("add redis").ok();
    assert_snapshot!(project.git("diff --unified=0 docker-compose.yml"), @r#"
    diff --git a/docker-compose.yml b/docker-compose.yml
    index 7ee0eb4..d18a1c4 100644
    --- a/docker-compose.yml
    +++ b/docker-compose.yml
    @@ -11,0 +12 @@ services:
    +            - REDIS_URL=redis://redis:6379/1
    @@ -13,0 +15 @@ services:
    +            - redis
    @@ -19,0 +22,13 @@ services:
    +    redis:
    +        image: redis:8.2
    +        # Queues and sessions outlive a restart: what is written reaches the disk within a second.
    +        command: [redis-server, --appendonly, "yes", --save, ""]
    +        volumes:
    +            - redis-data:/data
    +        healthcheck:
    +            # While it loads its file it answers, but not PONG.
    +            test: [CMD-SHELL, "redis-cli ping | grep -q PONG"]
    +            start_period: 60s
    +            start_interval: 500ms
    +            timeout: 5s
    +
    @@ -21,0 +37 @@ volumes:
    +    redis-data:
    "#);
    assert!(project.read("mysite/settings.py").contains("REDIS_URL"));
    assert!(project.read("requirements.txt").contains("redis>="));
    let listed = project.djdock("services").ok();
    assert!(listed.stdout.contains("* redis"), "{listed}");
    project.djdock("status").ok();
    let again = project.djdock("add redis").ok();
    assert!(again.stderr.contains("Nothing to do"), "{again}");
    project.djdock("remove redis").ok();
    let left = [".env", ".git"];
    before
        .without(&left)
        .assert_same(&project.listing().without(&left));
}

#[test]
fn edits_in_between_stay() {
    let project = own();
    project.djdock("add redis").ok();
    let text = project.read("docker-compose.yml");
    project.write(
        "docker-compose.yml",
        &text.replace("# mine", "# still mine"),
    );
    project.djdock("add memcached").ok();
    project.djdock("remove redis memcached").ok();
    let expected = COMPOSE.replace("# mine", "# still mine");
    assert_eq!(project.read("docker-compose.yml"), expected);
}

#[test]
fn a_name_that_is_taken() {
    let project = own();
    let compose = COMPOSE.replace("    db:", "    memcached:");
    project.write("docker-compose.yml", &compose);
    let before = project.listing();
    let said = project.djdock("add memcached").refused(1);
    assert_snapshot!(said, @"
    error: `docker-compose.yml` cannot be extended: line 15: there is a service `memcached` already
    hint: if it is the same, there is nothing to add; else rename `memcached` there, and run this again
    ");
    before.assert_same(&project.listing());
}

#[test]
fn a_database_beside_the_one_that_is_there() {
    let project = own();
    let before = project.listing();
    let said = project.djdock("add mariadb").refused(1);
    assert_snapshot!(said, @"
    error: `docker-compose.yml` cannot be extended: line 15: `db` is a database already: postgres
    hint: its rows would stay behind: take it out yourself first, or `djdock init`, which makes a stack of djdock's own
    ");
    before.assert_same(&project.listing());
}

#[test]
fn what_changes_files_of_djdock_s() {
    let project = own();
    // The one that does is named, beside others that do not.
    for line in ["add caddy", "add portainer caddy"] {
        let said = project.djdock(line).refused(1);
        assert!(said.starts_with("error: caddy runs in"), "{line}: {said}");
    }
    project.djdock("add portainer").ok();
    assert!(
        project
            .read("docker-compose.yml")
            .contains("portainer-data:/data")
    );
}

#[test]
fn settings_that_do_not_take_what_is_added_are_named() {
    let project = own();
    project.djdock("add mailpit").ok();
    // A module that djdock has not seen, and that sends its mail elsewhere.
    project.write(
        "mysite/live.py",
        "from .settings import *\nEMAIL_HOST = 'smtp.example.org'\n",
    );
    let compose = project.read("docker-compose.yml");
    let named = compose.replace(
        "- DEBUG=1",
        "- DEBUG=1\n            - DJANGO_SETTINGS_MODULE=mysite.live",
    );
    project.write("docker-compose.yml", &named);
    project.commit("live");
    let other =
        "mysite/live.py:2: EMAIL_HOST is 'smtp.example.org', where the stack relies on 'mailpit'";
    for command in ["check", "add redis"] {
        let said = project.djdock(command).to_string();
        assert!(said.contains("exit 1\n") && said.contains(other), "{said}");
    }
    project.write(".env", "DJDOCK_ACCEPT=EMAIL_HOST\n");
    project.djdock("add redis").ok();
}

#[test]
fn a_service_that_runs_the_tests_is_not_judged() {
    let project = Project::polls();
    project.write(
        "docker-compose.yml",
        "services:\n  test:\n    build: .\n    command: python manage.py test\n    environment:\n      DJANGO_SETTINGS_MODULE: mysite.tests\n  \
         app:\n    build: .\n    command: python manage.py runserver 0.0.0.0:8000\n    ports: [\"8000:8000\"]\n  \
         elsewhere:\n    build: .\n    environment:\n      DJANGO_SETTINGS_MODULE: settings_of_the_image\n",
    );
    let sqlite = "{'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}}";
    project.write(
        "mysite/tests.py",
        &format!("from .settings import *\n\nfor name in ['DATABASES']:\n    globals()[name] = {sqlite}\n"),
    );
    project.commit("compose");
    project.djdock("add postgres").ok();
    let said = project.djdock("check").to_string();
    assert!(!said.contains("DATABASES"), "{said}");
    project.djdock("remove postgres").ok();
    project.djdock("add mailpit --web elsewhere").ok();
}
