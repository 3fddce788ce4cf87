//! `docs/inspect.schema.json` is what the types say, and what inspect prints keeps to it.

use std::path::Path;

use djdock::inspect::schema;
use jsonschema::Validator;

use super::rich;

fn published() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/inspect.schema.json");
    if std::env::var_os("DJDOCK_ACCEPT_SCHEMA").is_some() {
        std::fs::write(&path, format!("{:#}\n", schema())).expect("it can be written");
    }
    std::fs::read_to_string(path).unwrap_or_default()
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).expect("a schema")
}

#[test]
fn the_schema_is_current() {
    let current = published() == format!("{:#}\n", schema());
    assert!(
        current,
        "DJDOCK_ACCEPT_SCHEMA=1 cargo test --test inspect writes it"
    );
}

#[test]
fn facts_of_every_kind_keep_to_it() {
    let facts = serde_json::to_value(rich::facts()).expect("JSON");
    let error = validator().validate(&facts).err();
    assert!(error.is_none(), "{error:?}");
}

#[test]
fn it_refuses_what_is_not_facts() {
    let validator = validator();
    let mut facts = serde_json::to_value(rich::facts()).expect("JSON");
    facts["databases"]["default"]["from"] = "guess".into();
    assert!(!validator.is_valid(&facts));
}
