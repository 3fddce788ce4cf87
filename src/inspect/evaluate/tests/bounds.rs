//! Nothing makes the evaluator panic, hang or overflow the stack.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{evaluate, evaluated, x};
use crate::tree::MemoryTree;

/// `count` lines made of their number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

fn ends_soon(source: &str) {
    let tree = MemoryTree::new([("settings.py", source)]);
    let start = Instant::now();
    let _ = evaluate(&tree, "", vec![String::new()], "settings");
    let start_of_source: String = source.chars().take(60).collect();
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{start_of_source}"
    );
}

#[test]
fn deep_sources_end_soon() {
    ends_soon(&format!("X = {}", vec!["1"; 1_400].join(" + ")));
    ends_soon(&format!("X = {}", vec!["1"; 100_000].join("+")));
    ends_soon(&format!("X = {}{}", "[".repeat(5_000), "]".repeat(5_000)));
    ends_soon(&format!("X = {} 1", "not ".repeat(50_000)));
    ends_soon(&format!("X = 1{}", "+\\\n1".repeat(50_000)));
    ends_soon(&lines(600, |depth| format!("{}if a:\n", " ".repeat(depth))));
    let elif = lines(3_000, |n| format!("elif a == {n}:\n    X = {n}\n"));
    ends_soon(&format!("if a:\n    X = 0\n{elif}"));
}

#[test]
fn growing_values_end_soon() {
    let forks = lines(200, |n| format!("if a{n}:\n    X = X + ['{n}']\n"));
    ends_soon(&format!("X = []\n{forks}"));
    ends_soon(&format!("X = [1]\n{}", "X = [X, X]\n".repeat(200)));
    ends_soon(&format!("X = ['a']\n{}", "X = X + X\n".repeat(200)));
    ends_soon(&format!("X = 'a'\n{}", "X = X + X\n".repeat(200)));
    ends_soon("def f(a):\n    return f(a) + f(a) + f(a)\nX = f(1)\n");
    ends_soon(
        "X = []\nfor a in range(500):\n    for b in range(500):\n        for c in range(500):\n            X.append(a)\n",
    );
    let aliases = "X[0].append(1)\n".repeat(400);
    ends_soon(&format!(
        "X = [[]]\nfor n in range(400):\n    X.append(X[0])\n{aliases}"
    ));
}

#[test]
fn what_was_not_reached_is_unknown() {
    let source = "X = 1\nfor a in range(500):\n    for b in range(500):\n        for c in range(500):\n            Y = a\n";
    assert_eq!(x(source), "either(1 | ?; usually ?)");
    assert!(evaluated(&[("settings.py", source)]).get("Z").is_some());
}

const PIECES: [&str; 44] = [
    "import os\n",
    "X",
    "Y",
    " = ",
    " += ",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    ", ",
    "'a'",
    "1",
    ": ",
    "\n",
    "\n    ",
    "if ",
    "else:",
    "for ",
    " in ",
    "def f(x):",
    "return ",
    "f",
    "os.environ",
    ".get",
    "['default']",
    ".append",
    ".update",
    "try:",
    "except KeyError:",
    "from settings import *\n",
    "not ",
    " or ",
    " and ",
    "**",
    "*",
    "f'{X}'",
    "lambda: ",
    "None",
    ".split(',')",
    " if ",
    " else ",
    "raise ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text(source in "\\PC{0,200}") {
        let tree = MemoryTree::new([("settings.py", source)]);
        let _ = evaluate(&tree, "", vec![String::new()], "settings");
    }

    #[test]
    fn pieces_of_settings(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let tree = MemoryTree::new([("settings.py", pieces.concat())]);
        let _ = evaluate(&tree, "", vec![String::new()], "settings");
    }
}
