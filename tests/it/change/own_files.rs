//! Which compose file of the user's own is extended, and what lies around it.

use insta::assert_snapshot;

use crate::harness::Project;

const WEB: &str = "\
services:
  web:
    build: .
    command: python manage.py runserver 0.0.0.0:8000
";

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

/// What is left to the owner.
fn warnings(said: &str) -> String {
    let lines = said.lines().filter(|line| line.starts_with("warning"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Removing gives every file back.
fn assert_given_back(project: &Project, service: &str) {
    project.djdock("status").ok();
    project.djdock(&format!("remove {service}")).ok();
    assert_eq!(project.git("status --porcelain"), "");
}

#[test]
fn below_the_root_by_its_name() {
    let project = with(&[("docker/docker-compose.yml", WEB)]);
    let said = project.djdock("add redis").refused(1);
    assert_snapshot!(said, @"
    error: there is no djdock stack here
      compose files of yours: docker/docker-compose.yml
    hint: `djdock init` makes one
    hint: `--compose docker/docker-compose.yml` extends one of yours that Compose does not read by itself
    ");
    let said = project.djdock("add redis --compose nowhere.yml").refused(1);
    assert_snapshot!(said, @"error: there is no compose file `nowhere.yml` here");
    let run = project
        .djdock("add redis --compose docker/docker-compose.yml")
        .ok();
    assert!(
        run.stderr
            .contains("docker compose -f docker/docker-compose.yml up -d --build"),
        "{run}"
    );
    assert!(
        project
            .read("docker/docker-compose.yml")
            .contains("redis:8.2")
    );
    // From now on it is known.
    project.djdock("add memcached").ok();
    project.djdock("remove memcached").ok();
    assert_given_back(&project, "redis");
}

#[test]
fn in_the_folder_where_the_user_stands() {
    let project = with(&[("polls/compose.yaml", WEB)]);
    project.djdock_in(&project.path("polls"), "add redis").ok();
    assert!(project.read("polls/compose.yaml").contains("redis:8.2"));
    assert_given_back(&project, "redis");
}

#[test]
fn by_compose_s_own_variable() {
    let project = with(&[("deploy/base.yml", WEB), ("docker-compose.yml", WEB)]);
    project.write(".env", "COMPOSE_FILE=deploy/base.yml\n");
    project.write(".git/info/exclude", ".env\n");
    project.djdock("add redis").ok();
    assert!(project.read("deploy/base.yml").contains("redis:8.2"));
    assert_given_back(&project, "redis");
    assert_eq!(project.read(".env"), "COMPOSE_FILE=deploy/base.yml\n");
}

#[test]
fn under_another_name_since() {
    let project = with(&[("docker-compose.yml", WEB)]);
    project.djdock("add redis").ok();
    project.git("mv docker-compose.yml compose.yaml");
    project.djdock("add memcached").ok();
    let listed = project.djdock("services").ok();
    assert!(listed.stdout.contains("* redis"), "{listed}");
    project.djdock("remove redis memcached").ok();
    assert_eq!(project.read("compose.yaml"), WEB);
}

#[test]
fn with_an_override_beside_it() {
    let beside = "\
services:
  web:
    networks: [inner]
    environment:
      REDIS_URL: redis://elsewhere:6379/1
networks:
  inner:
";
    let files = [
        ("docker-compose.yml", WEB),
        ("docker-compose.override.yml", beside),
        ("docker-compose.prod.yml", WEB),
    ];
    let project = with(&files);
    let run = project.djdock("add redis").ok();
    assert_snapshot!(warnings(&run.stderr), @"
    warning: docker-compose.override.yml:2: put the new services on a network of web; this file puts it on others
    warning: docker-compose.override.yml:2: web needs REDIS_URL=redis://redis:6379/1 in its environment; it is set to something else there
    ");
    assert_given_back(&project, "redis");
    let taken = "services:\n  redis:\n    image: redis:7\n";
    let project = with(&[("compose.yml", WEB), ("compose.override.yml", taken)]);
    let said = project.djdock("add redis").refused(1);
    assert_snapshot!(said, @"
    error: `compose.override.yml` cannot be extended: line 2: there is a service `redis` already
    hint: if it is the same, there is nothing to add; else rename `redis` there, and run this again
    ");
}

#[test]
fn what_files_of_variables_say() {
    let compose = "\
services:
  web:
    build: .
    command: python manage.py runserver 0.0.0.0:8000
    env_file: [web.env, .env]
  jobs:
    build: .
    command: python manage.py jobs
    env_file: [web.env, .env]
";
    let settings = "import os\nHOST = os.environ.get('REDIS_HOST', 'localhost')\n\
        PORT = os.environ.get('REDIS_PORT', '6379')\n";
    let project = Project::polls();
    let text = project.read("mysite/settings.py");
    project.write("mysite/settings.py", &format!("{settings}{text}"));
    project.write("docker-compose.yml", compose);
    project.write(
        "web.env",
        "REDIS_HOST=cache # elsewhere\nexport REDIS_URL=\"redis://redis:6379/1\" # as it is\n",
    );
    project.commit("compose");
    let run = project.djdock("add redis").ok();
    assert_snapshot!(warnings(&run.stderr), @"
    warning: docker-compose.yml: web (line 2), jobs (line 6) need REDIS_HOST=redis in their environment; web.env sets it to something else
    warning: docker-compose.yml: web (line 2), jobs (line 6) need REDIS_PORT=6379 in their environment; .env may set it, and is not for djdock to read
    ");
    assert!(!project.read("docker-compose.yml").contains("REDIS_PORT"));
    // What stands in .env by now decides nothing.
    project.write(".env", "A=1\n");
    project.write(".git/info/exclude", ".env\n");
    assert_given_back(&project, "redis");
}

#[test]
fn which_service_runs_django() {
    let compose = "\
services:
  site:
    build: {context: ., dockerfile: Dockerfile.site}
  front:
    build: {context: ., dockerfile: Dockerfile.front}
";
    let project = with(&[("docker-compose.yml", compose)]);
    let run = project.djdock("add redis").ok();
    assert_snapshot!(warnings(&run.stderr), @"warning: docker-compose.yml: it is not clear which service runs Django, so none was given the variables: site (line 2), front (line 4) (--web NAME names it)");
    let said = project.djdock("add memcached --web sight").refused(1);
    assert_snapshot!(said, @"
    error: `docker-compose.yml` cannot be extended: there is no service `sight`
      services: site, front
    ");
    let run = project.djdock("add memcached --web site").ok();
    assert_eq!(warnings(&run.stderr), "");
    assert!(project.read("docker-compose.yml").contains("REDIS_URL"));
    // It is kept.
    project.djdock("remove memcached").ok();
    assert!(project.read("docker-compose.yml").contains("REDIS_URL"));
    assert_given_back(&project, "redis");
}

#[test]
fn one_database_and_two_of_a_kind() {
    let compose =
        format!("{WEB}  rows:\n    image: bitnami/postgres:16\n  queue:\n    image: redis:7\n");
    let project = with(&[("docker-compose.yml", &compose)]);
    let said = project.djdock("add mariadb").refused(1);
    assert_snapshot!(said, @"
    error: `docker-compose.yml` cannot be extended: line 5: `rows` is a database already: postgres
    hint: its rows would stay behind: take it out yourself first, or `djdock init`, which makes a stack of djdock's own
    ");
    let run = project.djdock("add redis").ok();
    assert_snapshot!(warnings(&run.stderr), @"warning: docker-compose.yml:7: queue runs redis too");
    assert_given_back(&project, "redis");
}

#[test]
fn secrets_stay_out_of_git_and_of_the_screen() {
    let compose = format!("{WEB}    environment:\n      POSTGRES_PASSWORD: hunter2\n");
    let project = with(&[("docker-compose.yml", &compose)]);
    let run = project.djdock("add postgres").ok();
    assert_snapshot!(warnings(&run.stderr), @"warning: docker-compose.yml:2: web needs POSTGRES_PASSWORD=${POSTGRES_PASSWORD:?set it in .env} in its environment; it is set to something else there");
    assert_eq!(project.mode(".env"), 0o600);
    assert!(project.read(".gitignore").contains("/.env\n"));
    project.djdock("remove postgres").ok();
    assert_eq!(project.git("status --porcelain"), "");
    // A service without secrets needs none of it.
    let project = with(&[("docker-compose.yml", WEB), (".env", "A=1\n")]);
    project.djdock("add redis").ok();
    assert_eq!(project.read(".env"), "A=1\n");
    project.djdock("remove redis").ok();
    let said = project.djdock("add rabbitmq").refused(1);
    assert!(said.contains("git tracks `.env`"), "{said}");
}

#[test]
fn a_project_without_a_server_of_its_own() {
    let project = with(&[("docker-compose.yml", WEB)]);
    project.git("rm --quiet mysite/wsgi.py mysite/asgi.py");
    project.commit("No_server");
    project.djdock("add redis").ok();
    let requirements = project.read("requirements.txt");
    assert!(!requirements.contains("gunicorn"), "{requirements}");
    assert_given_back(&project, "redis");
}

#[test]
fn without_requirements_none_are_made() {
    let project = with(&[("docker-compose.yml", WEB)]);
    project.git("rm --quiet requirements.txt");
    project.commit("None");
    let run = project.djdock("add redis").ok();
    assert_snapshot!(warnings(&run.stderr), @"warning: add to your dependencies: redis>=4,<8");
    assert!(!project.has("requirements.txt"));
    assert_given_back(&project, "redis");
}

#[test]
fn on_windows_lines_and_with_uncommitted_edits() {
    let windows = format!("version: \"3.8\"\n{WEB}").replace('\n', "\r\n");
    let project = with(&[("docker-compose.yml", &windows)]);
    let dirty = windows.replace("8000", "9000");
    project.write("docker-compose.yml", &dirty);
    project.djdock("add redis").ok();
    let text = project.read("docker-compose.yml");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    project.djdock("remove redis").ok();
    assert_eq!(project.read("docker-compose.yml"), dirty);
}

/// A pack whose MariaDB reads a file beside the compose file.
fn mounting(files: &[(&str, &str)]) -> Project {
    let project = with(files);
    project.copy_pack();
    let folder = "../pack/services/mariadb";
    let manifest = format!("{folder}/service.toml");
    let file = "[[file]]\npath = \"docker/mariadb.cnf\"\ntemplate = \"mariadb.cnf\"\nenvironments = [\"dev\", \"prod\"]\n\n[[data]]\n";
    let text = project.read(&manifest).replacen("[[data]]\n", file, 1);
    project.write(&manifest, &text);
    project.write(&format!("{folder}/mariadb.cnf"), "[mariadbd]\n");
    let compose = format!("{folder}/compose.yml.tera");
    let volume = "      - mariadb-data:/var/lib/mysql\n";
    let mount = format!("{volume}      - ./docker/mariadb.cnf:/etc/mysql/conf.d/mariadb.cnf:ro\n");
    let text = project.read(&compose).replacen(volume, &mount, 1);
    project.write(&compose, &text);
    project
}

/// What the added container mounts is written too, beside the compose file; an edited one stays.
#[test]
fn a_file_that_a_container_mounts() {
    let project = mounting(&[("deploy/compose.yaml", WEB)]);
    let add = "add mariadb --compose deploy/compose.yaml --pack ../pack";
    let remove = "remove mariadb --pack ../pack";
    let run = project.djdock(add).ok();
    let after = run.stderr.find("warning").map(|at| run.stderr[at..].trim());
    assert_snapshot!(after.unwrap_or_default(), @"
    warning: to install what was added, a slim image needs these Debian packages too: build-essential default-libmysqlclient-dev libmariadb3 pkg-config
    Done. Next:

      docker compose -f deploy/compose.yaml up -d --build
      docker compose -f deploy/compose.yaml exec web python manage.py migrate  # MariaDB starts empty
    ");
    let mount = "- ./docker/mariadb.cnf:";
    assert!(project.read("deploy/compose.yaml").contains(mount));
    let conf = "deploy/docker/mariadb.cnf";
    assert_eq!(project.read(conf), "[mariadbd]\n");
    assert!(project.git("status --porcelain").contains("deploy/docker/"));
    project.djdock(add).ok();
    project.djdock("status --pack ../pack").ok();
    project.djdock(remove).ok();
    assert_eq!(project.git("status --porcelain"), "");
    project.djdock(add).ok();
    project.append(conf, "max_connections = 20\n");
    let said = project.djdock(remove).ok();
    assert_eq!(
        warnings(&said.stderr),
        "warning: `deploy/docker/mariadb.cnf` is yours now: you edited it, so it stays"
    );
    assert_eq!(project.git("status --porcelain"), "?? deploy/docker/");
}

/// Another file of the user's in its place is not written over.
#[test]
fn a_file_of_the_user_s_where_a_container_would_mount_one() {
    let project = mounting(&[
        ("compose.yaml", WEB),
        ("docker/mariadb.cnf", "[mariadbd]\nport = 3307\n"),
    ]);
    let said = project.djdock("add mariadb --pack ../pack").refused(1);
    assert_snapshot!(said, @"
    error: `docker/mariadb.cnf` is a file of yours, where the new container would mount one of djdock's
    hint: rename yours, and run this again
    ");
    assert_eq!(project.git("status --porcelain"), "");
}

/// An edit of an added service's lines stays, whatever comes and goes beside it; one of a service that goes is not lost.
#[test]
fn an_added_service_that_was_edited() {
    let project = with(&[("compose.yaml", WEB)]);
    project.djdock("add redis").ok();
    let edited = project
        .read("compose.yaml")
        .replace("image: redis:", "image: mirror.example/redis:");
    project.write("compose.yaml", &edited);
    project.commit("mine");
    assert!(
        project
            .djdock("status")
            .ok()
            .stdout
            .contains("edited  compose.yaml (by you)")
    );
    assert!(
        project
            .djdock("update")
            .ok()
            .stderr
            .contains("Nothing to do")
    );
    project.djdock("add mailpit").ok();
    let text = project.read("compose.yaml");
    assert!(
        text.contains("image: mirror.example/redis:") && text.contains("mailpit:"),
        "{text}"
    );
    project.djdock("remove mailpit").ok();
    assert_eq!(project.read("compose.yaml"), edited);
    // It goes only where that is said.
    let said = project.djdock("remove redis").refused(1);
    assert!(said.contains("image: mirror.example/redis:"), "{said}");
    assert_eq!(project.git("status --porcelain"), "");
    let mine = project.copied();
    mine.djdock("remove redis --on-conflict mine").ok();
    assert!(
        mine.read("compose.yaml")
            .contains("image: mirror.example/redis:")
    );
    assert!(!mine.has("djdock.lock"));
    project.djdock("remove redis --on-conflict new").ok();
    assert_eq!(project.read("compose.yaml"), WEB);
}

/// Two files of one's own is the commonest layout: the one that is named is the one that is meant.
#[test]
fn another_file_beside_the_one_that_was_extended() {
    let project = with(&[("compose.yaml", WEB), ("docker-compose.prod.yml", WEB)]);
    project.djdock("add redis --compose compose.yaml").ok();
    project.commit("redis");
    assert_snapshot!(project.djdock("add mailpit --compose docker-compose.prod.yml").refused(1), @r"
    error: `compose.yaml` has services of djdock's already, and `docker-compose.prod.yml` is another file: djdock keeps to one
    hint: without `--compose` that one is extended; `djdock services` lists what is in it, and `djdock remove` takes it out
    ");
    assert_eq!(project.git("status --porcelain"), "");
    project.djdock("add mailpit --compose compose.yaml").ok();
}

/// The password that an added database gets goes into no image.
#[test]
fn the_new_secrets_stay_out_of_the_image() {
    let dockerfile = "FROM python:3.13\nCOPY . .\n";
    for (ignore, kept) in [
        ("", "**/.env\n"),
        (".git", ".git\n**/.env\n"),
        ("**/.env*\n", "**/.env*\n"),
    ] {
        let mut files = vec![("compose.yaml", WEB), ("Dockerfile", dockerfile)];
        if !ignore.is_empty() {
            files.push((".dockerignore", ignore));
        }
        let project = with(&files);
        project.djdock("add postgres").ok();
        assert_eq!(project.read(".dockerignore"), kept);
        assert_given_back(&project, "postgres");
    }
}
