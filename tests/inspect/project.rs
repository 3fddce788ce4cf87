//! Where the project is, and what stands in the way.

use djdock::inspect::{Hints, InspectError, Source, SqliteFile, Tool, inspect, sqlite_file};
use djdock::tree::MemoryTree;

use super::{MANAGE, SETTINGS, USES, facts, facts_of, tree};

#[test]
fn a_fresh_project() {
    let project = facts(&[]);
    assert_eq!(project.settings.module, "mysite.settings");
    assert_eq!(
        project.databases["default"].engine.as_deref(),
        Some("sqlite3")
    );
    assert_eq!(
        project.databases["default"].name.as_deref(),
        Some("db.sqlite3")
    );
    assert_eq!(project.databases["default"].from, Some(Source::Literal));
    assert_eq!(project.static_url.as_deref(), Some("/static/"));
    assert_eq!(project.static_root, None);
    assert_eq!(
        project.wsgi_application.as_deref(),
        Some("mysite.wsgi.application")
    );
    assert_eq!(project.asgi_application, None);
    assert_eq!(
        project.evidence["databases.default.engine"],
        "mysite/settings.py:4"
    );
    assert_eq!(project.evidence["settings.module"], "manage.py:2");
    assert_eq!(project.evidence["static_url"], "mysite/settings.py:5");
}

#[test]
fn manage_py_in_a_folder() {
    let files = [
        ("backend/manage.py", MANAGE),
        ("backend/mysite/settings.py", SETTINGS),
        ("docs/example/manage.py", MANAGE),
        ("frontend/node_modules/x/manage.py", MANAGE),
        (".hidden/manage.py", MANAGE),
        ("venv/pyvenv.cfg", ""),
        ("venv/lib/manage.py", MANAGE),
        ("requirements.txt", "Django==5.2.8\n"),
    ];
    let project = facts_of(&MemoryTree::new(files));
    assert_eq!(project.manage_py.as_deref(), Some("backend/manage.py"));
    assert_eq!(
        project.databases["default"].name.as_deref(),
        Some("backend/db.sqlite3")
    );
    assert_eq!(project.django.version.as_deref(), Some("5.2.8"));
}

#[test]
fn several_projects_are_told_apart_by_the_hint() {
    let files = [
        ("a/manage.py", MANAGE),
        ("a/mysite/settings.py", SETTINGS),
        ("b/manage.py", MANAGE),
    ];
    let tree = MemoryTree::new(files);
    let error = inspect(&tree, &tree, &Hints::default(), &USES).expect_err("two");
    assert!(
        matches!(error, InspectError::SeveralManagePy(found) if found == ["a/manage.py", "b/manage.py"])
    );
    let hints = Hints {
        manage_py: Some("a/manage.py".to_owned()),
        settings: None,
        ..Hints::default()
    };
    assert_eq!(
        inspect(&tree, &tree, &hints, &USES)
            .expect("a")
            .manage_py
            .as_deref(),
        Some("a/manage.py")
    );
}

#[test]
fn no_project_says_what_there_is() {
    let tree = MemoryTree::new([
        ("manage.py", "from flask_script import Manager\n"),
        ("requirements.txt", "flask\ndjango>=4\n"),
    ]);
    let evidence = MemoryTree::new([("site/manage.py", MANAGE)]);
    let error = inspect(&tree, &evidence, &Hints::default(), &USES).expect_err("none");
    let InspectError::NotDjango(found) = error else {
        panic!("{error}")
    };
    assert_eq!(found.other_manage_py, ["manage.py"]);
    assert_eq!(found.uncommitted, ["site/manage.py"]);
    assert_eq!(found.dependency_files, ["requirements.txt"]);
    assert_eq!(found.django_declared.as_deref(), Some("requirements.txt:2"));
}

#[test]
fn settings_that_are_not_there() {
    let gone = MANAGE.replace("mysite.settings", "gone.settings");
    let tree = tree(&[("manage.py", &gone)]);
    let error = inspect(&tree, &tree, &Hints::default(), &USES).expect_err("gone");
    let InspectError::SettingsMissing {
        module,
        named_by,
        candidates,
        ..
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!(
        (module.as_str(), named_by.as_str()),
        ("gone.settings", "manage.py:2")
    );
    assert_eq!(candidates, ["mysite.settings"]);
    let hints = Hints {
        manage_py: None,
        settings: Some("mysite.settings".to_owned()),
        ..Hints::default()
    };
    assert_eq!(
        inspect(&tree, &tree, &hints, &USES)
            .expect("hinted")
            .settings
            .module,
        "mysite.settings"
    );
}

#[test]
fn files_that_are_not_python_or_not_text() {
    let broken = tree(&[("mysite/settings.py", "A = 1\nB = (\n")]);
    let error = inspect(&broken, &broken, &Hints::default(), &USES).expect_err("broken");
    assert!(
        matches!(error, InspectError::Syntax { path, error } if path == "mysite/settings.py" && error.line >= 2)
    );
    let binary = MemoryTree::new([
        ("manage.py", MANAGE.as_bytes().to_vec()),
        ("mysite/settings.py", b"A = '\xe9'".to_vec()),
    ]);
    let error = inspect(&binary, &binary, &Hints::default(), &USES).expect_err("binary");
    assert!(error.to_string().contains("mysite/settings.py"));
    let latin = MemoryTree::new([
        ("manage.py", MANAGE.as_bytes().to_vec()),
        (
            "mysite/settings.py",
            b"# -*- coding: latin-1 -*-\nSTATIC_URL = '/\xe9/'\n".to_vec(),
        ),
    ]);
    assert_eq!(facts_of(&latin).static_url.as_deref(), Some("/é/"));
}

#[test]
fn what_stands_in_the_way() {
    let tree = tree(&[
        ("Dockerfile", ""),
        ("compose.yaml", ""),
        ("nginx/site.conf", ""),
        ("composer.json", ""),
    ]);
    let evidence = MemoryTree::new([(".env", "A=1"), ("Dockerfile", "")]);
    let project = inspect(&tree, &evidence, &Hints::default(), &USES).expect("a project");
    assert_eq!(
        project.existing,
        [".env", "Dockerfile", "compose.yaml", "nginx/site.conf"]
    );
}

#[test]
fn sqlite_files_with_and_without_tables() {
    let file = |schema: &str| {
        let mut bytes = b"SQLite format 3\0".to_vec();
        bytes.extend([0; 100]);
        bytes.extend(schema.as_bytes());
        bytes
    };
    let tree = MemoryTree::new([
        (
            "full",
            file("CREATE TABLE sqlite_sequence(name,seq) CREATE TABLE \"polls\" (id)"),
        ),
        ("empty", file("CREATE TABLE sqlite_sequence(name,seq)")),
        ("text", b"CREATE TABLE x".to_vec()),
    ]);
    let found =
        ["full", "empty", "text", "none"].map(|path| sqlite_file(&tree, path).expect("read"));
    assert_eq!(
        found,
        [
            SqliteFile::Tables,
            SqliteFile::Empty,
            SqliteFile::NotSqlite,
            SqliteFile::Absent
        ]
    );
}

#[test]
fn nothing_declared_is_none() {
    let project = facts(&[]);
    assert_eq!(project.dependencies.tool, Tool::None);
    assert_eq!(project.django.version, None);
    assert_eq!(project.python.version, None);
}
