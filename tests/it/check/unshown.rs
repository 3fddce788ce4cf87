//! No value of `.env` is ever shown.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::Stack;

/// How a value may stand in the file; `@` is a token that nobody else has.
const FORMS: [&str; 12] = [
    "@",
    "'@'",
    "\"@\"",
    "@$@",
    "\"@$@\"",
    "@${@",
    "@${@:-@}",
    "@$$@",
    "'@\\'@",
    "@ # @",
    "$@",
    "django-insecure-@",
];

/// Keys with a random part in each value, in forms that are right and wrong.
fn file() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let token = "[A-Z][a-zA-Z0-9]{11}";
    prop::collection::vec((0..7_usize, 0..FORMS.len(), token), 3..9)
}

#[test]
fn whatever_is_found() {
    let stack = Stack::new("");
    let keys = [
        "SECRET_KEY",
        "MARIADB_PASSWORD",
        "MARIADB_ROOT_PASSWORD",
        "MARIADB_USER",
        "API_TOKEN",
        "HTTP_PORT",
        "ALLOWED_HOSTS",
    ];
    // A literal in the compose file is a secret too.
    let literal = "Literal0Secret";
    stack.edit(
        "prod",
        "docker-compose.yml",
        "    TLS:",
        &format!("    API_TOKEN: {literal}\n    TLS:"),
    );
    let before = stack.project.read(".env");
    let mut runner = TestRunner::new(Config {
        cases: 8,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&file(), |lines| {
            let mut text = String::new();
            let mut tokens = vec![literal.to_owned()];
            for (key, form, token) in &lines {
                let value = FORMS[*form].replace('@', token);
                text.extend([keys[*key], "=", &value, "\n"]);
                tokens.push(token.clone());
            }
            stack.project.write(".env", &text);
            for line in ["check", "check --json -v", "check --fix --diff"] {
                let run = stack.run(line, &[]);
                prop_assert!(matches!(run.code, Some(0 | 1)), "{run}");
                let said = format!("{}{}", run.stdout, run.stderr);
                for token in &tokens {
                    prop_assert!(!said.contains(token.as_str()), "{token} in {said}");
                }
            }
            Ok(())
        })
        .unwrap();
    assert_ne!(before, stack.project.read(".env"));
}
