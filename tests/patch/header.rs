//! Where imports and functions go, and under which names.

use djdock::patch::{Part, PatchError, patch_settings};
use insta::assert_snapshot;

use crate::support::{diff, only, pack, patched_with};

/// The head that a module gets for one setting, with functions cut to their first line.
fn head(source: &str) -> String {
    let text = patched_with(source, &only(&["DEBUG"])).text;
    let body = |line: &&str| !line.starts_with("    ");
    diff(source, &text)
        .lines()
        .filter(|line| body(&line.trim_start_matches('+')))
        .map(|line| format!("{line}\n"))
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
fn code_of_a_pack_that_is_wrong() {
    let fails = |change: &dyn Fn(&mut djdock::patch::SettingsPatch)| {
        let mut patch = pack();
        change(&mut patch);
        patch_settings("DEBUG = True\n", &patch).unwrap_err()
    };
    let pack = |part, name: &str| PatchError::Pack {
        part,
        name: name.to_owned(),
    };
    assert_eq!(
        fails(&|patch| patch.imports = vec!["o s".into()]),
        pack(Part::Import, "o s")
    );
    assert_eq!(
        fails(&|patch| patch.imports = vec!["os.path".into()]),
        pack(Part::Import, "os.path")
    );
    assert_eq!(
        fails(&|patch| patch.functions[0].name = "x".into()),
        pack(Part::Function, "x")
    );
    assert_eq!(
        fails(&|patch| patch.functions[1].name = "env_bool".into()),
        pack(Part::Function, "env_bool")
    );
    assert_eq!(
        fails(&|patch| patch.settings[1].expression = "1".into()),
        pack(Part::Setting, "DEBUG")
    );
    assert_eq!(
        fails(&|patch| patch.settings[1].expression = "{value}{value}".into()),
        pack(Part::Setting, "DEBUG")
    );
    assert_eq!(
        fails(&|patch| patch.settings[2].otherwise = Some("[".into())),
        pack(Part::Setting, "ALLOWED_HOSTS")
    );
    assert_eq!(
        fails(&|patch| patch.fragments[0].source = "# only".into()),
        pack(Part::Fragment, "# only")
    );
}

#[test]
fn modules_that_cannot_be_patched() {
    let error = |source: &str| patch_settings(source, &pack()).unwrap_err();
    assert_eq!(
        error("A = 1\nB = [\n"),
        PatchError::Syntax {
            line: 3,
            column: 1,
            message: "unexpected EOF while parsing".into()
        }
    );
    assert!(matches!(
        error("A = 1\nprint 'é' 1\n"),
        PatchError::Syntax { line: 2, .. }
    ));
    assert!(matches!(
        error(&format!("A = {}\n", "(".repeat(100_000))),
        PatchError::Syntax { line: 1, .. }
    ));
    assert_eq!(
        error("from __future__ import annotations; DEBUG = 1\n"),
        PatchError::SharedLine { line: 1 }
    );
}
