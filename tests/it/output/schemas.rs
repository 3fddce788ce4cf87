//! The schemas in `docs`.

use std::fs;

use jsonschema::Validator;

use crate::harness::source;

/// `DJDOCK_ACCEPT_SCHEMA=1 cargo test --test it schemas` writes them.
#[test]
fn each_is_what_the_types_say() {
    let mut old = Vec::new();
    for (name, schema) in djdock::ui::report::schemas() {
        let path = source(&format!("docs/{name}.schema.json"));
        let text = format!("{schema:#}\n");
        if std::env::var_os("DJDOCK_ACCEPT_SCHEMA").is_some() {
            fs::write(&path, &text).unwrap();
        }
        if fs::read_to_string(path).unwrap_or_default() != text {
            old.push(name);
        }
    }
    assert!(old.is_empty(), "not current: {old:?}");
}

#[test]
fn each_refuses_what_is_something_else() {
    let something_else = serde_json::json!([{ "id": "x" }]);
    for (name, _) in djdock::ui::report::schemas() {
        assert!(!validator(name).is_valid(&something_else), "{name}");
        assert!(
            !validator(name).is_valid(&serde_json::json!(null)),
            "{name}"
        );
    }
}

/// What holds a command's output to the schema of that name.
pub(crate) fn validator(name: &str) -> Validator {
    let schemas = djdock::ui::report::schemas();
    let schema = schemas.into_iter().find(|(known, _)| *known == name);
    jsonschema::validator_for(&schema.expect("a published schema").1).expect("a schema")
}
