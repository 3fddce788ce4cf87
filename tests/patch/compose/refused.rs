//! Compose files that are left as they are, and services that are not found.

use djdock::error::Error;
use djdock::patch::{ComposeAddition, ComposeError, ComposeService, Surroundings, patch_compose};
use djdock::pipeline::PipelineError;
use djdock::ui::report::report;
use insta::assert_snapshot;

use super::support::{addition, definition, patched};

fn error(source: &str) -> String {
    said(patch_compose(source, &addition(), &Surroundings::NOTHING).unwrap_err())
}

/// The error as a person reads it, behind the file that it is about.
fn said(source: ComposeError) -> String {
    let path = "file".to_owned();
    let error = Error::Pipeline(PipelineError::Compose { path, source });
    let message = report(&error).message;
    let why = message.strip_prefix("`file` cannot be extended: ");
    why.expect("the file first").to_owned()
}

#[test]
fn files_that_are_not_understood() {
    let sources = [
        "",
        "# nothing\n",
        "- a\n",
        "web:\n  build: .\n",
        "include: [a.yml]\n",
        "services: *x\n",
        "services: [web]\n",
        "services: web\n",
        "services: &x {}\n",
        "services: {web: {build: .}}\n",
        "{\"services\": {\"web\": {\"build\": \".\"}}}\n",
        "services:\n  web:\n\tbuild: .\n",
        "services:\n  web: {build: .\n",
        "services:\n  web:\n    build: .\n  web:\n    build: .\n",
        "services:\n  web:\n    <<: {}\n    <<: {}\n",
        "services:\n  web:\n    build: .\n---\nservices: {}\n",
        "services:\n  web: &w\n    build: .\n    x: *w\n",
        "services:\n  web:\n    build: .\nvolumes: [a]\n",
        "services:\n  web:\n    build: .\nvolumes: a\n",
        "services:\n  web:\n    build: .\nvolumes: !reset {}\n",
        "services:\n  redis:\n    image: redis:7\n",
        "services:\n  web:\n    build: .\nvolumes:\n  redis-data:\n",
        "services:\n  web:\n    build: .\n    command: |\n      x",
        "services:\n  ? web\n  : build: .\n",
    ];
    let said: Vec<String> = sources
        .iter()
        .map(|source| format!("{source:?}: {}", error(source)))
        .collect();
    assert_snapshot!(said.join("\n"));
}

#[test]
fn aliases_that_grow() {
    let mut source = "x-0: &x0 [a, a, a, a, a, a, a, a, a]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*x{}", level - 1);
        source.extend([format!(
            "x-{level}: &x{level} [{}]\n",
            [alias.as_str(); 9].join(", ")
        )]);
    }
    source.push_str("services:\n  web:\n    build: .\n");
    assert_snapshot!(error(&source), @"the file is written in a way that cannot be extended safely: its aliases grow without bounds");
    let deep = format!(
        "services:\n  web: {}{}\n",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    assert_snapshot!(error(&deep), @"line 2, column 263: recursion limit exceeded");
    let mut chain = "x-0: &x0 [a]\n".to_owned();
    for level in 1..2_000 {
        chain.extend([format!("x-{level}: &x{level} [*x{}]\n", level - 1)]);
    }
    chain.push_str("services:\n  web:\n    build: .\n");
    assert!(error(&chain).contains("without bounds"));
}

#[test]
fn definitions_that_are_no_block() {
    for definition in [
        "",
        "redis",
        "{image: redis}",
        "  image: redis",
        "- a",
        "a: [",
        "a: 1\na: 2",
    ] {
        let services = vec![ComposeService {
            name: "redis".to_owned(),
            definition: definition.to_owned(),
            joins: false,
        }];
        let addition = ComposeAddition {
            services,
            ..ComposeAddition::default()
        };
        let error = patch_compose("services:\n", &addition, &Surroundings::NOTHING).unwrap_err();
        assert!(matches!(error, ComposeError::Definition { .. }), "{error}");
    }
}

#[test]
fn the_service_that_is_named() {
    let source =
        "services:\n  web:\n    build: a\n  shop:\n    image: shop\n  db:\n    image: pg\n";
    let named = patched(source, Some("shop"));
    assert!(named.text.contains("    image: shop\n    environment:\n"));
    assert!(named.text.contains("    build: a\n  shop:\n"));
    assert_eq!(named.steps, []);
    let around = Surroundings {
        web: Some("x"),
        ..Surroundings::NOTHING
    };
    let error = patch_compose(source, &addition(), &around).unwrap_err();
    assert_snapshot!(said(error), @"there is no service `x`");
}

#[test]
fn a_service_that_is_there_is_not_added_again() {
    let definition = definition().replace('\n', "\n    ");
    let source = format!(
        "services:\n  redis:\n    {}\n  web:\n    build: .\nvolumes:\n  redis-data: {{}}\n",
        definition.trim_end()
    );
    let patched = patched(&source, None);
    assert_eq!(patched.text.matches("image: redis").count(), 1);
    assert_eq!(patched.text.matches("  redis-data:").count(), 1);
    assert!(patched.text.contains("REDIS_URL: redis://redis:6379/0\n"));
}
