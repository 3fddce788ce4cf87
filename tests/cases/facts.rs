//! The facts of every project in `tests/fixtures`: they are as accepted, and keep to the published schema.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use djdock::catalog::{self, Pack};
use djdock::inspect::{Hints, Uses, inspect, schema};
use djdock::tree::WorkTree;
use jsonschema::Validator;
use libtest_mimic::Trial;

use crate::harness::{accepted, fixtures, source};
use crate::test;

/// What the built-in pack knows the signs of.
static USES: LazyLock<Uses> = LazyLock::new(|| {
    let pack = Pack::embedded();
    catalog::uses(&pack).expect("its services")
});

pub(crate) fn tests() -> Vec<Trial> {
    let validator: Arc<LazyLock<Validator>> = Arc::new(LazyLock::new(|| {
        jsonschema::validator_for(&schema()).expect("a schema")
    }));
    let each = fixtures().into_iter().map(|name| {
        let validator = Arc::clone(&validator);
        test(format!("facts::{name}"), move || {
            are_accepted(&name, &validator);
        })
    });
    each.collect()
}

fn are_accepted(name: &str, validator: &Validator) {
    let path = source("tests/fixtures").join(name);
    let tree = WorkTree::new(Path::new(&path));
    let shown = match inspect(&tree, &tree, &Hints::default(), &USES) {
        Ok(project) => {
            let facts = serde_json::to_value(&project).expect("JSON");
            let error = validator.validate(&facts).err();
            assert!(error.is_none(), "{error:?}");
            serde_json::to_string_pretty(&project).expect("JSON")
        }
        Err(error) => format!("error: {error}"),
    };
    accepted(&format!("inspect@{name}"), &shown);
}
