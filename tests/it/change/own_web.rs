//! Which service of a compose file of the user's own runs Django: what that one runs, is built from and is called.

use saphyr::{LoadableYamlNode as _, Yaml};

use crate::harness::Project;

/// A project with a compose file and Dockerfiles, its `manage.py` in a folder.
fn with(folder: &str, compose: &str, files: &[(&str, &str)]) -> Project {
    let project = Project::polls();
    if !folder.is_empty() {
        std::fs::create_dir_all(project.path(folder)).expect("a folder");
        for name in ["manage.py", "mysite", "polls", "requirements.txt"] {
            project.git(&format!("mv {name} {folder}/{name}"));
        }
    }
    project.write("compose.yaml", compose);
    for (path, text) in files {
        project.write(path, text);
    }
    project.git("add --all --force");
    project.git("commit --quiet --message compose");
    project
}

/// The services that got what an added Redis has for the project.
fn wired(project: &Project) -> Vec<String> {
    let text = project.read("compose.yaml");
    let file = Yaml::load_from_str(&text).expect("YAML");
    let services = file[0]["services"].as_mapping().expect("services");
    let wired = services.iter().filter(|(_, service)| {
        let environment = service.as_mapping_get("environment");
        environment.is_some_and(|it| it.as_mapping_get("REDIS_URL").is_some())
    });
    let names = wired.filter_map(|(name, _)| Some(name.as_str()?.to_owned()));
    names.collect()
}

/// Adds to the project, and gives it back; tells which services got the variables.
fn added(project: &Project) -> Vec<String> {
    project.djdock("add redis").ok();
    let wired = wired(project);
    project.djdock("status").ok();
    project.djdock("remove redis").ok();
    assert_eq!(project.git("status --porcelain"), "");
    wired
}

const PYTHON: &str = "FROM python:3.13-slim\nCOPY . .\n";
const POSTGRES: &str = "FROM docker.io/postgres:17\nCOPY backup.sh /\n";
const NODE: &str = "FROM node:22-alpine\nCOPY . .\nCMD [\"npm\", \"start\"]\n";

#[test]
fn stages_of_one_dockerfile() {
    let dockerfile = "FROM node:22 AS assets\nCOPY assets /app\nFROM python:3.13 AS app\n\
        CMD [\"gunicorn\", \"mysite.wsgi\"]\n";
    let compose = "\
services:
  js: {build: {context: ., target: assets}, command: yarn build}
  css: {build: {context: ., target: assets}, command: yarn tailwindcss}
  worker: {build: {context: ., target: app}, command: celery -A mysite worker}
  web: {build: {context: ., target: app}}
";
    let project = with("", compose, &[("Dockerfile", dockerfile)]);
    assert_eq!(added(&project), ["worker", "web"]);
}

#[test]
fn scripts_that_the_image_starts() {
    let compose = "\
services:
  site: {build: {context: ., dockerfile: ./compose/site/Dockerfile}, command: /start}
  rows: {build: {context: ., dockerfile: ./compose/rows/Dockerfile}}
  docs: {build: {context: ., dockerfile: ./compose/docs/Dockerfile}, command: /start-docs}
";
    let site = "FROM python:3.13\nCOPY --chmod=755 ./compose/site/start /start\n";
    let start = "#!/bin/sh\n# npm does the rest\npython manage.py migrate\n\
        exec gunicorn mysite.wsgi --bind 0.0.0.0:8000\n";
    let files = [
        ("compose/site/Dockerfile", site),
        ("compose/site/start", start),
        ("compose/rows/Dockerfile", POSTGRES),
        ("compose/docs/Dockerfile", PYTHON),
        ("compose/docs/start-docs", "#!/bin/sh\nmake livehtml\n"),
    ];
    assert_eq!(added(&with("", compose, &files)), ["site"]);
}

#[test]
fn images_of_other_programs() {
    for (folder, compose, files, expected) in [
        (
            "",
            "services:\n  app: {build: .}\n  db: {build: ./mysql}\n",
            vec![
                ("Dockerfile", PYTHON),
                ("mysql/Dockerfile", "FROM mysql:8.4\n"),
            ],
            "app",
        ),
        (
            "",
            "services:\n  django: {build: .}\n  node: {build: {context: ., dockerfile: node.Dockerfile}}\n",
            vec![("Dockerfile", PYTHON), ("node.Dockerfile", NODE)],
            "django",
        ),
        // Neither name nor folder decides what an image is.
        (
            "",
            "services:\n  app: {build: {context: ., dockerfile: node.Dockerfile}}\n  core: {build: .}\n",
            vec![("Dockerfile", PYTHON), ("node.Dockerfile", NODE)],
            "core",
        ),
        (
            "django",
            "services:\n  stack-django: {build: ./django}\n  stack-next: {build: ./next}\n",
            vec![
                ("django/Dockerfile", PYTHON),
                ("next/Dockerfile", "ARG V=22\nFROM node:$V\n"),
            ],
            "stack-django",
        ),
    ] {
        assert_eq!(
            added(&with(folder, compose, &files)),
            [expected],
            "{compose}"
        );
    }
}

#[test]
fn workers_beside_the_server() {
    let compose = "\
services:
  crontab: {build: ./cron, command: crond -f}
  server: {build: ./server}
";
    let files = [("cron/Dockerfile", PYTHON), ("server/Dockerfile", PYTHON)];
    assert_eq!(added(&with("", compose, &files)), ["server"]);
    // They run the same code, and need the same variables.
    let compose = "\
services:
  frontend: {build: ./frontend, command: npm run dev}
  backend: {build: ./backend}
  celery-worker: {build: ./backend, command: celery -A mysite worker}
";
    let files = [
        ("frontend/Dockerfile", PYTHON),
        ("backend/Dockerfile", PYTHON),
    ];
    let project = with("backend", compose, &files);
    assert_eq!(added(&project), ["backend", "celery-worker"]);
}

#[test]
fn the_folder_with_the_project() {
    // What is called web is not built from it.
    let compose = "\
services:
  web: {build: ./site}
  core: {build: ./core}
";
    let files = [("site/Dockerfile", PYTHON), ("core/Dockerfile", PYTHON)];
    assert_eq!(added(&with("core", compose, &files)), ["core"]);
    let compose = "\
services:
  code:
    image: example/python
    command: gunicorn mysite.wsgi
    volumes: [./core:/code]
  other:
    image: example/other
    command: gunicorn other.wsgi
";
    assert_eq!(added(&with("core", compose, &[])), ["code"]);
}

#[test]
fn the_name_where_nothing_else_tells() {
    let files = [("a.Dockerfile", PYTHON), ("b.Dockerfile", PYTHON)];
    let compose = |first: &str, second: &str| {
        format!(
            "services:\n  {first}: {{build: {{context: ., dockerfile: a.Dockerfile}}}}\n  \
             {second}: {{build: {{context: ., dockerfile: b.Dockerfile}}}}\n"
        )
    };
    assert_eq!(added(&with("", &compose("docs", "web"), &files)), ["web"]);
    assert_eq!(
        added(&with("", &compose("shop-api", "docs"), &files)),
        ["shop-api"]
    );
    // Two of those names tell nothing, and no name neither.
    for (first, second) in [("web", "api"), ("front", "site")] {
        let project = with("", &compose(first, second), &files);
        let run = project.djdock("add redis").ok();
        assert!(
            run.stderr
                .contains("it is not clear which service runs Django"),
            "{run}"
        );
        assert!(
            run.stderr
                .contains(&format!("{first} (line 2), {second} (line 3)")),
            "{run}"
        );
        assert_eq!(wired(&project), Vec::<String>::new());
    }
}

#[test]
fn none_of_other_programs() {
    let compose = "services:\n  web: {build: .}\n";
    let project = with(
        "",
        compose,
        &[("Dockerfile", "FROM nginx:1.29\nCOPY . .\n")],
    );
    let run = project.djdock("add redis").ok();
    assert!(
        run.stderr
            .contains("it is not clear which service runs Django"),
        "{run}"
    );
    assert_eq!(wired(&project), Vec::<String>::new());
    project.djdock("add memcached --web web").ok();
    assert_eq!(wired(&project), ["web"]);
}
