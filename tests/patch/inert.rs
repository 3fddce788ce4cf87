//! Patched modules, run by Python: the same without the environment, and the environment's values with it.

use std::io::Write;
use std::process::{Command, Stdio};

use djdock::patch::{Patched, Step};
use serde_json::{Value, json};

use crate::generate::{NAMES, modules};
use crate::support::{pack, patched_alone};

/// The settings that must come from outside: those that are in the module or appended, without a step for the user.
fn expected(patched: &Patched) -> Vec<&'static str> {
    let left = |name: &str| {
        patched.steps.iter().any(|step| match step {
            Step::NotAlwaysBound { name: left, .. } | Step::InClass { name: left, .. } => {
                left == name
            }
            _ => false,
        })
    };
    let own = |name: &str| {
        let reads = patched.reads.get(name);
        reads.is_some_and(|reads| !reads.iter().any(|read| read == name))
            && !patched
                .text
                .contains(&format!("\n{name} = os.environ.get(\"{name}\")"))
    };
    // The pack does not append these.
    let absent = |name: &str| {
        let reads = |call: &str| ['"', '\''].map(|quote| format!("{call}({quote}{name}{quote}"));
        let calls = [reads("environ.get"), reads("env_bool")].concat();
        matches!(name, "SECRET_KEY" | "DEBUG")
            && !calls.iter().any(|call| patched.text.contains(call))
    };
    NAMES
        .into_iter()
        .filter(|name| *name != "OTHER" && !left(name) && !own(name) && !absent(name))
        .collect()
}

#[test]
fn without_the_environment_and_with_it() {
    let sources = modules(600);
    let cases: Vec<Value> = sources
        .iter()
        .map(|source| {
            let patched = patched_alone(source, &pack()).unwrap();
            json!({"before": source, "after": patched.text, "expected": expected(&patched)})
        })
        .collect();
    let mut python = Command::new("python3")
        .args(["-c", include_str!("inert.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(&cases).unwrap();
    python.stdin.take().unwrap().write_all(&input).unwrap();
    let output = python.wait_with_output().unwrap();
    let verdicts: Vec<Option<String>> = serde_json::from_slice(&output.stdout).unwrap();
    let mut ran = 0;
    for (case, verdict) in cases.iter().zip(verdicts) {
        let Some(verdict) = verdict else {
            continue;
        };
        ran += 1;
        let [before, after] = ["before", "after"].map(|key| case[key].as_str().unwrap());
        assert_eq!(verdict, "", "\n=== before\n{before}\n=== after\n{after}");
    }
    assert!(ran > 300, "only {ran} modules run");
}
