//! A pack of the user's own: its services' parts of the compose file, however they are written.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use saphyr::{LoadableYamlNode as _, Yaml};

use crate::harness::Project;
use crate::harness::combinations::{FIXTURE, Urn};

/// A part of the compose file in a pack.
const MARIADB: &str = "../pack/services/mariadb/compose.yml.tera";

/// That part with names in quotes, braces, anchors, and comments wherever YAML takes them.
const IN_BRACES: &str = r#"
# In a style of its own.
        "db": &db
             'image': "{{ service.image }}" # its name
             # { at odds
{%- if environment == "dev" %}
             entrypoint: [sh, -c, "name=$$(printf %s \"test_$$MARIADB_DATABASE\" | sed 's/_/\\\\_/g')\n\
               echo \"GRANT ALL ON \\`$$name\\`.* TO '$$MARIADB_USER'@'%';\" >/docker-entrypoint-initdb.d/test.sql\n\
               exec docker-entrypoint.sh \"$$@\"\n", db]
{%- endif %}
             command: ["mariadbd", --character-set-server=utf8mb4, '--collation-server=utf8mb4_uca1400_as_ci', --local-infile=0]
             environment: {MARIADB_DATABASE: &database "${MARIADB_DATABASE:?run make env}",
                 MARIADB_USER: '${MARIADB_USER:?run make env}', # as Django
               "MARIADB_PASSWORD": "${MARIADB_PASSWORD:?run make env}",
               MARIADB_ROOT_PASSWORD: "${MARIADB_ROOT_PASSWORD:?run make env}", MARIADB_ROOT_HOST: localhost, MARIADB_AUTO_UPGRADE: "1"}
             volumes: ["mariadb-data:/var/lib/mysql"]
             networks:
             - back
{%- if environment == "prod" %}
             "restart": unless-stopped
             stop_grace_period: 60s
             security_opt:
                        - "no-new-privileges:true"
             logging: *logging
{%- endif %}
             healthcheck: {test: [CMD, healthcheck.sh, --connect, --innodb_initialized], start_period: 120s,
               start_interval: 500ms}
"#;

/// A text with some more or less blanks before its lines, but for those of tags.
fn shifted(text: &str, blanks: isize, is_moved: impl Fn(usize) -> bool) -> String {
    let line = |line: &str| {
        let rest = line.trim_start_matches(' ');
        let own = line.len() - rest.len();
        let moved = own.saturating_add_signed(blanks);
        let column = if is_moved(own) && !rest.starts_with("{%") {
            moved
        } else {
            own
        };
        format!("{}{rest}\n", " ".repeat(column))
    };
    text.lines().map(line).collect()
}

/// The same part in other styles, each with a name for messages.
fn styles(text: &str) -> Vec<(&'static str, String)> {
    let keys = |own: usize| own > 2;
    let quoted = |line: &str| {
        let text = line
            .strip_prefix("    ")
            .filter(|text| !text.starts_with([' ', '#']));
        match text.and_then(|text| text.split_once(':')) {
            Some((key, rest)) => format!("    \"{key}\":{rest}\n"),
            None => format!("{line}\n"),
        }
    };
    vec![
        ("by six", shifted(text, 2, keys)),
        ("by one", shifted(text, -1, keys)),
        (
            "by eight, all of it",
            shifted(&shifted(text, 6, keys), 6, |_| true),
        ),
        ("at the margin", shifted(text, -2, |_| true)),
        ("quoted", text.lines().map(quoted).collect()),
        ("in braces", IN_BRACES.to_owned()),
    ]
}

/// The stack of a pack after the database was replaced.
fn replaced(pack: impl Fn(&Project)) -> Project {
    let project = Project::polls();
    project.copy_pack();
    pack(&project);
    project
        .djdock("init --yes --db mariadb --pack ../pack")
        .ok();
    project
        .djdock("add postgres --import-data --yes --pack ../pack")
        .ok();
    project
}

fn meant(text: &str) -> Vec<Yaml<'_>> {
    Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn however_it_is_written_it_means_the_same() {
    let ours = replaced(|_| {});
    let text = ours.read(MARIADB);
    for (name, text) in styles(&text) {
        assert_ne!(text, ours.read(MARIADB), "{name}");
        let theirs = replaced(|project| project.write(MARIADB, &text));
        for branch in ["dev", "prod"] {
            // Before and after: the first database's file is the commit's before.
            for revision in [branch.to_owned(), format!("{branch}~")] {
                let [ours, theirs] =
                    [&ours, &theirs].map(|it| it.on(&revision, "docker-compose.yml"));
                let same = meant(&ours) == meant(&theirs);
                assert!(
                    same,
                    "{name}, {revision}:
{theirs}"
                );
            }
        }
    }
}

/// A database that the default pack does not have.
fn with_mongodb(project: &Project, compose: &str) {
    let manifest = r#"schema = 1
title = "MongoDB"
summary = "MongoDB 8"
order = 90
volumes = ["mongodb-data"]
ready = ["mongodb"]

[[release]]
django = "2.2"
image = "mongo:8"

[[file]]
path = "mongo/start.js"
template = "start.js"
environments = ["dev", "prod"]
"#;
    project.copy_pack();
    let folder = "../pack/services/mongodb";
    project.write(&format!("{folder}/service.toml"), manifest);
    project.write(&format!("{folder}/start.js"), "db.version();\n");
    project.write(&format!("{folder}/compose.yml.tera"), compose);
    // Prod's file has such a part already.
    let dev = "../pack/dev/docker-compose.yml.tera";
    let text = project.read(dev);
    let logging = "\nx-logging: &logging\n  driver: local\n\nx-app:";
    project.write(dev, &text.replacen("\nx-app:", logging, 1));
}

#[test]
fn added_to_a_compose_file_of_the_user_s_own() {
    let indented = r#"  mongodb:
      image: {{ service.image }}
      command: [mongod, --quiet] # less to read
      environment: {REPLICA: "${REPLICA:?ask Ann}"}
      volumes:
          - mongodb-data:/data/db
          - type: bind
            source: ./mongo
            target: /docker-entrypoint-initdb.d
      networks:
          back:
              aliases: [mongo]
      # Its own client.
      healthcheck:
          test: [CMD, mongosh, --eval, "db.version()"]
      logging: *logging
"#;
    let project = Project::polls();
    with_mongodb(&project, indented);
    let pack = "../pack/pack.toml";
    let words = project.read(pack).replace("run make env", "ask Ann");
    project.write(pack, &words);
    project.write(
        "compose.yaml",
        "services:\n  web:\n    build: .\n    command: python manage.py runserver\n",
    );
    project.commit("compose");
    let before = project.listing();
    project.djdock("add mongodb --pack ../pack").ok();
    assert_snapshot!(project.read("compose.yaml"), @r#"
    services:
      web:
        build: .
        command: python manage.py runserver
        depends_on:
          mongodb:
            condition: service_healthy
      mongodb:
        image: mongo:8
        command: [mongod, --quiet] # less to read
        environment: {REPLICA: "${REPLICA:?set it in .env}"}
        volumes:
          - mongodb-data:/data/db
          - type: bind
            source: ./mongo
            target: /docker-entrypoint-initdb.d
        # Its own client.
        healthcheck:
          test: [CMD, mongosh, --eval, "db.version()"]

    volumes:
      mongodb-data:
    "#);
    assert!(
        project.has("mongo/start.js"),
        "a folder is mounted with what lies in it"
    );
    project.djdock("remove mongodb --pack ../pack").ok();
    before
        .without(&[".git"])
        .assert_same(&project.listing().without(&[".git"]));

    let flow = "    mongodb: {image: '{{ service.image }}', networks: [back], command: [mongod], logging: *logging}\n";
    project.write("../pack/services/mongodb/compose.yml.tera", flow);
    project.djdock("add mongodb --pack ../pack").ok();
    assert_snapshot!(project.git("diff --unified=0 compose.yaml"), @"
    diff --git a/compose.yaml b/compose.yaml
    index a3e7129..27d4b3d 100644
    --- a/compose.yaml
    +++ b/compose.yaml
    @@ -4,0 +5,9 @@ services:
    +    depends_on:
    +      mongodb:
    +        condition: service_healthy
    +  mongodb:
    +    command: [mongod]
    +    image: mongo:8
    +
    +volumes:
    +  mongodb-data:
    ");
}

/// Nothing is written, and the pack's file and line are said.
#[test]
fn what_cannot_be_read_is_said_before_anything_is_written() {
    let project = Project::polls();
    project.copy_pack();
    let text = project.read(MARIADB);
    let mut said = Vec::new();
    for (from, to) in [
        ("    volumes:\n", "   volumes:\n"),
        ("    networks: [back]\n", "    networks: back\n"),
        (
            "      start_interval: 500ms\n",
            "      start_interval: 500ms\n    image: x\n",
        ),
        ("  db:\n", "  db: x\n"),
        ("  db:\n", "  - db:\n"),
    ] {
        assert!(text.contains(from), "{from}");
        project.write(MARIADB, &text.replacen(from, to, 1));
        let before = project.listing();
        said.push(
            project
                .djdock("init --yes --db mariadb --pack ../pack")
                .refused(1),
        );
        before.assert_same(&project.listing());
    }
    assert_snapshot!(said.join("\n"), @"
    error: `services/mariadb/compose.yml.tera`, line 23: that part of the compose file cannot be read
      while parsing a block mapping, did not find expected key
    hint: mend it in the template pack, and run this again

    error: `services/mariadb/compose.yml.tera`, line 25: that part of the compose file cannot be read
      `networks` of `db` must be a list or a mapping
    hint: mend it in the template pack, and run this again

    error: `services/mariadb/compose.yml.tera`, line 36: that part of the compose file cannot be read
      `image` stands there twice
    hint: mend it in the template pack, and run this again

    error: `services/mariadb/compose.yml.tera`, line 2: that part of the compose file cannot be read
      mapping values are not allowed in this context
    hint: mend it in the template pack, and run this again

    error: `services/mariadb/compose.yml.tera`, line 1: that part of the compose file cannot be read
      containers stand there as in a compose file: each name on a line of its own
    hint: mend it in the template pack, and run this again
    ");
}

/// Whoever loads the pack is told, whatever is chosen: parts of the compose file, and what a service puts into the parts of
/// others.
#[test]
fn what_cannot_be_read_is_said_though_nobody_chose_it() {
    let slot = "../pack/services/debug/slots/web_ports.tera";
    let file = "../pack/prod/docker-compose.yml.tera";
    let mut said = Vec::new();
    for (path, from, to) in [
        (MARIADB, "    image:", "     image:"),
        (slot, "      - ", "     - port: "),
        (slot, "5678\"", "5678"),
        (file, "    cap_drop: [ALL]\n", "    cap_drop: ALL\n"),
        (file, "    <<: *app\n", "    <<: *application\n"),
    ] {
        let project = Project::polls();
        project.copy_pack();
        project.djdock("services --pack ../pack").ok();
        let text = project.read(path);
        assert!(text.contains(from), "{from} in {text}");
        project.write(path, &text.replacen(from, to, 1));
        let before = project.listing();
        for line in [
            "init --yes --db postgres --pack ../pack",
            "services --pack ../pack",
        ] {
            said.push(project.djdock(line).refused(1));
        }
        before.assert_same(&project.listing());
        let [init, services] = said.split_last_chunk().expect("two commands").1;
        assert_eq!(init, services);
        said.pop();
    }
    assert_snapshot!(said.join("\n"), @"
    error: `services/mariadb/compose.yml.tera`, line 5: that part of the compose file cannot be read
      while parsing a block mapping, did not find expected key
    hint: mend it in the template pack, and run this again

    error: `services/debug/slots/web_ports.tera`, line 1: that part of the compose file cannot be read
      while parsing a block mapping, did not find expected key
    hint: mend it in the template pack, and run this again

    error: `services/debug/slots/web_ports.tera`, line 1: that part of the compose file cannot be read
      invalid indentation in quoted scalar
    hint: mend it in the template pack, and run this again

    error: `prod/docker-compose.yml.tera`, line 116: that part of the compose file cannot be read
      `cap_drop` of `nginx` must be a list
    hint: mend it in the template pack, and run this again

    error: `prod/docker-compose.yml.tera`, line 45: that part of the compose file cannot be read
      while parsing node, found unknown anchor
    hint: mend it in the template pack, and run this again
    ");
}

/// The parts of the built-in pack are not checked again in each run. As a pack of the user's they are, so here all of them.
#[test]
fn every_part_of_the_built_in_pack_can_be_read() {
    let project = Project::of(FIXTURE);
    project.copy_pack();
    let mut read = BTreeSet::new();
    for combination in Urn::embedded().draw() {
        let names = combination.services.iter().chain([&combination.database]);
        let before = read.len();
        read.extend(names.cloned());
        if read.len() > before {
            let flags = combination.flags().join(" ");
            let line = format!("init --yes --dry-run --pack ../pack {flags}");
            project.djdock(&line).ok();
        }
    }
    let all: BTreeSet<String> = Urn::embedded()
        .services()
        .map(|it| it.name.clone())
        .collect();
    assert_eq!(read, all);
}
