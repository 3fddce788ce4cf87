//! The settings patch: one for both environments, so that a merge never sees it.

use djdock::patch;

use super::databases;
use crate::harness::Project;

#[test]
fn both_branches_have_the_same_settings_and_requirements() {
    for database in databases() {
        let project = Project::polls();
        project.djdock(&format!("init --yes --db {database}")).ok();
        for path in [
            "mysite/settings.py",
            "requirements.txt",
            ".gitignore",
            ".gitattributes",
        ] {
            let [dev, prod] = ["dev", "prod"].map(|branch| project.on(branch, path));
            assert_eq!(dev, prod, "{database}: {path}");
            if path != ".gitattributes" {
                assert_ne!(
                    dev,
                    project.on("main", path),
                    "{database}: {path} is patched"
                );
            }
        }
    }
}

/// The recorded splices take every byte of it back.
#[test]
fn what_was_patched_can_be_undone() {
    for database in databases() {
        let project = Project::polls();
        project.djdock(&format!("init --yes --db {database}")).ok();
        let lock = djdock::lock::Lock::parse(&project.on("dev", "djdock.lock")).unwrap();
        let files: Vec<_> = lock.patched.keys().cloned().collect();
        assert_eq!(
            files,
            [
                ".gitattributes",
                ".gitignore",
                "mysite/settings.py",
                "requirements.txt"
            ]
        );
        for (path, splices) in lock.patched {
            let undone = patch::undo(&project.on("dev", &path), &splices.splices).unwrap();
            let before = if splices.created {
                String::new()
            } else {
                project.on("main", &path)
            };
            assert_eq!(undone, before, "{database}: {path}");
        }
    }
}

#[test]
fn every_fixture_s_settings_are_patched_and_parse() {
    let fixtures = std::fs::read_dir(crate::harness::source("tests/fixtures")).unwrap();
    let names = fixtures.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut patched = 0;
    for name in
        names.filter(|name| name.starts_with("startproject-") || name.starts_with("settings-long"))
    {
        let project = Project::fixture(&name);
        project.djdock("init --yes --db mariadb").ok();
        let changed = project.git("diff --name-only main dev");
        let settings = changed.lines().find(|path| path.ends_with("settings.py"));
        let settings =
            settings.unwrap_or_else(|| panic!("{name}: no settings are patched: {changed}"));
        for branch in ["dev", "prod"] {
            let text = project.on(branch, settings);
            ruff_python_parser::parse_module(&text)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        patched += 1;
    }
    assert!(patched >= 14, "{patched} fixtures");
}

/// From Django 3.0 on it is the default, so that the line would say nothing.
#[test]
fn large_uploads_are_readable_by_nginx_under_an_old_django() {
    for (name, expected) in [("startproject-2.2", true), ("startproject-3.0", false)] {
        let project = Project::fixture(name);
        project.djdock("init --yes --db sqlite").ok();
        let settings = project.on("prod", "mysite/settings.py");
        assert_eq!(
            settings.contains("FILE_UPLOAD_PERMISSIONS = 0o644"),
            expected,
            "{name}"
        );
    }
}
