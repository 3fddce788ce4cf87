//! `BASE_DIR` and what is joined to it.

use super::{check, evaluated, show};

#[test]
fn every_way_to_write_base_dir() {
    for base in [
        "from pathlib import Path\nB = Path(__file__).resolve().parent",
        "import pathlib\nB = pathlib.Path(__file__).absolute().parents[0]",
        "import os\nB = os.path.dirname(os.path.abspath(__file__))",
        "import os\nB = os.path.abspath(os.path.join(__file__, os.pardir))",
        "import os.path as p\nB = p.normpath(p.join(p.dirname(__file__), 'a', '..'))",
        "from os.path import dirname, realpath\nB = dirname(realpath(__file__))",
        "import environ\nB = environ.Path(__file__) - 1",
        "from unipath import Path\nB = Path(__file__).ancestor(1)",
    ] {
        let source = format!("import os\n{base}\nX = os.path.join(str(B), 'static')");
        assert_eq!(super::x(&source), "'<root>/static'", "{base}");
    }
}

#[test]
fn joins() {
    let head =
        "from pathlib import Path\nimport os, environ\nB = Path(__file__).resolve().parent\n";
    for (source, expected) in [
        ("X = B / 'a' / 'b.c'", "Path(<root>/a/b.c)"),
        ("X = B.joinpath('a', 'b')", "Path(<root>/a/b)"),
        ("X = str(B / 'a')", "'<root>/a'"),
        ("X = f'{B}/a'", "'<root>/a'"),
        ("X = '%s/a' % B", "'<root>/a'"),
        ("X = os.path.join(B, 'a', '/b')", "'/b'"),
        ("X = environ.Path(__file__)('a')", "'<root>/settings.py/a'"),
        (
            "X = (environ.Path(__file__) - 1).path('a')",
            "Path(<root>/a)",
        ),
        ("X = B.parent.parent / 'x'", "Path(/\u{f803}/\u{f802}/x)"),
        ("X = (B / 'a.b').stem", "'a'"),
        ("X = Path('a').resolve()", "Path(<root>/a)"),
        ("X = str(B) == '/app'", "?"),
        ("X = os.path.exists(B / 'settings.py')", "env( or true)"),
        ("X = (B / 'local.py').exists()", "env( or false)"),
    ] {
        assert_eq!(super::x(&format!("{head}{source}")), expected, "{source}");
    }
}

#[test]
fn places_are_where_values_are_written() {
    let evaluation = evaluated(&[(
        "settings.py",
        "A = 'a'\nX = {\n    'k': A,\n    'l': 'b',\n}\nY = X['l']\n",
    )]);
    let place = |name: &str| evaluation.get(name).expect(name).at.to_string();
    assert_eq!(place("X"), "settings.py:2");
    assert_eq!(place("Y"), "settings.py:4");
    assert_eq!(show(&evaluation.get("Y").expect("Y")), "'b'");
}

#[test]
fn a_name_of_the_root_is_unknown_only_where_it_counts() {
    check(&[(
        "import os\nX = os.path.basename(os.path.dirname(os.path.abspath(__file__)))",
        "'\u{f800}'",
    )]);
}
