//! What runs in the project's own image, beside a service of the user's own.

use insta::assert_snapshot;

use crate::harness::Project;

/// A project with a Celery application and a compose file.
fn with(compose: &str) -> Project {
    let project = Project::fixture("services");
    project.write("compose.yaml", compose);
    project.git("add --all --force");
    project.git("commit --quiet --message compose");
    project
}

/// The lines that come to the compose file; removing gives it back.
fn added(project: &Project, services: &str) -> String {
    project.djdock(&format!("add {services}")).ok();
    let diff = project.git("diff --unified=0 compose.yaml");
    let lines = diff.lines().filter(|line| line.starts_with('+'));
    let lines: Vec<&str> = lines.skip(1).map(|line| &line[1..]).collect();
    project.djdock("status").ok();
    let again = project.djdock(&format!("add {services}")).ok();
    assert!(again.stderr.contains("Nothing to do"), "{again}");
    project.djdock(&format!("remove {services}")).ok();
    assert_eq!(project.git("status --porcelain"), "");
    lines.join("\n")
}

/// A worker is the web service, but for its command and its ports.
#[test]
fn a_worker_is_built_as_the_web_service_is() {
    let project = with(
        "\
x-app: &app
  build: {context: ., target: app}
  image: example/shop
  env_file: [{path: .env, required: false}]
  environment: &variables
    DEBUG: \"1\"
    QUEUES: 2
services:
  db:
    image: postgres:16
    networks: [inner]
  queue:
    image: redis:7
    networks: [inner]
  web:
    <<: *app
    command: gunicorn shop.wsgi
    ports: ['8000:8000']
    volumes: ['.:/code', 'media:/media:ro']
    depends_on: [db]
    networks: [inner, front]
networks:
  inner:
  front:
volumes:
  media:
",
    );
    assert_snapshot!(added(&project, "celery"), @r#"
    celery:
      build:
        context: .
        target: app
      image: example/shop
      env_file:
        - path: .env
          required: false
      environment:
        DEBUG: "1"
        QUEUES: 2
      volumes: [.:/code, media:/media:ro]
      networks: [inner, front]
      depends_on: [db]
      command: [celery, -A, mysite, worker, --loglevel, INFO]
      stop_grace_period: 60s # for the tasks that are running
      healthcheck:
        test: [CMD-SHELL, "celery -A mysite inspect ping --destination celery@$$HOSTNAME"]
        start_period: 60s
        start_interval: 2s
        interval: 60s
        timeout: 20s
    "#);
}

#[test]
fn a_broker_that_comes_along() {
    let project =
        with("services:\n  web:\n    build: .\n    command: python manage.py runserver\n");
    assert_snapshot!(added(&project, "celery flower redis"), @r#"
        environment:
          REDIS_URL: redis://redis:6379/1
          CACHES_DEFAULT_LOCATION: redis://redis:6379/1
          CELERY_BROKER_URL: redis://redis:6379/0
          CELERY_RESULT_BACKEND: redis://redis:6379/0
        depends_on:
          redis:
            condition: service_healthy
      redis:
        image: redis:8.2
        # Queues and sessions outlive a restart: what is written reaches the disk within a second.
        command: [redis-server, --appendonly, "yes", --save, ""]
        volumes:
          - redis-data:/data
        healthcheck:
          # While it loads its file it answers, but not PONG.
          test: [CMD-SHELL, "redis-cli ping | grep -q PONG"]
          start_period: 60s
          start_interval: 500ms
          timeout: 5s
      celery:
        build: .
        environment:
          CACHES_DEFAULT_LOCATION: redis://redis:6379/1
          CELERY_BROKER_URL: redis://redis:6379/0
          CELERY_RESULT_BACKEND: redis://redis:6379/0
          REDIS_URL: redis://redis:6379/1
        depends_on:
          redis:
            condition: service_healthy
        command: [celery, -A, mysite, worker, --loglevel, INFO]
        stop_grace_period: 60s # for the tasks that are running
        healthcheck:
          test: [CMD-SHELL, "celery -A mysite inspect ping --destination celery@$$HOSTNAME"]
          start_period: 60s
          start_interval: 2s
          interval: 60s
          timeout: 20s
      flower:
        build: .
        environment:
          CACHES_DEFAULT_LOCATION: redis://redis:6379/1
          CELERY_BROKER_URL: redis://redis:6379/0
          CELERY_RESULT_BACKEND: redis://redis:6379/0
          REDIS_URL: redis://redis:6379/1
        depends_on:
          redis:
            condition: service_healthy
        command: [celery, -A, mysite, flower, --address=0.0.0.0, --port=5555]
        ports:
          - "127.0.0.1:${FLOWER_PORT:-5555}:5555"
        healthcheck:
          test: [CMD, python, -c, "import urllib.request as r; r.urlopen('http://127.0.0.1:5555/healthcheck', timeout=5)"]
          start_period: 60s
          start_interval: 1s
          timeout: 10s

    volumes:
      redis-data:
    "#);
}

/// It is not known what a broker of theirs wants to hear; the project is told already.
#[test]
fn a_broker_of_one_s_own() {
    let project = with(
        "\
services:
  web:
    build: .
    entrypoint: [./wait.sh]
    command: python manage.py runserver
    environment:
      - CELERY_BROKER_URL=amqp://me:secret@mq:5672//
  mq:
    image: rabbitmq:4
",
    );
    let lines = added(&project, "celery");
    assert!(
        lines.contains("CELERY_BROKER_URL=amqp://me:secret@mq:5672//"),
        "{lines}"
    );
    assert!(lines.contains("entrypoint: [./wait.sh]"), "{lines}");
    assert!(!lines.contains("rabbitmq:"), "{lines}");
}

#[test]
fn the_clock_of_the_schedule() {
    let project = with("services:\n  web:\n    build: .\n  redis:\n    image: redis:7\n");
    let lines = added(&project, "celery celery-beat");
    assert!(lines.contains("  celery-beat:\n    build: .\n"), "{lines}");
    assert!(
        lines.contains("      - beat\n") && !lines.contains("reload.py"),
        "{lines}"
    );
}

#[test]
fn which_image_is_not_known() {
    let project = with(
        "services:\n  a:\n    build: {context: ., dockerfile: a}\n  b:\n    build: {context: ., dockerfile: b}\n",
    );
    let said = project.djdock("add celery").refused(1);
    assert_snapshot!(said, @"
    error: `compose.yaml` cannot be extended: celery runs in the project's own image, and it is not clear which service runs Django
      a (line 2)
      b (line 4)
    hint: `--web NAME` names it
    ");
    assert_eq!(project.git("status --porcelain"), "");
    project.djdock("add celery --web b").ok();
    assert!(
        project
            .read("compose.yaml")
            .contains("  celery:\n    build:\n      context: .\n      dockerfile: b\n")
    );
}

/// What djdock would write into a project of its own stacks' is the owner's to write here.
#[test]
fn without_an_application() {
    let project = Project::polls();
    project.write("compose.yaml", "services:\n  web:\n    build: .\n");
    project.commit("compose");
    let said = project.djdock("add celery").refused(1);
    assert_snapshot!(said, @"
    error: celery: the project has no Celery application. Write one as Celery's own guide for Django does, celery.py beside the settings; then run this again
    ");
    assert_eq!(project.git("status --porcelain"), "");
}
