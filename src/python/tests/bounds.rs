//! Nothing makes the evaluator panic, hang or overflow the stack.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Sources, evaluated, x};
use crate::tree::MemoryTree;

/// `count` lines made of their number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

fn ends_soon(source: &str) {
    let tree = MemoryTree::new([("settings.py", source)]);
    let start = Instant::now();
    let _ = Sources::new(&tree).evaluate("", "settings", None);
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

const PIECES: [&str; 70] = [
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
    "class A:",
    "class B(A):",
    "A.",
    "A()",
    "@property\n",
    "def X(self):",
    "self.",
    "super().",
    "match X:\n",
    "    case ",
    "_:",
    "while ",
    "exec(open(",
    "include(",
    "import importlib\n",
    "importlib.import_module(",
    "globals()",
    "setattr(",
    "getattr(",
    "vars(",
    "urlparse(",
    ".read()",
    "__name__",
    "with ",
    " as ",
    "pass\n",
];

const HEAD: &str = "import os, sys, importlib, inspect\nfrom urllib.parse import urlparse\nX = [1]\nY = {'a': X}\nclass A:\n    X = X\n    @property\n    def P(self):\n        return self.X\n";
const EXPRESSIONS: [&str; 26] = [
    "X",
    "Y",
    "A",
    "A()",
    "A().P",
    "A.X",
    "[]",
    "{}",
    "'a'",
    "1",
    "None",
    "os.environ['E']",
    "os.getenv('E', 'x')",
    "getattr(A, 'X', 1)",
    "vars(A)",
    "dir(A())",
    "inspect.getmembers(A())",
    "importlib.import_module('a')",
    "open('a.py')",
    "urlparse(os.getenv('U', 'a://b/c')).path[1:]",
    "globals()",
    "sys.modules[__name__]",
    "unknown()",
    "super()",
    "lambda x: x",
    "[x for x in X]",
];

/// A statement made of two expressions.
fn statement() -> impl Strategy<Value = String> {
    let expression = || prop::sample::select(&EXPRESSIONS[..]);
    (0..24_usize, expression(), expression()).prop_map(|(form, one, two)| match form {
        0 => format!("X = {one}\n"),
        1 => format!("Y = {one} + {two}\n"),
        2 => format!("X += {one}\n"),
        3 => format!("if {one}:\n    X = {two}\n"),
        4 => format!("if {one} == {two}:\n    Y = X\nelse:\n    X = Y\n"),
        5 => format!("for x in {one}:\n    X = {two}\n"),
        6 => format!("try:\n    X = {one}\nexcept KeyError:\n    X = {two}\n"),
        7 => format!("class A({one}):\n    X = {two}\n"),
        8 => "class A(A):\n    @property\n    def P(self):\n        return super().P\n".to_owned(),
        9 => format!(
            "match {one}:\n    case 'a' | 1:\n        X = {two}\n    case _:\n        Y = X\n"
        ),
        10 => format!("while {one}:\n    X = {two}\n"),
        11 => format!("def f(x={one}):\n    return {two}\nX = f()\n"),
        12 => format!("setattr({one}, 'X', {two})\n"),
        13 => format!("globals().update({one})\n"),
        14 => format!("exec({one}.read())\n"),
        15 => "from a import *\n".to_owned(),
        16 => "from b import *\n".to_owned(),
        17 => format!("A.X = {one}\n"),
        18 => format!("with {one} as X:\n    Y = {two}\n"),
        19 => format!("Y['b'] = {one}\n"),
        20 => format!("X = {one}[{two}]\n"),
        21 => format!("X.append({one})\nY.update({two})\n"),
        22 => "def f():\n    return f()\nX = f()\n".to_owned(),
        _ => format!("X = {one} or {two}\n"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text(source in "\\PC{0,200}") {
        let tree = MemoryTree::new([("settings.py", source)]);
        let _ = Sources::new(&tree).evaluate("", "settings", None);
    }

    /// Statements, each of which parses, in any order: they reach far more of the evaluator than loose pieces do.
    #[test]
    fn statements_of_settings(statements in prop::collection::vec(statement(), 0..25)) {
        let source = format!("{HEAD}{}", statements.concat());
        let tree = MemoryTree::new([
            ("settings.py", source.clone()),
            ("a.py", source),
            ("b.example.py", "X = [1]\n".to_owned()),
        ]);
        let start = Instant::now();
        let _ = Sources::new(&tree).evaluate("", "settings", None);
        prop_assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn pieces_of_settings(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let tree = MemoryTree::new([("settings.py", pieces.concat())]);
        let _ = Sources::new(&tree).evaluate("", "settings", None);
    }
}
