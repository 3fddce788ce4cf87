//! What a project's own code is called says nothing about where its values come from.

use std::io::Write;
use std::process::{Command, Stdio};

use djdock::patch::{PatchError, Patched, Reads, SettingsPatch, patch_settings};
use djdock::tree::MemoryTree;
use serde_json::{Value, json};

use crate::support::only;

/// Names that sound like the environment, and some that do not.
const NAMES: [&str; 10] = [
    "config",
    "conf",
    "env",
    "environ",
    "getenv",
    "settings_config",
    "get_env",
    "env_config",
    "Config",
    "values",
];

/// The files beside the settings, by path.
type Others = &'static [(&'static str, &'static str)];

/// What the settings are read through, and how; `NAME` stands for one of the names.
const FORMS: [(&str, Others, &str); 14] = [
    (
        "names of a module",
        &[("site/values.py", "LINES")],
        "from site_.values import DEBUG as NAME_DEBUG, SECRET_KEY as NAME_SECRET_KEY, ALLOWED_HOSTS as NAME_ALLOWED_HOSTS\nREAD NAME_KEY",
    ),
    (
        "dict of a module",
        &[("site/values.py", "NAME = {DICT}")],
        "from site_.values import NAME\nREAD NAME['KEY']",
    ),
    (
        "its method",
        &[("site/values.py", "NAME = {DICT}")],
        "from site_.values import NAME\nREAD NAME.get('KEY')",
    ),
    (
        "dict under another name",
        &[("site/values.py", "table = {DICT}")],
        "from site_.values import table as NAME\nREAD NAME['KEY']",
    ),
    (
        "star",
        &[("site/values.py", "NAME = {DICT}")],
        "from site_.values import *\nREAD NAME['KEY']",
    ),
    (
        "module",
        &[("site/NAME.py", "LINES")],
        "from site_ import NAME\nREAD NAME.KEY",
    ),
    (
        "module by its dotted name",
        &[("site/NAME.py", "LINES")],
        "import site_.NAME as NAME\nREAD NAME.KEY",
    ),
    (
        "function",
        &[(
            "site/values.py",
            "def NAME(name, default=None):\n    return {DICT}[name]",
        )],
        "from site_.values import NAME\nREAD NAME('KEY')",
    ),
    (
        "function that may read the environment",
        &[(
            "site/values.py",
            "import os\n\ndef NAME(name):\n    if os.path.exists('/nowhere'):\n        return os.environ[name]\n    return {DICT}[name]",
        )],
        "from site_.values import NAME\nREAD NAME('KEY')",
    ),
    (
        "function of the settings",
        &[],
        "def NAME(name):\n    return {DICT}[name]\n\nREAD NAME('KEY')",
    ),
    (
        "class",
        &[("site/values.py", "class NAME:\n    LINES")],
        "from site_.values import NAME\nREAD NAME.KEY",
    ),
    (
        "instance",
        &[(
            "site/values.py",
            "class Table:\n    def __init__(self):\n        self.table = {DICT}\n    def __call__(self, name, default=None):\n        return self.table[name]\n    def get(self, name):\n        return self.table[name]\n\nNAME = Table()",
        )],
        "from site_.values import NAME\nREAD NAME('KEY')",
    ),
    (
        "file",
        &[("site/values.json", "{JSON}")],
        "import json\nimport os\nNAME = json.load(open(os.path.join(os.path.dirname(__file__), 'values.json')))\nREAD NAME['KEY']",
    ),
    (
        "dict of the settings",
        &[],
        "NAME = {DICT}\nREAD NAME['KEY']",
    ),
];

const KEYS: [&str; 3] = ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"];

/// The files of a project, its settings last.
fn files(name: &str, others: &[(&str, &str)], settings: &str) -> Vec<(String, String)> {
    let dict = "{'DEBUG': True, 'SECRET_KEY': 'published', 'ALLOWED_HOSTS': ['*']}";
    let json = r#"{"DEBUG": true, "SECRET_KEY": "published", "ALLOWED_HOSTS": ["*"]}"#;
    let lines = "DEBUG = True; SECRET_KEY = 'published'; ALLOWED_HOSTS = ['*']";
    let mut text = settings.to_owned();
    if let Some((before, read)) = settings.split_once("READ ") {
        let reads = KEYS.map(|key| format!("{key} = {}\n", read.replace("KEY", key)));
        text = format!("{before}{}", reads.concat());
    }
    let mut all: Vec<(String, String)> = vec![("site_/__init__.py".into(), String::new())];
    for (path, text) in others.iter().copied().chain([("site/settings.py", &*text)]) {
        let text = text.replace("{DICT}", dict).replace("{JSON}", json);
        let text = text.replace("LINES", lines).replace("NAME", name) + "\n";
        all.push((path.replace("site/", "site_/").replace("NAME", name), text));
    }
    all
}

fn patched(files: &[(String, String)], patch: &SettingsPatch) -> Result<Patched, PatchError> {
    let tree = MemoryTree::new(files.iter().cloned());
    let reads = Reads::evaluate(&tree, "", "site_.settings").expect("evaluated");
    let reads = reads.file("site_/settings.py").cloned();
    let (_, settings) = files.last().expect("settings");
    patch_settings(settings, patch, &reads.unwrap_or_default())
}

/// What Python has for the three settings in each project, with their variables set.
fn run(projects: &[Value]) -> Vec<Value> {
    let mut python = Command::new("python3")
        .args(["-c", include_str!("names.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(projects).unwrap();
    python.stdin.take().unwrap().write_all(&input).unwrap();
    let output = python.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn whatever_the_name_the_environment_counts() {
    let patch = only(&KEYS);
    let mut projects = Vec::new();
    let mut named = Vec::new();
    for name in NAMES {
        for (form, others, settings) in FORMS {
            let mut files = files(name, others, settings);
            let patched = patched(&files, &patch).unwrap();
            files.last_mut().unwrap().1.clone_from(&patched.text);
            projects.push(json!(files));
            named.push(format!("{form} as {name}:\n{}", patched.text));
        }
    }
    let wanted = json!([false, "from-outside", ["example.org"]]);
    for (project, found) in named.iter().zip(run(&projects)) {
        assert_eq!(found, wanted, "{project}");
    }
}

/// Projects that truly read the environment, by a library or a function of their own, under any name.
#[test]
fn what_reads_the_environment_stays_as_it_is() {
    let tools =
        "import os\n\ndef NAME(name, default=None):\n    return os.environ.get(name, default)";
    let typed = "import os\n\ndef NAME(name, default=False):\n    try:\n        value = os.environ[name]\n    except KeyError:\n        return default\n    return value.lower() in ('1', 'true')";
    let names = "import os\n\nNAME_DEBUG = os.environ.get('MY_DEBUG', '') == '1'\nNAME_SECRET_KEY = os.environ['MY_SECRET_KEY']\nNAME_ALLOWED_HOSTS = os.environ.get('MY_HOSTS', '').split(',')";
    let lines = "from decouple import config\n\nDEBUG = config('MY_DEBUG', default=False, cast=bool)\nSECRET_KEY = config('MY_SECRET_KEY')\nALLOWED_HOSTS = config('MY_HOSTS').split(',')";
    let dict = "import environs as library\n\nenv = library.Env()\nNAME = {'DEBUG': env.bool('MY_DEBUG'), 'SECRET_KEY': env('MY_SECRET_KEY'), 'ALLOWED_HOSTS': env.list('MY_HOSTS')}";
    let fields = "from pydantic_settings import BaseSettings\n\nclass Values(BaseSettings):\n    DEBUG: bool = False\n    SECRET_KEY: str\n    ALLOWED_HOSTS: list = []\n\nNAME = Values()";
    let forms: [(&[_], &str); 14] = [
        (
            &[("site/values.py", names)],
            "from site_.values import NAME_DEBUG, NAME_SECRET_KEY, NAME_ALLOWED_HOSTS\nREAD NAME_KEY",
        ),
        (
            &[("site/values.py", names)],
            "from site_.values import *\nREAD NAME_KEY",
        ),
        (
            &[("site/values.py", lines)],
            "from site_ import values as NAME\nREAD NAME.KEY",
        ),
        (
            &[("site/values.py", dict)],
            "from site_.values import NAME\nREAD NAME['KEY']",
        ),
        (
            &[("site/values.py", fields)],
            "from site_.values import NAME\nREAD NAME.KEY",
        ),
        (
            &[],
            "import environ as library\nenv = library.Env()\nNAME = env.str('MY_VALUE')\nREAD NAME",
        ),
        (
            &[],
            "from decouple import config as NAME\nREAD NAME('MY_KEY')",
        ),
        (
            &[],
            "import environ as library\nNAME = library.Env()\nREAD NAME.str('MY_KEY')",
        ),
        (
            &[],
            "import environs as library\nNAME = library.Env()\nREAD NAME('MY_KEY')",
        ),
        (&[], "from os import environ as NAME\nREAD NAME['MY_KEY']"),
        (&[], "from os import getenv as NAME\nREAD NAME('MY_KEY')"),
        (
            &[("site/tools.py", tools)],
            "from site_.tools import NAME\nREAD NAME('MY_KEY')",
        ),
        (
            &[("site/tools.py", typed)],
            "from site_.tools import NAME\nREAD NAME('MY_KEY')",
        ),
        (
            &[("site/tools.py", tools)],
            "from . import tools as NAME\nREAD NAME.NAME('MY_KEY')",
        ),
    ];
    for name in NAMES {
        for (others, settings) in forms {
            let files = files(name, others, settings);
            let patched = patched(&files, &only(&KEYS)).unwrap();
            assert_eq!(patched.text, files.last().unwrap().1);
        }
    }
}
