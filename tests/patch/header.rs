//! Where imports and functions go, and under which names.

use insta::assert_snapshot;

use crate::support::{diff, only, patched_with};

/// The head that a module gets for one setting, with functions cut to their first line.
fn head(source: &str) -> String {
    let text = patched_with(source, &only(&["DEBUG"])).text;
    let body = |line: &&str| !line.starts_with("    ");
    diff(source, &text)
        .lines()
        .filter(|line| body(&line.trim_start_matches('+')))
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[test]
fn an_import_finds_its_place() {
    assert_snapshot!(head("import abc\nimport sys\nfrom a import b\n\nDEBUG = 1\n"), @r#"
     import abc
    +import os
     import sys

    -DEBUG = 1
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("import sys\nimport abc\n\nimport django\nDEBUG = 1\n"), @r#"
     import abc
    +import os

     import django
    -DEBUG = 1
    +
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("# stdlib\nfrom a import b\n\nDEBUG = 1\n"), @r#"
     # stdlib
    +import os
    +
     from a import b

    -DEBUG = 1
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\nDEBUG = 1\n"), @r#"
     from __future__ import annotations
    -DEBUG = 1
    +
    +import os
    +
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("from __future__ import annotations\nfrom a import b\nDEBUG = 1\n"), @r#"
     from __future__ import annotations
    +import os
    +
     from a import b
    -DEBUG = 1
    +
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("import abc as os2, sys\nDEBUG = 1\n"), @r#"
    +import os
     import abc as os2, sys
    -DEBUG = 1
    +
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
}

#[test]
fn a_module_without_imports() {
    assert_snapshot!(head("DEBUG = 1\n"), @r#"
    -DEBUG = 1
    +import os
    +
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("#!/bin/python\n# coding: utf-8\nDEBUG = 1\n"), @r#"
     # coding: utf-8
    -DEBUG = 1
    +
    +import os
    +
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("# coding: utf-8\n\n# Loud.\nDEBUG = 1\n"), @r#"
    +import os
    +
    +
    +def env_bool(name, default):
    +
    +
     # Loud.
    -DEBUG = 1
    +DEBUG = env_bool("DEBUG", 1)
    "#);
}

#[test]
fn an_import_that_is_there() {
    assert_snapshot!(head("import os.path\nDEBUG = 1\n"), @r#"
     import os.path
    -DEBUG = 1
    +
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("import sys; DEBUG = 1\nimport os\n"), @r#"
    -import sys; DEBUG = 1
     import os
    +
    +
    +def env_bool(name, default):
    +
    +
    +import sys; DEBUG = env_bool("DEBUG", 1)
    +import os
    "#);
    assert_snapshot!(head("try:\n    import os\nexcept ImportError:\n    os = None\nDEBUG = 1\n"), @r#"
    +import os as djdock_os
    +
    +
    +def env_bool(name, default):
    +
    +
     try:
    -DEBUG = 1
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("from six import os\nDEBUG = 1\n"), @r#"
    +import os as djdock_os
    +
     from six import os
    -DEBUG = 1
    +
    +
    +def env_bool(name, default):
    +
    +
    +DEBUG = env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("import os\nos.chdir('/')\nDEBUG = 1\n"), @r"
     import os
    +
    +
    +def env_bool(name, default):
    +
    +
     os.chdir('/')
    -DEBUG = 1
    +DEBUG = env_bool('DEBUG', 1)
    ");
}

#[test]
fn a_function_whose_name_is_taken() {
    assert_snapshot!(head("import os\n\ndef env_bool(name): pass\n\nDEBUG = 1\n"), @r#"
    +
    +def djdock_env_bool(name, default):
    +
    +
     def env_bool(name): pass

    -DEBUG = 1
    +DEBUG = djdock_env_bool("DEBUG", 1)
    "#);
    assert_snapshot!(head("import os\nenv_bool = djdock_env_bool = None\nDEBUG = 1\n"), @r#"
     import os
    +
    +
    +def djdock_env_bool_2(name, default):
    +
    +
     env_bool = djdock_env_bool = None
    -DEBUG = 1
    +DEBUG = djdock_env_bool_2("DEBUG", 1)
    "#);
}

#[test]
fn a_function_that_a_star_import_may_bring() {
    assert_snapshot!(head("from .base import *\nLOUD = env_bool(\"LOUD\")\nDEBUG = 1\n"), @r#"
    +import os
    +
     from .base import *
    +
    +
    +def djdock_env_bool(name, default):
    +
    +
     LOUD = env_bool("LOUD")
    -DEBUG = 1
    +DEBUG = djdock_env_bool("DEBUG", 1)
    "#);
}

#[test]
fn nothing_needed_nothing_inserted() {
    let source = "import sys\nA = 1\n";
    assert_eq!(patched_with(source, &only(&["SECRET_KEY"])).text, source);
    let text = patched_with(source, &only(&["STATIC_ROOT"])).text;
    assert!(
        text.contains("import os") && !text.contains("def "),
        "{text}"
    );
}

#[test]
fn what_the_users_lines_still_need() {
    assert_snapshot!(head("DEBUG = env_bool(\"DEBUG\", False) and live\n"), @r#"
    +import os
    +
    +
    +def env_bool(name, default):
    +
    +
     DEBUG = env_bool("DEBUG", False) and live
    "#);
    assert_snapshot!(head("from a import b\nDEBUG = 1 if os.environ.get(\"DEBUG\") else 0\n"), @r#"
    +import os
    +
     from a import b
    "#);
    assert_snapshot!(head("from .base import *\nDEBUG = 1 if os.environ.get(\"DEBUG\") else 0\n"), @"");
}
