//! Classes, and settings that are their attributes.

use super::{Sources, check, show};
use crate::tree::MemoryTree;

#[test]
fn attributes() {
    check(&[
        ("class A:\n    B = 1\nX = A.B", "1"),
        (
            "class A:\n    B = 1\nclass C(A):\n    B = A.B + 1\nX = C().B",
            "2",
        ),
        (
            "class A:\n    @property\n    def B(self):\n        return self.C\n    C = 'c'\nX = A().B",
            "'c'",
        ),
        (
            "class A:\n    @property\n    def B(self):\n        return [1]\nclass C(A):\n    @property\n    def B(self):\n        return super().B + [2]\nX = C().B",
            "[1, 2]",
        ),
        (
            "class A:\n    def __init__(self, b):\n        self.b = b\nX = A('x').b",
            "'x'",
        ),
        (
            "class A:\n    @classmethod\n    def f(cls, x):\n        return cls.B + x\n    B = 1\nX = A.f(2)",
            "3",
        ),
        (
            "class A:\n    @staticmethod\n    def f(x):\n        return x\nX = A.f(2)",
            "2",
        ),
        (
            "from typing import NamedTuple\nclass A(NamedTuple):\n    b: str\n    c: int\nX = A('x', c=2).c",
            "2",
        ),
        (
            "from dataclasses import dataclass\n@dataclass\nclass A:\n    b: str\n    c: int = 3\nX = A('x').c",
            "3",
        ),
        // Another package's class may have it, or make something else of it.
        ("import a\nclass A(a.B):\n    C = 1\nX = A.D", "?"),
        (
            "from enum import Enum\nclass A(Enum):\n    B = 1\nX = A.B",
            "?",
        ),
        (
            "B = 1\nclass A:\n    B = 2\n    def f(self):\n        return B\nX = A().f()",
            "1",
        ),
    ]);
}

#[test]
fn changes_reach_attributes() {
    check(&[
        ("class A:\n    B = [1]\nA.B.append(2)\nX = A.B", "[1, 2]"),
        (
            "class A:\n    pass\nif unknown():\n    A.B = 1\nelse:\n    A.B = 2\nX = A.B",
            "either(1 | 2; usually ?)",
        ),
        (
            "class A:\n    B = 1\nunknown(A)\nX = A.B",
            "either(1 | ?; usually ?)",
        ),
    ]);
}

#[test]
fn a_class_loads_itself_into_the_module() {
    check(&[(
        "import inspect, sys\nclass S:\n    @classmethod\n    def load(cls, name):\n        self = cls()\n        module = sys.modules[name]\n        for member, value in inspect.getmembers(self):\n            if member.isupper() and not member.startswith('_'):\n                if isinstance(value, property):\n                    value = value.fget(self)\n                setattr(module, member, value)\nclass T(S):\n    @property\n    def X(self):\n        return 'x'\nT.load(__name__)\n",
        "'x'",
    )]);
}

#[test]
fn pydantic_settings() {
    let head = "from pydantic_settings import BaseSettings, SettingsConfigDict\nfrom pydantic import Field\n";
    for (body, expected) in [
        (
            "    debug: bool = False\nX = S().debug",
            "env(DEBUG or false)",
        ),
        ("    key: str\nX = S().key", "env(KEY or !)"),
        (
            "    model_config = SettingsConfigDict(env_prefix='app_', env_file='.env')\n    port: int = 5\nX = S().port",
            "env(APP_PORT or 5)",
        ),
        (
            "    class Config:\n        env_prefix = 'P_'\n    name: str = 'n'\ns = S()\nX = s.name",
            "env(P_NAME or 'n')",
        ),
        (
            "    a: str = Field('d', validation_alias='OTHER')\nX = S().a",
            "env(OTHER or 'd')",
        ),
    ] {
        check(&[(&format!("{head}class S(BaseSettings):\n{body}"), expected)]);
    }
}

#[test]
fn django_configurations() {
    let source = "from configurations import Configuration, values
class Base(Configuration):
    APPS = ['a']
    SECRET_KEY = values.SecretValue()
    DEBUG = values.BooleanValue(False)
    DATABASES = values.DatabaseURLValue('sqlite:///db.sqlite3')
    NAME = values.Value('n', environ_name='SITE', environ_prefix=None)
    @property
    def HOME(self):
        return self.APPS + ['h']
class Prod(Base):
    APPS = Base.APPS + ['p']
    @classmethod
    def pre_setup(cls):
        super().pre_setup()
        cls.EXTRA = 1
";
    let tree = MemoryTree::new([("settings.py", source)]);
    let evaluation = Sources::new(&tree)
        .evaluate("", "settings", Some("Prod"))
        .expect("it parses");
    for (name, expected) in [
        ("APPS", "['a', 'p']"),
        ("SECRET_KEY", "env(DJANGO_SECRET_KEY or !)"),
        ("DEBUG", "env(DJANGO_DEBUG or false)"),
        ("NAME", "env(SITE or 'n')"),
        ("HOME", "['a', 'p', 'h']"),
        ("EXTRA", "1"),
        (
            "DATABASES",
            "{'default': url(DATABASE_URL or {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3', 'OPTIONS': {}, …})}",
        ),
    ] {
        let term = evaluation
            .get(name)
            .map_or("unbound".to_owned(), |term| show(&term));
        assert_eq!(term, expected, "{name}");
    }
    assert!(evaluation.readings["DJANGO_SECRET_KEY"].required);
}
