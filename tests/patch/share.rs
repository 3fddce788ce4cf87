//! Split settings: each part of a patch in the file where it counts.

use std::collections::BTreeMap;

use djdock::environment::Environment;
use djdock::patch::{Fragment, Setting, SettingsChain, SettingsPatch, share_settings};

fn patch() -> SettingsPatch {
    let setting = |name: &str| Setting {
        name: name.to_owned(),
        variable: name.to_owned(),
        expression: "read({value})".to_owned(),
        otherwise: Some("None".to_owned()),
        ..Setting::default()
    };
    let fragment = |after: Option<&str>, source: &str| Fragment {
        after: after.map(str::to_owned),
        source: source.to_owned(),
        ..Fragment::default()
    };
    SettingsPatch {
        settings: vec![
            setting("DEBUG"),
            setting("SECRET_KEY"),
            setting("STATIC_ROOT"),
        ],
        fragments: vec![
            fragment(Some("DATABASES"), "databases"),
            fragment(None, "last"),
        ],
        ..SettingsPatch::default()
    }
}

/// What each file gets, in words.
fn shared(files: &[(&str, &str)], chains: &[&[&str]]) -> Vec<String> {
    let texts: BTreeMap<String, String> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let chains: Vec<SettingsChain> = chains
        .iter()
        .map(|paths| SettingsChain {
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
            closed: true,
            environments: Environment::ALL.to_vec(),
        })
        .collect();
    let shares = share_settings(&patch(), &chains, &texts).expect("Python");
    let words = |share: &SettingsPatch| {
        let settings = share.settings.iter().map(|setting| {
            let sign = if setting.absent { "+" } else { "" };
            format!("{sign}{}", setting.name)
        });
        let fragments = share
            .fragments
            .iter()
            .map(|fragment| fragment.source.clone());
        settings.chain(fragments).collect::<Vec<_>>().join(" ")
    };
    shares
        .iter()
        .map(|(path, share)| format!("{path}: {}", words(share)))
        .collect()
}

#[test]
fn one_file() {
    let text = "SECRET_KEY = 'x'\nDEBUG = True\nDATABASES = {}\n";
    assert_eq!(
        shared(&[("settings.py", text)], &[&["settings.py"]]),
        ["settings.py: DEBUG SECRET_KEY +STATIC_ROOT databases last"]
    );
}

#[test]
fn a_base_and_two_environments() {
    let files = [
        ("base.py", "SECRET_KEY = 'x'\nDATABASES = {}\n"),
        ("dev.py", "from .base import *\nDEBUG = True\n"),
        (
            "prod.py",
            "from .base import *\nDEBUG = False\nDATABASES = {}\nSTATIC_ROOT = 'x'\n",
        ),
    ];
    assert_eq!(
        shared(&files, &[&["dev.py", "base.py"], &["prod.py", "base.py"]]),
        [
            "base.py: SECRET_KEY databases",
            "dev.py: DEBUG STATIC_ROOT last",
            "prod.py: DEBUG STATIC_ROOT databases last",
        ]
    );
}

#[test]
fn a_module_that_may_be_absent_hides_what_it_binds() {
    let text =
        "from .base import *\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n";
    let files = [("dev.py", text), ("base.py", "DEBUG = True\n")];
    let shares = shared(&files, &[&["dev.py", "base.py"]]);
    assert_eq!(
        shares,
        [
            "base.py: DEBUG",
            "dev.py: SECRET_KEY STATIC_ROOT databases last"
        ]
    );
}

#[test]
fn a_file_that_is_not_python_is_named() {
    let texts = BTreeMap::from([("a.py".to_owned(), "x = (".to_owned())]);
    let chain = SettingsChain {
        paths: vec!["a.py".to_owned()],
        closed: true,
        environments: Environment::ALL.to_vec(),
    };
    let (path, _) = share_settings(&patch(), &[chain], &texts).expect_err("no Python");
    assert_eq!(path, "a.py");
}
