//! Files whose code runs in the settings' own module, and files that are not there.

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
fn split_settings() {
    let source = "from split_settings.tools import include, optional\nX = [0]\ninclude('parts/*.py', optional('local.py'))\n";
    check(
        &[
            ("settings/__init__.py", source),
            ("settings/parts/b.py", "X += [2]"),
            ("settings/parts/a.py", "X += [1]"),
        ],
        "[0, 1, 2]",
    );
    check(
        &[
            ("settings.py", source),
            ("local.py", "X = 'l'"),
            ("parts/a.py", "import os\nY = os.path.dirname(__file__)"),
        ],
        "'l'",
    );
    let source = "from split_settings.tools import include\nX = 1\ninclude('gone.py')\n";
    check(&[("settings.py", source)], "either(1 | ?; usually ?)");
}

#[test]
fn executed_files() {
    for source in [
        "exec(open('a.py').read())",
        "import os\nexec(open(os.path.join(os.path.dirname(__file__), 'a.py')).read())",
        "from pathlib import Path\nexec(Path('a.py').read_text())",
        "exec(compile(open('a.py', 'rb').read(), 'a.py', 'exec'), globals())",
        "with open('a.py') as f:\n    exec(f.read())",
    ] {
        check(
            &[
                ("settings.py", &format!("X = 1\n{source}")),
                ("a.py", "X = 2"),
            ],
            "2",
        );
        check(
            &[("settings.py", &format!("X = 1\n{source}"))],
            "either(1 | ?; usually ?)",
        );
    }
}

#[test]
fn modules_by_name() {
    let files = [("a.py", "X = 'x'\nY = 1")];
    for source in [
        "import importlib\nX = importlib.import_module('a').X",
        "import importlib\nm = importlib.import_module('a')\nX = getattr(m, 'X')",
        "import importlib\nglobals().update(vars(importlib.import_module('a')))",
        "import importlib, sys\nm = importlib.import_module('a')\nfor n in dir(m):\n    if n.isupper():\n        setattr(sys.modules[__name__], n, getattr(m, n))",
        "import importlib\nm = importlib.import_module('a')\nfor n in dir(m):\n    if n.isupper():\n        globals()[n] = getattr(m, n)",
    ] {
        check(&[("settings.py", source), files[0]], "'x'");
    }
    check(
        &[
            (
                "settings.py",
                "import importlib, os\nX = importlib.import_module(os.getenv('M', 'a')).X",
            ),
            files[0],
        ],
        "env(M or 'x')",
    );
}

#[test]
fn the_example_of_a_missing_module_shows_its_names() {
    let source = "X = 1\nY = 1\nfrom .local import *\n";
    let base = [
        ("settings/__init__.py", source),
        ("settings/local.example.py", "X = 2\n"),
    ];
    check(&base, "either(2 | ?; usually ?)");
    let evaluation = evaluated(&base);
    assert_eq!(evaluation.get("Y").as_ref().map(show).as_deref(), Some("1"));
    check(
        &[("settings/__init__.py", source)],
        "either(1 | ?; usually ?)",
    );
    check(
        &[("settings/__init__.py", "from .local import X"), base[1]],
        "either(2 | ?; usually ?)",
    );
}

#[test]
fn django_heroku() {
    let source = "import django_heroku, os\nBASE_DIR = os.path.dirname(os.path.abspath(__file__))\nMIDDLEWARE = ['m']\nDATABASES = {'default': {'ENGINE': 'e'}}\ndjango_heroku.settings(locals())\n";
    let evaluation = evaluated(&[("settings.py", source)]);
    for (name, expected) in [
        ("STATIC_ROOT", "'<root>/staticfiles'"),
        (
            "MIDDLEWARE",
            "['whitenoise.middleware.WhiteNoiseMiddleware', 'm']",
        ),
        ("ALLOWED_HOSTS", "['*']"),
    ] {
        assert_eq!(
            evaluation.get(name).as_ref().map(show).as_deref(),
            Some(expected)
        );
    }
    assert_eq!(
        evaluation
            .readings
            .keys()
            .map(|name| &**name)
            .collect::<Vec<_>>(),
        ["DATABASE_URL", "SECRET_KEY"]
    );
    assert!(
        evaluation
            .readings
            .values()
            .all(|reading| !reading.required)
    );
    let databases = evaluation.get("DATABASES").and_then(|term| term.usual());
    assert_eq!(
        databases.as_ref().map(show).as_deref(),
        Some("{'default': {'ENGINE': 'e'}}")
    );
    let off = source.replace("locals()", "locals(), staticfiles=False, databases=False");
    let evaluation = evaluated(&[("settings.py", &off)]);
    assert!(evaluation.get("STATIC_ROOT").is_none());
}

#[test]
fn files_of_the_environment() {
    let source = "import environ\nfrom pathlib import Path\nenv = environ.Env()\nenv.read_env(Path(__file__).parent / '.env')\nfrom dotenv import load_dotenv\nload_dotenv()\n";
    let evaluation = evaluated(&[("settings/__init__.py", source), (".env", "SECRET=abc")]);
    let files: Vec<&str> = evaluation
        .env_files
        .iter()
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(files, ["settings/.env", ".env"]);
}
