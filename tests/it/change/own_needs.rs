//! What added services need, and services of the user's own provide.

use insta::assert_snapshot;

use crate::harness::Project;

/// A project with a compose file: a web service, and these.
fn with(services: &str, files: &[(&str, &str)]) -> Project {
    let project = Project::polls();
    let web = "  web:\n    build: .\n    command: python manage.py runserver 0.0.0.0:8000\n";
    project.write("compose.yaml", &format!("services:\n{web}{services}"));
    for (path, text) in files {
        project.write(path, text);
    }
    project.git("add --all --force");
    project.git("commit --quiet --message compose");
    project
}

/// The lines that come to the compose file; removing gives it back.
fn added(project: &Project, service: &str) -> String {
    let run = project.djdock(&format!("add {service}")).ok();
    assert!(!run.stderr.contains("warning"), "{run}");
    let diff = project.git("diff --unified=0 compose.yaml");
    let lines = diff.lines().filter(|line| line.starts_with('+'));
    let lines: Vec<&str> = lines.skip(1).map(|line| &line[1..]).collect();
    let again = project.djdock(&format!("add {service}")).ok();
    assert!(again.stderr.contains("Nothing to do"), "{again}");
    project.djdock("status").ok();
    project.djdock(&format!("remove {service}")).ok();
    assert_eq!(project.git("status --porcelain"), "");
    lines.join("\n")
}

#[test]
fn a_database_of_one_s_own() {
    let project = with("  rows:\n    image: postgres:16\n", &[]);
    let run = project.djdock("add adminer").ok();
    let said = run.stderr.split("Done. ").nth(1).unwrap_or_default();
    assert_snapshot!(said, @"
    Next:

      docker compose up -d --build
      http://localhost:8080/?pgsql=rows   # Adminer; the user and the password are those of your rows
    ");
    project.djdock("remove adminer").ok();
    assert_snapshot!(added(&project, "adminer"), @r#"
      adminer:
        image: adminer:6.1.1
        environment:
          ADMINER_DEFAULT_SERVER: rows
        ports:
          - "127.0.0.1:${ADMINER_PORT:-8080}:8080"
        healthcheck:
          test: [CMD, php, -r, "exit(@file_get_contents('http://127.0.0.1:8080/') ? 0 : 1);"]
          start_period: 30s
          start_interval: 500ms
          interval: 60s
          timeout: 5s
    "#);
    for (services, files) in [
        (
            "  rows: {build: ./rows}\n",
            vec![("rows/Dockerfile", "FROM docker.io/library/mysql:8.4\n")],
        ),
        ("  rows: {image: 'bitnami/postgresql:16'}\n", vec![]),
        (
            "  rows: {image: 'pgvector/pgvector:pg16', volumes: ['rows:/var/lib/postgresql/data']}\n",
            vec![],
        ),
        (
            "  rows: {image: 'registry.example/ours:1', expose: ['5432']}\n",
            vec![],
        ),
    ] {
        let lines = added(&with(services, &files), "adminer");
        assert!(
            lines.contains("ADMINER_DEFAULT_SERVER: rows"),
            "{services}: {lines}"
        );
    }
    let lines = added(
        &with("  postgres: {image: 'registry.example/ours:1'}\n", &[]),
        "adminer",
    );
    assert!(
        lines.contains("ADMINER_DEFAULT_SERVER: postgres"),
        "{lines}"
    );
}

#[test]
fn a_redis_of_one_s_own() {
    for (services, hosts) in [
        ("  cache: {image: 'redis:7-alpine'}\n", "cache:6379:"),
        (
            "  keys: {image: 'valkey/valkey:8', expose: [6380]}\n",
            "keys:6380:",
        ),
    ] {
        let lines = added(&with(services, &[]), "redis-commander");
        let expected = format!("REDIS_HOSTS: queue:{hosts}0,cache:{hosts}1,channels:{hosts}2");
        assert!(lines.contains(&expected), "{lines}");
        assert!(!lines.contains("\n  redis:"), "{lines}");
    }
    // Without one, djdock's own comes along.
    let lines = added(
        &with("  cache: {image: 'memcached:1'}\n", &[]),
        "redis-commander",
    );
    assert!(
        lines.contains("  redis:") && lines.contains("REDIS_HOSTS: queue:redis:6379:0"),
        "{lines}"
    );
}

/// A tool of theirs for the same server is not the server.
#[test]
fn what_is_no_database() {
    let services =
        "  look: {image: adminer}\n  export: {image: prometheuscommunity/postgres-exporter}\n";
    let project = with(services, &[]);
    let said = project.djdock("add adminer").refused(1);
    assert_snapshot!(said, @"
    error: adminer needs a database-server, and no service of the stack is one
    hint: these are: mariadb, postgres, postgis, mysql
    ");
    assert_eq!(project.git("status --porcelain"), "");
}

/// It is reached on a network that the project need not be on.
#[test]
fn on_the_network_of_what_it_needs() {
    let project = Project::polls();
    let compose = "\
services:
  web:
    build: .
    command: python manage.py runserver 0.0.0.0:8000
    networks: [site, inner]
  db:
    image: postgres:16
    networks: [inner]
networks:
  site:
  inner:
";
    project.write("compose.yaml", compose);
    project.commit("compose");
    let lines = added(&project, "adminer");
    assert!(
        lines.ends_with("    networks:\n      - inner\n")
            || lines.contains("networks:\n      - inner"),
        "{lines}"
    );
    assert!(!lines.contains("- site"), "{lines}");
}

/// Who adds a database of djdock's gets that one.
#[test]
fn a_database_that_comes_along() {
    let project = with("  front: {image: 'nginx:1'}\n", &[]);
    let lines = added(&project, "postgres adminer");
    assert!(lines.contains("ADMINER_DEFAULT_SERVER: db"), "{lines}");
    let project = with("  rows: {image: 'postgres:16'}\n", &[]);
    let said = project.djdock("add mariadb adminer").refused(1);
    assert!(said.contains("`rows` is a database already"), "{said}");
}

/// A service without a container is what the project is told.
#[test]
fn a_server_elsewhere() {
    let project = with("", &[]);
    let run = project
        .djdock("add smtp --set smtp.host=mail.example.org --set smtp.user=shop")
        .ok();
    let fill_in = "Fill them in in .env before the first start:\n  EMAIL_HOST_PASSWORD=\n";
    assert!(run.stderr.contains(fill_in), "{run}");
    assert!(project.read(".env").contains("EMAIL_HOST_PASSWORD="));
    assert_snapshot!(project.git("diff --unified=0 compose.yaml"), @r#"
    diff --git a/compose.yaml b/compose.yaml
    index 1331d3a..d6afc69 100644
    --- a/compose.yaml
    +++ b/compose.yaml
    @@ -4,0 +5,8 @@ services:
    +    environment:
    +      EMAIL_BACKEND: django.core.mail.backends.smtp.EmailBackend
    +      EMAIL_HOST: mail.example.org
    +      EMAIL_PORT: "587"
    +      EMAIL_USE_TLS: "1"
    +      EMAIL_USE_SSL: "0"
    +      EMAIL_HOST_USER: shop
    +      EMAIL_HOST_PASSWORD: ${EMAIL_HOST_PASSWORD:?set it in .env}
    "#);
    project.djdock("status").ok();
    project.djdock("remove smtp").ok();
    assert_eq!(project.git("status --porcelain"), "");
    for service in ["debug", "import", "backup", "minio"] {
        let said = project.djdock(&format!("add {service}")).refused(1);
        assert!(
            said.contains("a compose file of your own cannot be extended by it"),
            "{said}"
        );
    }
}
