//! `djdock check --json`.

use super::Stack;
use crate::output::schemas::validator;

#[test]
fn what_is_printed_keeps_to_it() {
    let stack = Stack::new("");
    stack.set("SECRET_KEY", "SECRET_KEY=");
    stack.edit("prod", "docker-compose.yml", "DEBUG: \"0\"", "DEBUG: \"1\"");
    stack.project.git("config --unset merge.djdock.driver");
    let run = stack.run("check --json", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""), "{run}");
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let validator = validator("check");
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
}
