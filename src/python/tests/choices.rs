//! `match`, `urlparse`, and what is turned into what.

use super::{check, evaluated};

#[test]
fn cases() {
    check(&[
        (
            "match 'a':\n    case 'a':\n        X = 1\n    case _:\n        X = 2",
            "1",
        ),
        (
            "match 'b':\n    case 'a' | 'c':\n        X = 1\n    case other:\n        X = other",
            "'b'",
        ),
        (
            "import os\nmatch os.getenv('E', 'dev'):\n    case 'prod':\n        X = 1\n    case 'dev':\n        X = 2\n    case _:\n        X = 3",
            "either(1 | 2 | 3; usually 2)",
        ),
        ("X = 1\nmatch f():\n    case [a, b]:\n        X = 2", "?"),
        ("X = 1\nwhile f():\n    X = 2\nY = 1", "?"),
        ("@unknown\ndef f():\n    return 1\nY = f()\nX = 1", "1"),
        (
            "import functools\n@functools.lru_cache(maxsize=None)\ndef f():\n    return 1\nX = f()",
            "1",
        ),
    ]);
}

#[test]
fn parts_of_urls() {
    check(&[
        (
            "from urllib.parse import urlparse\nu = urlparse('postgres://me:pw@db:5432/name?x=1')\nX = [u.scheme, u.hostname, u.port, u.username, u.password, u.path[1:]]",
            "['postgres', 'db', 5432, 'me', 'pw', 'name']",
        ),
        (
            "import os\nfrom urllib.parse import urlparse\nX = urlparse(os.environ['U']).hostname",
            "env(U or !)",
        ),
        (
            "import os, urllib.parse\nX = urllib.parse.urlparse(os.getenv('U', 'redis://r:1/0')).path.lstrip('/')",
            "env(U or '0')",
        ),
    ]);
}

#[test]
fn a_constant_is_no_cast() {
    let source = "import environ, logging\nenv = environ.Env()\nX = env.int('A', logging.INFO)";
    assert!(!evaluated(&[("settings.py", source)]).readings["A"].required);
    check(&[(
        "import environ\nenv = environ.Env()\nX = env('A', int, 3)",
        "env(A or 3)",
    )]);
}

#[test]
fn casts() {
    let cases = [
        ("X = int(os.environ.get('A', 5))", Some("int")),
        ("X = float(os.environ.get('A', 5))", Some("float")),
        ("X = bool(int(os.environ.get('A', 0)))", Some("int")),
        ("X = os.environ.get('A') == 'True'", Some("bool")),
        (
            "X = os.environ.get('A', '').lower() in ('1', 'yes')",
            Some("bool"),
        ),
        ("X = os.environ.get('A') == 'prod'", None),
        ("X = os.environ.get('A', '').split(',')", Some("list")),
        (
            "import json\nX = json.loads(os.environ.get('A', '[]'))",
            Some("json"),
        ),
        (
            "from decouple import config, Csv\nX = config('A', cast=Csv(), default='')",
            Some("list"),
        ),
        (
            "import environ\nenv = environ.Env(A=(bool, False))\nX = env('A')",
            Some("bool"),
        ),
        (
            "import environ\nenv = environ.Env()\nX = env.int('A', default=3)",
            Some("int"),
        ),
        (
            "import environ\nenv = environ.Env()\nX = env.cache('A')",
            Some("url"),
        ),
        (
            "import dj_database_url\nX = dj_database_url.parse(os.environ['A'])",
            Some("url"),
        ),
        (
            "def flag(name):\n    return os.environ.get(name, '') == '1'\nX = flag('A')",
            Some("bool"),
        ),
        ("X = os.environ['A']", None),
    ];
    for (source, cast) in cases {
        let evaluation = evaluated(&[("settings.py", &format!("import os\n{source}"))]);
        assert_eq!(evaluation.readings["A"].cast, cast, "{source}");
    }
}
