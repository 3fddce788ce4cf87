//! Where a compose file of the user's own stands, what it is read with, and where the secrets of what is added go.

use insta::assert_snapshot;

use crate::harness::Project;

const DOCKERFILE: &str = "FROM python:3.13\nCOPY . .\nCMD [\"gunicorn\", \"mysite.wsgi\"]\n";

/// A project with files, committed.
fn with(files: &[(&str, &str)]) -> Project {
    let project = Project::polls();
    for (path, text) in files {
        project.write(path, text);
    }
    project.git("add --all --force");
    project.git("commit --quiet --message compose");
    project
}

/// Removing gives every file back.
fn assert_given_back(project: &Project, service: &str) {
    project.djdock("status").ok();
    project.djdock(&format!("remove {service}")).ok();
    assert_eq!(project.git("status --porcelain"), "");
}

/// Compose reads the variables of a file from the folder that it stands in.
#[test]
fn the_secrets_stand_beside_the_compose_file() {
    let compose = "services:\n  web:\n    build: ..\n";
    let project = with(&[
        ("deploy/docker-compose.yml", compose),
        ("Dockerfile", DOCKERFILE),
    ]);
    let run = project
        .djdock("add rabbitmq --compose deploy/docker-compose.yml")
        .ok();
    let said = run.stderr.split("Done. ").nth(1).unwrap_or_default();
    assert_snapshot!(said, @"
    Next:

      docker compose -f deploy/docker-compose.yml up -d --build
    ");
    assert!(project.read("deploy/.env").contains("RABBITMQ_PASSWORD="));
    assert_eq!(project.mode("deploy/.env"), 0o600);
    assert!(!project.has(".env"));
    assert!(project.read(".gitignore").contains("/deploy/.env\n"));
    assert_eq!(project.read(".dockerignore"), "**/.env\n");
    assert!(
        !project
            .git("status --porcelain --untracked-files=all")
            .contains("deploy/.env")
    );
    let said = project.djdock("check").to_string();
    assert!(!said.contains("RABBITMQ"), "{said}");
    // What is there already is not made anew.
    let before = project.read("deploy/.env");
    project.djdock("add redis").ok();
    assert_eq!(project.read("deploy/.env"), before);
    project.djdock("remove redis").ok();
    assert_given_back(&project, "rabbitmq");
    // Where the folder's own file of variables names it, that one is read too.
    let project = with(&[("deploy/base.yml", compose), ("Dockerfile", DOCKERFILE)]);
    project.write(".env", "COMPOSE_FILE=deploy/base.yml\n");
    project.write(".git/info/exclude", ".env\n");
    project.djdock("add rabbitmq").ok();
    assert!(project.read(".env").contains("RABBITMQ_PASSWORD="));
    assert!(!project.has("deploy/.env"));
}

/// What git tracks is read by everybody.
#[test]
fn secrets_that_git_would_publish() {
    let files = [
        ("deploy/compose.yaml", "services:\n  web:\n    build: ..\n"),
        ("deploy/.env", "A=1\n"),
    ];
    let project = with(&files);
    let said = project
        .djdock("add rabbitmq --compose deploy/compose.yaml")
        .refused(1);
    assert!(said.contains("git tracks `deploy/.env`"), "{said}");
    assert_eq!(project.git("status --porcelain"), "");
}

/// The folder that a service is built from may lie elsewhere, and Docker's list of what stays out of it too.
#[test]
fn secrets_stay_out_of_each_image_that_would_take_them() {
    let compose = "\
services:
  web:
    build: {context: ., dockerfile: docker/web.Dockerfile}
  front:
    build: ./front
";
    let files = [
        ("compose.yaml", compose),
        ("docker/web.Dockerfile", DOCKERFILE),
        ("front/Dockerfile", "FROM node:22\nCOPY . .\n"),
    ];
    let project = with(&files);
    project.djdock("add postgres").ok();
    assert_eq!(project.read(".dockerignore"), "**/.env\n");
    assert!(!project.has("front/.dockerignore"));
    assert_given_back(&project, "postgres");
    // Beside the Dockerfile's own list, the folder's is not read.
    let own = [("docker/web.Dockerfile.dockerignore", ".git\n")];
    let project = with(&[&files[..], &own[..]].concat());
    project.djdock("add postgres").ok();
    assert_eq!(
        project.read("docker/web.Dockerfile.dockerignore"),
        ".git\n**/.env\n"
    );
    assert!(!project.has(".dockerignore"));
    assert_given_back(&project, "postgres");
    // Compose's folder is the one that is built.
    let files = [
        ("app/compose.yaml", "services:\n  web:\n    build: .\n"),
        ("app/Dockerfile", DOCKERFILE),
    ];
    let project = with(&files);
    project
        .djdock("add postgres --compose app/compose.yaml")
        .ok();
    assert_eq!(project.read("app/.dockerignore"), "**/.env\n");
    assert!(project.has("app/.env") && !project.has(".dockerignore"));
    assert_given_back(&project, "postgres");
}

const WEB: &str = "\
services:
  web:
    build: .
    command: python manage.py runserver 0.0.0.0:8000
";

#[test]
fn what_an_included_file_has_is_there() {
    let redis = "services:\n  redis:\n    image: redis:7\n";
    for include in [
        "include: [infra/redis.yaml]\n",
        "include:\n  - path: infra/redis.yaml\n",
        "include:\n  - path: [infra/other.yaml, infra/redis.yaml]\n    env_file: x.env\n",
        "include: [infra/all.yaml]\n",
    ] {
        let project = with(&[
            ("compose.yaml", &format!("{include}{WEB}")),
            ("infra/redis.yaml", redis),
            ("infra/other.yaml", "services: {}\n"),
            ("infra/all.yaml", "include: [redis.yaml]\n"),
        ]);
        let said = project.djdock("add redis").refused(1);
        assert!(
            said.starts_with("error: `infra/redis.yaml` cannot be extended: line 2: there is a service `redis` already"),
            "{include}: {said}"
        );
        assert_eq!(project.git("status --porcelain"), "");
        // What is there serves others.
        project.djdock("add redis-commander").ok();
        let text = project.read("compose.yaml");
        assert!(text.contains("REDIS_HOSTS: queue:redis:6379:0"), "{text}");
        assert_given_back(&project, "redis-commander");
    }
    let include = format!("include: [infra.yaml]\n{WEB}");
    let project = with(&[
        ("compose.yaml", &include),
        (
            "infra.yaml",
            "services:\n  rows:\n    image: mysql:8\nvolumes:\n  redis-data:\n",
        ),
    ]);
    let said = project.djdock("add postgres").refused(1);
    assert!(
        said.contains("`infra.yaml`") && said.contains("`rows` is a database already"),
        "{said}"
    );
    let said = project.djdock("add redis").refused(1);
    assert!(
        said.contains("`infra.yaml`") && said.contains("redis-data"),
        "{said}"
    );
    project.djdock("add mailpit").ok();
    assert_given_back(&project, "mailpit");
}

#[test]
fn a_service_that_extends_one_of_another_file() {
    let compose = "\
services:
  web:
    extends: {file: common/base.yaml, service: web}
    ports: ['8000:8000']
";
    let base = "\
services:
  web:
    build: ..
    command: python manage.py runserver 0.0.0.0:8000
    environment:
      REDIS_URL: redis://elsewhere:6379/1
";
    let project = with(&[
        ("compose.yaml", compose),
        ("common/base.yaml", base),
        ("Dockerfile", DOCKERFILE),
    ]);
    let run = project.djdock("add redis").ok();
    assert!(
        run.stderr.contains("web needs REDIS_URL=redis://redis:6379/1 in its environment; it is set to something else there"),
        "{run}"
    );
    assert_given_back(&project, "redis");
    let run = project.djdock("add memcached").ok();
    assert!(!run.stderr.contains("warning"), "{run}");
    assert!(project.read("compose.yaml").contains("memcached:11211"));
    assert_given_back(&project, "memcached");
}

#[test]
fn one_of_several_projects() {
    let compose = "\
services:
  orders: {build: ./orders}
  users: {build: ./users}
";
    let project = with(&[
        ("compose.yaml", compose),
        ("orders/Dockerfile", DOCKERFILE),
        ("users/Dockerfile", DOCKERFILE),
    ]);
    for name in ["manage.py", "mysite", "polls", "requirements.txt"] {
        let copy = std::process::Command::new("cp")
            .args(["-r", name, "orders/"])
            .current_dir(project.path(""))
            .status();
        assert!(copy.expect("cp").success());
        project.git(&format!("mv {name} users/{name}"));
    }
    project.git("add --all --force");
    project.commit("two");
    let said = project.djdock("add redis").refused(1);
    assert!(said.contains("--manage-py PATH"), "{said}");
    project.djdock("add redis --manage-py users/manage.py").ok();
    assert!(
        project
            .read("users/mysite/settings.py")
            .contains("REDIS_URL")
    );
    assert!(
        !project
            .read("orders/mysite/settings.py")
            .contains("REDIS_URL")
    );
    let text = project.read("compose.yaml");
    assert!(
        text.contains("users: {build: ./users, environment:"),
        "{text}"
    );
    // It is kept.
    project.djdock("add memcached").ok();
    project.djdock("update").ok();
    project.djdock("remove memcached").ok();
    assert_given_back(&project, "redis");
    // The folder where the user stands says it too.
    project.djdock_in(&project.path("orders"), "add redis").ok();
    assert!(
        project
            .read("orders/mysite/settings.py")
            .contains("REDIS_URL")
    );
    assert_given_back(&project, "redis");
    let said = project
        .djdock("add redis --manage-py web/manage.py")
        .refused(1);
    assert!(said.contains("there is no `web/manage.py`"), "{said}");
}

#[test]
fn a_stack_of_djdock_s_has_one_project() {
    let project = super::on_dev("--db sqlite");
    let said = project
        .djdock("add redis --manage-py other/manage.py")
        .refused(1);
    assert_snapshot!(said, @"
    error: this stack runs `manage.py`, not `other/manage.py`
    hint: one repository has one stack of djdock's: `djdock undo` takes it out
    ");
    project.djdock("add redis --manage-py manage.py").ok();
}
