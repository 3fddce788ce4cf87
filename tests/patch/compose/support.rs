//! A service to add, and the laws that every patch keeps.

use saphyr::Yaml;

use djdock::patch::{
    ComposeAddition, ComposeService, PatchedCompose, Surroundings, patch_compose, undo_intact,
    unpatch,
};

/// A cache with a volume, a variable, and a health to wait for.
pub(crate) fn addition() -> ComposeAddition {
    let definition = r#"image: redis:8.2
# Queues outlive a restart.
command: [redis-server, --appendonly, "yes", --save, ""]
entrypoint:
  - sh
  - -c
  - |
    if true; then
      # no comment
      exec "$$@"
    fi
environment:
  REDIS_ARGS: ${REDIS_ARGS:-}
volumes:
  - redis-data:/data
  - type: tmpfs
    target: /tmp
healthcheck:
  # While it loads its file it answers, but not PONG.
  test: [CMD-SHELL, "redis-cli ping | grep -q PONG"]
  interval: 30s
"#;
    ComposeAddition {
        services: vec![ComposeService {
            name: "redis".to_owned(),
            definition: definition.to_owned(),
            joins: false,
        }],
        volumes: vec!["redis-data".to_owned()],
        environment: vec![
            ("REDIS_URL".to_owned(), "redis://redis:6379/0".to_owned()),
            (
                "REDIS_PASSWORD".to_owned(),
                "${REDIS_PASSWORD:?set it in .env}".to_owned(),
            ),
            ("CACHE".to_owned(), "yes".to_owned()),
        ],
        ready: vec!["redis".to_owned()],
        reached: Vec::new(),
        once: Vec::new(),
    }
}

/// Only the service that runs the project is known.
fn around(web: Option<&str>) -> Surroundings<'_> {
    Surroundings {
        web,
        ..Surroundings::NOTHING
    }
}

/// Patches; undoing gives the text back, and patching again changes nothing.
pub(crate) fn patched(source: &str, web: Option<&str>) -> PatchedCompose {
    let patched = patch_compose(source, &addition(), &around(web)).unwrap();
    assert_eq!(
        unpatch(&patched.text, &patched.splices),
        Ok(Some(source.to_owned()))
    );
    assert_eq!(undo_intact(&patched.text, &patched.splices.splices), source);
    let again = patch_compose(&patched.text, &addition(), &around(web)).unwrap();
    assert_eq!(again.text, patched.text);
    assert_eq!(again.splices.splices, []);
    assert_eq!(again.steps.len(), patched.steps.len());
    patched
}

/// The definition of the service to add.
pub(crate) fn definition() -> String {
    addition().services.remove(0).definition
}

/// What the patch adds, by name.
const ADDED: [&str; 5] = [
    "redis",
    "redis-data",
    "REDIS_URL",
    "REDIS_PASSWORD",
    "CACHE",
];

/// A file's content without what is added, and without sections that are empty.
pub(crate) fn stripped(value: &Yaml) -> String {
    let mut text = String::new();
    strip(value, &mut text);
    text
}

fn strip(value: &Yaml, text: &mut String) {
    if let Some(mapping) = value.as_mapping() {
        text.push('{');
        for (key, value) in mapping {
            let name = key.as_str().unwrap_or_default();
            let mut inner = String::new();
            strip(value, &mut inner);
            let section = ["environment", "depends_on", "volumes", "services"].contains(&name);
            let empty = ["{}", "[]", "null"].contains(&inner.as_str());
            let gone = section && empty || ADDED.contains(&name);
            if !gone {
                text.extend([format!("{key:?}: {inner}, ")]);
            }
        }
        text.push('}');
    } else if let Some(items) = value.as_vec() {
        text.push('[');
        for item in items {
            let name = item.as_str().unwrap_or_default();
            if !ADDED.contains(&name.split('=').next().unwrap_or_default()) {
                strip(item, text);
                text.push_str(", ");
            }
        }
        text.push(']');
    } else if value.is_null() {
        text.push_str("null");
    } else {
        text.extend([format!("{value:?}")]);
    }
}
