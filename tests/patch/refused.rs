//! Packs and modules that are not patched.

use djdock::patch::{Part, PatchError};

use crate::support::{pack, patched_alone};

#[test]
fn code_of_a_pack_that_is_wrong() {
    let fails = |change: &dyn Fn(&mut djdock::patch::SettingsPatch)| {
        let mut patch = pack();
        change(&mut patch);
        patched_alone("DEBUG = True\n", &patch).unwrap_err()
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
        fails(&|patch| patch.settings[1].name = "SECRET_KEY".into()),
        pack(Part::Setting, "SECRET_KEY")
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
    let error = |source: &str| patched_alone(source, &pack()).unwrap_err();
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
/// Deep enough to use up the stack of everything that walks it.
#[test]
fn expressions_that_are_too_deep() {
    let nested = [
        ("1 + ", "1", ""),
        ("", "a", ".b"),
        ("not ", "1", ""),
        ("lambda: ", "1", ""),
        ("1 if 2 else ", "3", ""),
        ("", "a", "()"),
        ("[", "1", "]"),
        ("f(1, ", "2", ")"),
    ];
    for (before, middle, after) in nested {
        let value = |count| format!("{}{middle}{}", before.repeat(count), after.repeat(count));
        let source = |count: usize| format!("A = 1\nB = {}\n", value(count));
        assert!(patched_alone(&source(100), &pack()).is_ok());
        let error = patched_alone(&source(20_000), &pack());
        assert!(
            matches!(error, Err(PatchError::Syntax { line: 2, .. })),
            "{before}"
        );
    }
    let wide = format!("A = [{}]\n", "'a' 'b', f(1) + 2,\n".repeat(10_000));
    assert!(patched_alone(&wide, &pack()).is_ok());
}
