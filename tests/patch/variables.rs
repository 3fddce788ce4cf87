//! Settings that already read the environment.

use insta::assert_snapshot;

use crate::support::{changes, changes_among, only};

/// The variables that `DEBUG` is found to read, where nothing is changed; else the changed line.
fn debug(lines: &str) -> String {
    debug_among(&[], lines)
}

/// What `debug` says of a module beside which other files stand.
fn debug_among(others: &[(&str, &str)], lines: &str) -> String {
    let mut patch = only(&["DEBUG"]);
    patch.layout.width = Some(1000);
    let changes = changes_among(others, &format!("{lines}\n"), &patch);
    let said = changes
        .lines()
        .filter(|line| line.starts_with("DEBUG reads") || line.starts_with("+D"));
    said.collect::<Vec<_>>().join("\n")
}

#[test]
fn through_the_standard_library() {
    assert_eq!(debug("DEBUG = os.environ[\"A\"]"), "DEBUG reads A");
    assert_eq!(
        debug("DEBUG = os.environ.get(\"A\", \"1\") == \"1\""),
        "DEBUG reads A"
    );
    assert_eq!(
        debug("DEBUG = bool(int(os.getenv(\"A\", 0)))"),
        "DEBUG reads A"
    );
    assert_eq!(debug("DEBUG = \"A\" in os.environ"), "DEBUG reads A");
    assert_eq!(
        debug("DEBUG = not os.environ.get(\"LIVE\")"),
        "DEBUG reads LIVE"
    );
    assert_eq!(
        debug("DEBUG = os.environ.get(\"A\") or os.environ.get(\"B\")"),
        "DEBUG reads A, B"
    );
    assert_eq!(
        debug("DEBUG = [a for a in os.environ.get(\"A\", \"\").split(\",\") if a]"),
        "DEBUG reads A"
    );
    assert_eq!(
        debug(
            "from os import environ as e, getenv\nDEBUG = e[\"A\"] if e.get(\"A\") else getenv(\"B\")"
        ),
        "DEBUG reads A, B"
    );
    assert_eq!(debug("e = os.environ\nDEBUG = e[\"A\"]"), "DEBUG reads A");
    assert_eq!(
        debug("e = os.environ.copy()\nDEBUG = e.get(\"a\")"),
        "DEBUG reads a"
    );
}

#[test]
fn through_libraries_and_functions() {
    assert_eq!(
        debug("import environ\nenv = environ.Env()\nDEBUG = env.bool(\"A\", default=True)"),
        "DEBUG reads A"
    );
    assert_eq!(
        debug("from environs import Env\ne = Env()\nDEBUG = e.bool(\"A\")"),
        "DEBUG reads A"
    );
    assert_eq!(
        debug("from decouple import config as c\nDEBUG = c(\"A\", cast=bool)"),
        "DEBUG reads A"
    );
    assert_eq!(
        debug("import decouple\nDEBUG = decouple.config(\"A\", cast=bool)"),
        "DEBUG reads A"
    );
    let tools = (
        "tools.py",
        "import os\ndef get_env(name):\n    return os.environ[name]\n\
         def env_bool_of(name, default=False):\n    if name in os.environ:\n        \
         return os.environ[name] == \"1\"\n    return default\n\
         def is_live():\n    return os.environ.get(\"LIVE\")\n",
    );
    let by_tools = |lines: &str| debug_among(&[tools], &format!("from tools import *\n{lines}"));
    assert_eq!(by_tools("DEBUG = get_env(\"A\")"), "DEBUG reads A");
    assert_eq!(by_tools("DEBUG = env_bool_of(\"A\")"), "DEBUG reads A");
    assert_eq!(by_tools("DEBUG = not is_live()"), "DEBUG reads LIVE");
    assert_eq!(
        debug("def variable(name):\n    return os.environ[name]\nDEBUG = variable(\"A\")"),
        "DEBUG reads A"
    );
    let base = ("base.py", "import environ\nenv = environ.Env()\n");
    assert_eq!(
        debug_among(&[base], "from base import *\nDEBUG = env(\"A\")"),
        "DEBUG reads A"
    );
}

/// The line that does not evaluate what it was before while the variable is set.
fn lazily(value: &str) -> String {
    format!("+DEBUG = env_bool(\"DEBUG\", False) if os.environ.get(\"DEBUG\") else {value}")
}

#[test]
fn only_in_part() {
    assert_eq!(
        debug("DEBUG = [\"a\", os.environ.get(\"A\")]"),
        lazily("[\"a\", os.environ.get(\"A\")]")
    );
    assert_eq!(
        debug("DEBUG = f(os.environ[\"A\"], 1)"),
        lazily("f(os.environ[\"A\"], 1)")
    );
    assert_eq!(
        debug("DEBUG = [\"a\", os.environ.get(\"DEBUG\")]"),
        "DEBUG reads DEBUG"
    );
}

#[test]
fn something_else() {
    let patched = |value: &str| format!("+DEBUG = env_bool(\"DEBUG\", {value})");
    assert_eq!(
        debug("DEBUG = os.environ[\"HOME\"] == \"/root\""),
        lazily("os.environ[\"HOME\"] == \"/root\"")
    );
    assert_eq!(
        debug(
            "from configparser import ConfigParser\nconfig = ConfigParser()\nDEBUG = config.get(\"A\", \"B\")"
        ),
        lazily("config.get(\"A\", \"B\")")
    );
    assert_eq!(
        debug("mode = os.environ.get(\"MODE\")\nDEBUG = mode == \"dev\""),
        "DEBUG reads MODE"
    );
    assert_eq!(debug("DEBUG = config.DEBUG"), patched("config.DEBUG"));
    assert_eq!(
        debug("env = {\"A\": 1}\nDEBUG = env[\"A\"]"),
        lazily("env[\"A\"]")
    );
}

#[test]
fn in_one_of_several_places() {
    let body = "if live:\n    SECRET_KEY = os.environ[\"KEY\"]\nelse:\n    SECRET_KEY = \"a\"\n";
    assert_snapshot!(changes(body, &["SECRET_KEY"]), @r#"
         SECRET_KEY = "a"
    +
    +SECRET_KEY = os.environ.get("SECRET_KEY") or SECRET_KEY
    SECRET_KEY reads KEY
    "#);
    let body = "import environ\nenv = environ.Env()\n\
        DEBUG = env.bool(\"LOUD\")\nif DEBUG:\n    pass\nfrom .local import *\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
     from .local import *
    +
    +DEBUG = env_bool("DEBUG", DEBUG)
    DEBUG reads LOUD
    "#);
}

#[test]
fn where_a_library_replaces_the_values() {
    let body = "DEBUG = True\nimport dynaconf\nsettings = dynaconf.DjangoDynaconf(__name__)\n";
    assert_snapshot!(changes(body, &["DEBUG"]), @r#"
    -DEBUG = True
    +DEBUG = env_bool("DEBUG", True)
     import dynaconf
    Replaced { names: ["DEBUG"], line: 3 }
    "#);
}
