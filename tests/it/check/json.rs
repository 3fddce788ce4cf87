//! `djdock check --json`.

use std::fs;

use super::Stack;
use crate::harness::source;

/// `DJDOCK_ACCEPT_SCHEMA=1 cargo test --test it check::json` writes it.
#[test]
fn the_schema_is_current() {
    let path = source("docs/check.schema.json");
    let text = format!("{:#}\n", djdock::commands::check::schema());
    if std::env::var_os("DJDOCK_ACCEPT_SCHEMA").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), text);
}

#[test]
fn what_is_printed_keeps_to_it() {
    let stack = Stack::new("");
    stack.set("SECRET_KEY", "SECRET_KEY=");
    stack.edit("prod", "docker-compose.yml", "DEBUG: \"0\"", "DEBUG: \"1\"");
    stack.project.git("config --unset merge.djdock.driver");
    let run = stack.run("check --json", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""), "{run}");
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let validator = jsonschema::validator_for(&djdock::commands::check::schema()).unwrap();
    let error = validator.validate(&found).err();
    assert!(error.is_none(), "{error:?}");
    let ids: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["key-empty", "debugging", "merge-driver", "tls-off"]);
    assert_eq!(found[0]["fixable"], true);
    assert_eq!(
        (found[1]["branch"].as_str(), found[1]["file"].as_str()),
        (Some("prod"), Some("docker-compose.yml"))
    );
    assert!(!validator.is_valid(&serde_json::json!([{ "id": "x" }])));
}
