//! A template pack with a service more, as its author writes one: a folder of data, and no Rust.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{Project, Terminal};

/// A service's manifest; the signs follow.
const MANIFEST: &str = r#"schema = 1
title = "MongoDB"
summary = "MongoDB 8: documents"
volumes = ["mongodb-data"]
ready = ["mongodb"]

[addresses]
value = "mongodb://mongodb:27017{{ address.path }}"
host = "mongodb"

[[release]]
django = "2.2"
image = "example/mongod:8.0"

"#;
const CONTAINER: &str = r#"  mongodb:
    image: {{ service.image }}
    networks: [back]
    volumes: ["mongodb-data:/data/db"]
    healthcheck:
      test: [CMD, mongosh, --eval, "db.hello()"]
"#;
const SIGNS: &str = r#"[signs]
packages = ["PyMongo"]
modules = ["django_mongodb_backend"]
schemes = ["mongodb", "mongodb+srv"]
ports = [27017]
settings = ["MONGODB_DATABASES"]
"#;

/// A project beside a copy of the default pack that has this service.
fn project(more: &str) -> Project {
    let project = Project::fixture("startproject-5.2");
    project.write("requirements.txt", "Django==5.2.8\n");
    project.copy_pack();
    project.write(
        "../pack/services/mongodb/service.toml",
        &format!("{MANIFEST}{more}"),
    );
    project.write("../pack/services/mongodb/compose.yml.tera", CONTAINER);
    project
}

/// A project's file with a line more.
fn with(path: &str, line: &str) -> Project {
    let project = project(SIGNS);
    project.append(path, line);
    project.commit("uses_it");
    project
}

/// What `inspect --json` says of uses: the names, and where each shows.
fn uses(project: &Project, flags: &str) -> (Value, BTreeMap<String, String>) {
    let run = project.djdock(&format!("inspect --json {flags}")).ok();
    let facts: Value = serde_json::from_str(&run.stdout).unwrap();
    let evidence: BTreeMap<String, String> =
        serde_json::from_value(facts["evidence"].clone()).unwrap();
    let told = evidence.into_iter();
    let told = told.filter(|(fact, _)| fact.starts_with("uses."));
    (facts["uses"].clone(), told.collect())
}

#[test]
fn a_service_is_recognised_by_each_of_its_signs() {
    for (path, line, place) in [
        ("requirements.txt", "pymongo==4.15\n", "requirements.txt:2"),
        (
            "mysite/settings.py",
            "INSTALLED_APPS += ['django_mongodb_backend.x']\n",
            "mysite/settings.py:123",
        ),
        (
            "mysite/settings.py",
            "WHEREVER = 'mongodb://db.example.org/polls'\n",
            "mysite/settings.py:123",
        ),
        (
            "mysite/settings.py",
            "MONGODB_DATABASES = {'default': {}}\n",
            "mysite/settings.py:123",
        ),
    ] {
        let project = with(path, line);
        let (names, evidence) = uses(&project, "--pack ../pack");
        assert_eq!(names, json!(["mongodb"]), "{line}");
        assert_eq!(evidence["uses.mongodb"], place, "{line}");
        assert_eq!(uses(&project, "").0, json!([]), "djdock's own pack: {line}");
    }
}

#[test]
fn what_settings_name_is_taken_and_the_address_becomes_the_services() {
    let project = with(
        "mysite/settings.py",
        "MONGODB_URL = 'mongodb://localhost:27017/polls'\n",
    );
    project.djdock("init --yes --db sqlite --pack ../pack").ok();
    let compose = project.on("prod", "docker-compose.yml");
    assert!(compose.contains("image: example/mongod:8.0"), "{compose}");
    assert!(
        compose.contains("mongodb://mongodb:27017/polls"),
        "{compose}"
    );
}

/// A port without a scheme is one of the service's, too: for the address, and for whom `check` finds it published.
#[test]
fn a_port_is_a_sign() {
    let project = with("mysite/settings.py", "WHERE = 'localhost:27017'\n");
    project
        .djdock("init --yes --db sqlite --layout single --with mongodb --pack ../pack")
        .ok();
    let compose = project.read("docker-compose.yml");
    assert!(compose.contains("mongodb://mongodb:27017"), "{compose}");
    let published = "image: example/mongod:8.0\n    ports: [\"27017:27017\"]";
    let path = "docker-compose.prod.yml";
    let prod = project.read(path);
    let open = prod.replace("image: example/mongod:8.0", published);
    assert_ne!(prod, open);
    let before = project.djdock("check --pack ../pack").stdout;
    project.write(path, &open);
    let after = project.djdock("check --pack ../pack").stdout;
    assert!(
        !before.contains("27017") && after.contains("27017"),
        "{after}"
    );
}

#[test]
fn what_a_package_hints_at_is_proposed() {
    let project = with("requirements.txt", "pymongo==4.15\n");
    let script = project.command("script", &project.root);
    let init = format!(
        "exec {} init --db sqlite --pack ../pack",
        env!("CARGO_BIN_EXE_djdock")
    );
    let mut terminal = Terminal::open(script, &init);
    terminal.wait_for("Your project uses these");
    terminal.wait_for("MongoDB 8: documents (requirements.txt:2)");
    terminal.press("\u{3}");
    terminal.close();
}

#[test]
fn a_use_without_signs_is_refused() {
    let project = project("");
    let known = format!("uses = [\"mongo\"]\n{MANIFEST}{SIGNS}");
    project.write("../pack/services/mongodb/service.toml", &known);
    let words = "error: the template pack's `services/mongodb/service.toml` is for the use `mongo`, of which nothing has signs
hint: known are celery, celery-beat, channels, ";
    for line in ["inspect", "init --yes --db sqlite", "services"] {
        let said = project.djdock(&format!("{line} --pack ../pack")).refused(1);
        assert!(
            said.starts_with(words) && said.contains(" mongodb, "),
            "{said}"
        );
    }
}

/// Two services for one use: the second one names it, and its signs are not written twice.
#[test]
fn a_service_is_like_another_but_for_its_signs() {
    let project = with("requirements.txt", "pymongo==4.15\n");
    let like = "like = \"mongodb\"\ntitle = \"FerretDB\"\nsummary = \"FerretDB 2\"\n";
    project.write("../pack/services/ferretdb/service.toml", like);
    project.write("../pack/services/ferretdb/compose.yml.tera", CONTAINER);
    let (names, _) = uses(&project, "--pack ../pack");
    assert_eq!(names, json!(["mongodb"]));
    let script = project.command("script", &project.root);
    let init = format!(
        "exec {} init --db sqlite --pack ../pack",
        env!("CARGO_BIN_EXE_djdock")
    );
    let mut terminal = Terminal::open(script, &init);
    terminal.wait_for("FerretDB 2 (requirements.txt:2)");
    terminal.wait_for("MongoDB 8: documents (requirements.txt:2)");
    terminal.press("\u{3}");
    terminal.close();
}
