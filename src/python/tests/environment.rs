//! Environment variables, and what reads them.

use super::{check, evaluated, show};

fn variables(source: &str) -> Vec<String> {
    let evaluation = evaluated(&[("settings.py", source)]);
    let show = |reading: &crate::python::Reading| {
        let default = reading.default.as_ref().map_or("-".to_owned(), show);
        format!(
            "{} {default}",
            if reading.required {
                "required"
            } else {
                "optional"
            }
        )
    };
    let readings = evaluation.readings.iter();
    readings
        .map(|(name, reading)| format!("{name} {}", show(reading)))
        .collect()
}

#[test]
fn os_environ() {
    check(&[
        ("import os\nX = os.environ['A']", "env(A or !)"),
        ("import os\nX = os.environ.get('A')", "env(A or None)"),
        (
            "from os import environ, getenv\nX = getenv('A', 'd')",
            "env(A or 'd')",
        ),
        (
            "import os\nX = os.environ.get('A', 'd').split(',')",
            "env(A or ['d'])",
        ),
        ("import os\nX = os.environ.get('A') or 'd'", "env(A or 'd')"),
        ("import os\nX = int(os.getenv('A', '5'))", "env(A or 5)"),
        (
            "import os\nX = os.environ.get('A', '') == '1'",
            "env(A or false)",
        ),
        (
            "import os\nX = f\"x-{os.environ['A']}-{os.getenv('B', 'b')}\"",
            "env(A B or !)",
        ),
        ("import os\nX = 'A' in os.environ", "env(A or false)"),
        (
            "import os\nX = 'a' if os.getenv('A') else 'b'",
            "either('a' | 'b'; usually 'b')",
        ),
        (
            "import os\nos.environ['A'] = 'x'\nX = os.environ['A']",
            "'x'",
        ),
        (
            "import os\nos.environ.setdefault('A', 'x')\nX = os.getenv('A')",
            "env(A or 'x')",
        ),
        ("import os\nX = os.getenv(unknown(), 'd')", "env( or !)"),
    ]);
}

#[test]
fn readers_of_the_environment() {
    check(&[
        (
            "from decouple import config\nX = config('A', default='True', cast=bool)",
            "env(A or true)",
        ),
        (
            "from decouple import config, Csv\nX = config('A', default='a, b', cast=Csv())",
            "env(A or ['a', 'b'])",
        ),
        ("import decouple\nX = decouple.config('A')", "env(A or !)"),
        (
            "import environ\nenv = environ.Env(X1=(bool, False))\nX = env('X1')",
            "env(X1 or false)",
        ),
        (
            "import environ\nenv = environ.Env()\nX = env.list('A', default=['a'])",
            "env(A or ['a'])",
        ),
        (
            "import environ\nenv = environ.Env()\nX = env('A', default='d')",
            "env(A or 'd')",
        ),
        (
            "import environ\nenv = environ.Env()\nX = env.cache('A', default='locmem://')",
            "env(A or !)",
        ),
        (
            "import environ\nenv = environ.Env()\nX = env.int('A', 3)",
            "env(A or 3)",
        ),
        (
            "from environs import Env\nenv = Env()\nenv.read_env()\nX = env.bool('A', default=True)",
            "env(A or true)",
        ),
    ]);
}

#[test]
fn lists_without_what_is_empty() {
    check(&[
        (
            "X = list(filter(None, ' a,,b '.split(',')))",
            "[' a', 'b ']",
        ),
        ("X = [*map(str.strip, ' a,b '.split(','))]", "['a', 'b']"),
        (
            "X = list(filter(None, map(str.strip, ' , b'.split(','))))",
            "['b']",
        ),
    ]);
}

#[test]
fn database_urls() {
    check(&[
        (
            "import environ\nenv = environ.Env()\nX = env.db()['ENGINE']",
            "url(DATABASE_URL or !)",
        ),
        (
            "import dj_database_url\nX = dj_database_url.config(default='postgres://u:p@h/n')['ENGINE']",
            "url(DATABASE_URL or 'django.db.backends.postgresql')",
        ),
        (
            "import dj_database_url\nX = dj_database_url.config()",
            "url(DATABASE_URL or {})",
        ),
        (
            "import dj_database_url\nX = dj_database_url.parse('sqlite:///db.sqlite3')['NAME']",
            "'db.sqlite3'",
        ),
        (
            "import dj_database_url\nX = dj_database_url.parse('mysql://u:p@h:33/n?charset=utf8mb4')\nX = [X['USER'], X['PASSWORD'], X['HOST'], X['PORT'], X['NAME'], X['OPTIONS']['charset']]",
            "['u', 'p', 'h', '33', 'n', 'utf8mb4']",
        ),
    ]);
}

#[test]
fn helper_functions_are_followed() {
    check(&[
        (
            "import os\ndef flag(name, default=False):\n    return os.environ.get(name, str(default)).lower() in ('1', 'true')\nX = flag('A', True)",
            "env(A or true)",
        ),
        (
            "import os\ndef need(name):\n    try:\n        return os.environ[name]\n    except KeyError:\n        return 'd'\nX = need('A')",
            "either(env(A or !) | 'd'; usually 'd')",
        ),
    ]);
}

#[test]
fn variables_are_required_where_settings_fail_without_them() {
    let cases: [(&str, &[&str]); 9] = [
        ("import os\nX = os.environ['A']", &["A required -"]),
        (
            "import os\nX = os.environ.get('A', 'd')",
            &["A optional 'd'"],
        ),
        ("import os\nX = os.getenv('A') or 'd'", &["A optional 'd'"]),
        (
            "import os\nif 'A' in os.environ:\n    X = os.environ['A']",
            &["A optional -"],
        ),
        (
            "import os\nif not os.getenv('D', ''):\n    X = os.environ['A']",
            &["A required -", "D optional ''"],
        ),
        (
            "import os\ntry:\n    X = os.environ['A']\nexcept KeyError:\n    X = 1",
            &["A optional -"],
        ),
        (
            "import os\ndef need(n):\n    try:\n        return os.environ[n]\n    except KeyError:\n        raise ValueError(n)\nX = need('A')",
            &["A required -"],
        ),
        (
            "import os\nX = os.getenv('A')\nif not X:\n    raise ValueError('A')",
            &["A required -"],
        ),
        (
            "import os\nif unknown():\n    X = os.environ['A']",
            &["A optional -"],
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(variables(source), expected, "{source}");
    }
}

#[test]
fn variables_are_required_where_settings_fail_on_none() {
    let needed = [
        "int(os.getenv('A'))",
        "float(os.getenv('A'))",
        "bool(int(os.getenv('A')))",
        "len(os.getenv('A'))",
        "list(os.getenv('A'))",
        "bytes(os.getenv('A'), 'utf-8')",
        "open(os.getenv('A')).read()",
        "os.getenv('A').split(',')",
        "os.environ.get('A').strip()",
        "os.getenv('A', None).encode()",
        "os.getenv(key='A').lower() == 'true'",
        "os.getenv('A')[1:]",
        "os.getenv('A')[0]",
        "{'a': 1}[os.getenv('A')]",
        "BASE_DIR / os.getenv('A')",
        "unknown / os.getenv('A')",
        "'x' + os.getenv('A')",
        "os.getenv('A') + 'x'",
        "'x' in os.getenv('A')",
        "os.getenv('A') > '3'",
        "-os.getenv('A')",
        "Path(os.getenv('A'))",
        "os.path.join('x', os.getenv('A'))",
        "os.path.exists(os.getenv('A'))",
        "BASE_DIR.joinpath(os.getenv('A'))",
        "'/'.join(['x', os.getenv('A')])",
        "json.loads(os.getenv('A'))",
        "ast.literal_eval(os.getenv('A'))",
        "timedelta(minutes=os.getenv('A'))",
        "[word for word in os.getenv('A')]",
        "[*map(str.strip, os.getenv('A'))]",
        "print(*os.getenv('A'))",
        "vrai(os.getenv('A'))",
        "config('A', default=None).split()",
        "env('A', default=None).split()",
        "config('A')",
        "env('A')",
        "dj_database_url.parse(os.getenv('A'))",
        "0\nfor word in os.getenv('A'): pass",
        "[]\nX += os.getenv('A')",
        "os.getenv('A')\nif X is None:\n    Y = 1\nX = X.split()",
        "0\ntry:\n    X = int(os.getenv('A'))\nexcept ValueError as error:\n    raise RuntimeError from error",
    ];
    for source in needed {
        assert_eq!(required(source), ["A"], "{source}");
    }
}

#[test]
fn variables_are_not_required_where_settings_do_without() {
    let free = [
        "os.getenv('A')",
        "str(os.getenv('A'))",
        "bool(os.getenv('A'))",
        // It says `None`, as it does without Docker.
        "f\"x-{os.getenv('A')}\"",
        "'x-%s' % os.getenv('A')",
        "'x-{}'.format(os.getenv('A'))",
        "[os.getenv('A')]",
        "os.getenv('A') == '1'",
        "os.getenv('A') in ('1', 'yes')",
        "{'a': 1}.get(os.getenv('A'))",
        "{None: 1}[os.getenv('A')]",
        "'a b'.split(os.getenv('A'))",
        "urlparse(os.getenv('A')).hostname",
        "int(os.getenv('A') or 3)",
        "(os.getenv('A') or '').split(',')",
        "int(os.getenv('A', '3'))",
        "os.getenv('A') and os.getenv('A').split()",
        "os.getenv('A').split() if os.getenv('A') else []",
        "1\nif os.getenv('A'):\n    X = int(os.getenv('A'))",
        "os.getenv('A')\nif X is not None:\n    X = int(X)",
        "os.getenv('A')\nif X is None:\n    X = '3'\nX = int(X)",
        "os.getenv('A')\nif not X:\n    X = unknown()\nX = X.strip()",
        "1\ntry:\n    X = int(os.getenv('A'))\nexcept TypeError:\n    X = 3",
        "1\nif unknown():\n    X = int(os.getenv('A'))",
        "1\ndef later():\n    return int(os.getenv('A'))",
        "perhaps(os.getenv('A'))",
        "(os.getenv('A') or os.getenv('B')).split()",
    ];
    for source in free {
        assert!(required(source).is_empty(), "{source}");
    }
}

/// The variables that are required by settings with helpers of their own and the usual imports.
fn required(source: &str) -> Vec<String> {
    let source = format!(
        "import ast, json, os\nfrom datetime import timedelta\nfrom pathlib import Path\n\
         from urllib.parse import urlparse\nimport dj_database_url, environ\n\
         from decouple import config\nenv = environ.Env()\n\
         BASE_DIR = Path(__file__).resolve().parent\n\
         def vrai(v):\n    return v.lower() in ('1', 'oui')\n\
         def perhaps(v):\n    if v is None:\n        return []\n    return v.split()\n\
         X = {source}"
    );
    let evaluation = evaluated(&[("settings.py", &source)]);
    let readings = evaluation.readings.iter();
    let needed = readings.filter(|(_, reading)| reading.required);
    needed.map(|(name, _)| name.to_string()).collect()
}
