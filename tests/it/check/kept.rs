//! Random `.env` files through `--fix`: nothing is lost, and it ends.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::Stack;

/// Lines of a `.env` as people write them.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("# a comment with a $ and a '".to_owned()),
        Just("SECRET_KEY=".to_owned()),
        Just("MARIADB_PASSWORD=\"two words\"".to_owned()),
        "(MINE|MARIADB_USER|SECRET_KEY|MARIADB_PASSWORD)=[a-z$'\"#{} ]{0,12}",
        "(export )?OTHER *= *'[a-z$ ]{0,12}'",
    ]
}

#[test]
fn nothing_is_lost() {
    let stack = Stack::new("");
    let mut runner = TestRunner::new(Config {
        cases: 12,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&prop::collection::vec(line(), 0..9), |lines| {
            let before = lines.join("\n");
            stack.project.write(".env", &before);
            let run = stack.run("check --fix", &[]);
            prop_assert!(matches!(run.code, Some(0 | 1)), "{run}");
            let after = stack.project.read(".env");
            // Something is put between, and one kind of quotes in the place of the other; nothing else.
            let (old, new) = (before.replace('"', "'"), after.replace('"', "'"));
            let mut rest = new.chars();
            let kept = old.chars().all(|letter| rest.any(|other| other == letter));
            prop_assert!(kept, "{before}\nin\n{after}");
            let again = stack.run("check --fix", &[]);
            prop_assert_eq!(stack.project.read(".env"), after, "{}", again);
            Ok(())
        })
        .unwrap();
}
