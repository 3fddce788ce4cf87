//! Nothing makes the evaluator panic, hang or overflow the stack.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{evaluate, evaluated, x};
use crate::tree::MemoryTree;

#[test]
fn hostile_sources_end_soon() {
    let long_sum = format!("X = {}", vec!["1"; 1_400].join(" + "));
    let too_long_sum = format!("X = {}", vec!["1"; 100_000].join("+"));
    let brackets = format!("X = {}{}", "[".repeat(5_000), "]".repeat(5_000));
    let not = format!("X = {} 1", "not ".repeat(50_000));
    let continued = format!("X = 1{}", "+\\\n1".repeat(50_000));
    let indented: String = (0..600)
        .map(|depth| format!("{}if a:\n", " ".repeat(depth)))
        .collect();
    let elif: String = (0..3_000)
        .map(|n| format!("elif a == {n}:\n    X = {n}\n"))
        .collect();
    let elif = format!("if a:\n    X = 0\n{elif}");
    let forks: String = (0..200)
        .map(|n| format!("if a{n}:\n    X = X + ['{n}']\n"))
        .collect();
    let forks = format!("X = []\n{forks}");
    let doubling = format!("X = [1]\n{}", "X = [X, X]\n".repeat(200));
    let growing = format!("X = ['a']\n{}", "X = X + X\n".repeat(200));
    let text = format!("X = 'a'\n{}", "X = X + X\n".repeat(200));
    let loops = "X = []\nfor a in range(500):\n    for b in range(500):\n        for c in range(500):\n            X.append(a)\n";
    let calls = "def f(a):\n    return f(a) + f(a) + f(a)\nX = f(1)\n";
    let aliases = format!(
        "X = [[]]\nfor n in range(400):\n    X.append(X[0])\n{}",
        "X[0].append(1)\n".repeat(400)
    );
    for source in [
        &*long_sum,
        &too_long_sum,
        &brackets,
        &not,
        &continued,
        &indented,
        &elif,
        &forks,
        &doubling,
        &growing,
        &text,
        loops,
        calls,
        &aliases,
    ] {
        let tree = MemoryTree::new([("settings.py", source)]);
        let start = Instant::now();
        let _ = evaluate(&tree, "", vec![String::new()], "settings");
        assert!(start.elapsed() < Duration::from_secs(20));
    }
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
