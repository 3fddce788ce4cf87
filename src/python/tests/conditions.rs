//! Conditions and `try`.

use super::check;

#[test]
fn a_known_condition_runs_one_arm() {
    check(&[
        ("D = True\nif D:\n    X = 1\nelse:\n    X = 2", "1"),
        ("if 'test' in 'a test' and not False:\n    X = 1", "1"),
        ("import sys\nX = 1\nif 'test' in sys.argv:\n    X = 2", "1"),
        ("X = 1 if None else 2", "2"),
        (
            "A = 3\nif A > 4:\n    X = 1\nelif A == 3:\n    X = 2\nelse:\n    X = 3",
            "2",
        ),
    ]);
}

#[test]
fn an_unknown_condition_leaves_alternatives() {
    check(&[
        (
            "if unknown():\n    X = 1\nelse:\n    X = 2",
            "either(1 | 2; usually ?)",
        ),
        (
            "X = 1\nif unknown():\n    X = 2",
            "either(2 | 1; usually ?)",
        ),
        ("if unknown():\n    X = 1\nelse:\n    X = 1", "1"),
        ("if unknown():\n    X = 1", "either(1 | unbound; usually ?)"),
        ("if unknown():\n    raise ValueError\nX = 1", "1"),
        ("X = unknown() and 1", "either(1 | ?; usually ?)"),
    ]);
}

#[test]
fn a_condition_on_the_environment_knows_the_usual_arm() {
    check(&[
        (
            "import os\nif os.getenv('A'):\n    X = 1\nelse:\n    X = 2",
            "either(1 | 2; usually 2)",
        ),
        (
            "import os\nif not os.getenv('A'):\n    X = 1\nelse:\n    X = 2",
            "either(1 | 2; usually 1)",
        ),
        (
            "import os\nif os.getenv('A') == 'p':\n    X = 'p'\nelif os.getenv('A', 'm') == 'm':\n    X = 'm'\nelse:\n    X = 's'",
            "either('p' | 'm' | 's'; usually 'm')",
        ),
        (
            "import os\nif os.getenv('A'):\n    Y = 'a'\nelse:\n    Y = 'b'\nX = Y + '!'",
            "either('a!' | 'b!'; usually 'b!')",
        ),
    ]);
}

#[test]
fn handlers_run_where_the_body_may_raise() {
    check(&[
        ("try:\n    X = 1\nexcept Exception:\n    X = 2", "1"),
        (
            "try:\n    X = unknown()\nexcept Exception:\n    X = 2",
            "either(? | 2; usually ?)",
        ),
        (
            "import os\ntry:\n    X = os.environ['A']\nexcept KeyError:\n    X = 2",
            "either(env(A or !) | 2; usually 2)",
        ),
        (
            "try:\n    import third_party\n    X = 1\nexcept ImportError:\n    X = 2",
            "either(1 | 2; usually 1)",
        ),
        (
            "try:\n    from .missing import *\nexcept ImportError:\n    X = 2",
            "2",
        ),
        ("try:\n    X = 1\nfinally:\n    X = 3", "3"),
    ]);
}
