//! What inspect finds keeps to `docs/inspect.schema.json`.

use djdock::inspect::schema;
use jsonschema::Validator;

use super::rich;

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).expect("a schema")
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
