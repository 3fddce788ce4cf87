//! Imports inside the repository.

use super::{evaluated, show};

fn check(files: &[(&str, &str)], expected: &str) {
    let term = evaluated(files).get("X");
    assert_eq!(
        term.map_or("unbound".to_owned(), |term| show(&term)),
        expected,
        "{files:?}"
    );
}

#[test]
fn star_imports_take_over_names() {
    check(
        &[
            ("settings/__init__.py", "from .base import *\nX += [2]"),
            ("settings/base.py", "X = [1]"),
        ],
        "[1, 2]",
    );
    check(
        &[
            ("settings.py", "from base import *"),
            ("base.py", "_X = 1\nX = _X"),
        ],
        "1",
    );
    check(
        &[
            ("settings.py", "from base import *"),
            ("base.py", "X = 1\n__all__ = ['Y']"),
        ],
        "unbound",
    );
    check(
        &[
            ("settings.py", "X = 1\nfrom base import *"),
            ("base.py", "if unknown():\n    X = 2"),
        ],
        "either(2 | 1; usually ?)",
    );
}

#[test]
fn modules_are_followed_by_name() {
    check(
        &[
            ("settings.py", "from a.b import f as g\nX = g('y')"),
            ("a/b.py", "def f(n):\n    return P + n\nP = 'x'"),
        ],
        "'xy'",
    );
    check(
        &[
            ("settings.py", "import a.b\nX = a.b.Y"),
            ("a/__init__.py", ""),
            ("a/b.py", "Y = 1"),
        ],
        "1",
    );
    check(
        &[
            ("settings.py", "from a import b\nX = b.Y"),
            ("a/__init__.py", ""),
            ("a/b.py", "Y = 1"),
        ],
        "1",
    );
}

#[test]
fn what_a_module_does_not_have() {
    check(
        &[
            ("settings/__init__.py", "from ..a import X"),
            ("a.py", "X = 1"),
        ],
        "?",
    );
    check(
        &[
            ("settings.py", "import a\nX = getattr(a, 'Y', 2)"),
            ("a.py", "Z = 1"),
        ],
        "2",
    );
    check(
        &[
            (
                "settings.py",
                "import a\na.Y.append(2)\nfrom a import Y as X",
            ),
            ("a.py", "Y = [1]"),
        ],
        "[1, 2]",
    );
}

#[test]
fn a_path_that_settings_add_is_searched() {
    let source = "import os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'apps'))\nfrom inner import X";
    check(&[("settings.py", source), ("apps/inner.py", "X = 1")], "1");
}

#[test]
fn cycles_end() {
    check(
        &[
            ("settings.py", "X = 1\nfrom b import *"),
            ("b.py", "from settings import *\nY = 1"),
        ],
        "1",
    );
    check(&[("settings.py", "from settings import *\nX = 1")], "1");
}

#[test]
fn a_missing_module_blurs_what_it_may_bind() {
    check(
        &[("settings/__init__.py", "X = 1\nfrom .gone import *")],
        "either(1 | ?; usually ?)",
    );
    check(
        &[(
            "settings.py",
            "try:\n    from local_settings import *\nexcept ImportError:\n    X = 2",
        )],
        "2",
    );
}

#[test]
fn the_files_of_settings_are_those_with_star() {
    let files = [
        ("settings.py", "from base import *\nimport other"),
        ("base.py", "X = 1"),
        ("other.py", "from base import *"),
    ];
    assert_eq!(evaluated(&files).files, ["settings.py", "base.py"]);
}
