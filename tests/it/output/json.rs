//! `--json`: one document on standard output, of the published form, whatever the command came to.

use serde_json::Value;

use super::schemas::validator;
use crate::harness::{Project, Run};

/// The one document that a run printed, which keeps to the schema of that name.
#[track_caller]
fn printed(run: &Run, schema: &str) -> Value {
    let value: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run}"));
    let error = validator(schema)
        .validate(&value)
        .err()
        .map(|error| error.to_string());
    assert_eq!(error, None, "{run}");
    value
}

#[test]
fn what_writes_tells_what_it_did_or_would_do() {
    let project = Project::polls();
    for (line, changes) in [
        ("init --yes --db postgres", true),
        ("init --yes", false),
        ("add redis mailpit", true),
        ("add redis", false),
        ("add mariadb --import-data", true),
        ("remove mailpit", true),
        ("update", false),
        ("update --domain example.org", true),
    ] {
        let before = project.listing();
        let dry = project.djdock(&format!("{line} --dry-run --json")).ok();
        assert!(project.listing().differences(&before).is_empty(), "{dry}");
        let diff = project
            .djdock(&format!("{line} --dry-run --json --diff"))
            .ok();
        let real = project.djdock(&format!("{line} --json")).ok();
        let [dry, diff, real] = [dry, diff, real].map(|run| printed(&run, "change"));
        assert_eq!(dry["written"], false, "{line}");
        assert_eq!(real["written"], changes, "{line}");
        for key in ["answers", "plan", "by_hand", "missing"] {
            assert_eq!(dry[key], real[key], "{line}: {key}");
        }
        for (part, with_diff) in dry["plan"]
            .as_array()
            .unwrap()
            .iter()
            .zip(diff["plan"].as_array().unwrap())
        {
            assert_eq!(
                part["changes"].as_array().unwrap().is_empty(),
                !changes,
                "{line}"
            );
            assert_eq!(
                with_diff["diff"].as_str().unwrap().is_empty(),
                !changes,
                "{line}"
            );
            assert_eq!(part.get("diff"), None, "{line}");
        }
    }
}

#[test]
fn what_is_left_to_the_user_is_told() {
    let project = Project::fixture("environment-names");
    let run = project.djdock("init --yes --db postgres --json").ok();
    let missing: Vec<_> = printed(&run, "change")["missing"]
        .as_array()
        .unwrap()
        .clone();
    assert!(!missing.is_empty(), "{run}");
    for variable in missing {
        let line = format!("{}=", variable["name"].as_str().unwrap());
        assert!(project.read(".env").contains(&line), "{variable}");
    }
}

#[test]
fn a_compose_file_of_the_users_own() {
    let project = Project::outside_git("examples/polls");
    project.write(
        "docker-compose.yml",
        "services:\n  queue:\n    image: example.org/queue:1\n",
    );
    let run = project.djdock("add redis --json").ok();
    let told = printed(&run, "change");
    assert_eq!(told["written"], true, "{run}");
    assert_eq!(told["plan"][0]["branch"], Value::Null, "{run}");
    assert!(!told["by_hand"].as_array().unwrap().is_empty(), "{run}");
    printed(&project.djdock("remove redis --json").ok(), "change");
}

#[test]
fn what_only_looks() {
    let project = Project::polls();
    printed(&project.djdock("services --json").ok(), "services");
    printed(&project.djdock("inspect --json").ok(), "inspect");
    project.djdock("init --yes --db postgres --with redis").ok();
    let services = printed(&project.djdock("services --json").ok(), "services");
    let installed = services
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["installed"] == true);
    let names: Vec<_> = installed.map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["postgres", "redis"]);
    let status = printed(&project.djdock("status --json").ok(), "status");
    assert_eq!(status[0]["changes"], Value::Array(Vec::new()));
    project.git("switch --quiet dev");
    let toml = project
        .read("djdock.toml")
        .replace("dev-port = 8000", "dev-port = 8123");
    project.write("djdock.toml", &toml);
    project.commit("Another_port");
    project.git("switch --quiet prod");
    project.git("merge --quiet dev");
    let drift = project.djdock("status --json");
    assert_eq!(drift.code, Some(1), "{drift}");
    let told = printed(&drift, "status");
    let changes = told[0]["changes"].as_array().unwrap().iter();
    let lines = changes.flat_map(|it| it["lines"].as_array().unwrap());
    let signs: Vec<_> = lines.map(|line| line["change"].as_str().unwrap()).collect();
    assert!(signs.contains(&"-") && signs.contains(&"+"), "{drift}");
}

#[test]
fn a_refused_command_prints_no_document() {
    let project = Project::polls();
    project.djdock("add redis --json").refused(1);
    project.djdock("status --json").refused(1);
    project.djdock("inspect nowhere --json").refused(1);
    project.djdock("init --yes --db nothing --json").refused(2);
}
