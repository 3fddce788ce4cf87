//! A repository with several projects.

use crate::harness::{Project, source};

fn two() -> Project {
    let project = Project::fixture("startproject-5.2");
    for folder in ["shop", "blog"] {
        for file in [
            "manage.py",
            "mysite/settings.py",
            "mysite/__init__.py",
            "mysite/wsgi.py",
            "mysite/urls.py",
        ] {
            let text =
                std::fs::read_to_string(source("tests/fixtures/startproject-5.2").join(file));
            project.write(&format!("{folder}/{file}"), &text.expect("the fixture"));
        }
    }
    project.git("rm --quiet -r manage.py mysite");
    project.commit("two");
    project
}

#[test]
fn the_named_folder_decides() {
    let project = two();
    project.djdock("init shop --yes --db sqlite").ok();
    assert!(
        project
            .on("dev", "djdock.toml")
            .contains("manage-py = \"shop/manage.py\"")
    );
    let inspected = project.djdock("inspect blog --json").ok().stdout;
    assert!(inspected.contains("\"manage_py\": \"blog/manage.py\""));
}

#[test]
fn without_one_nothing_is_guessed() {
    let project = two();
    let run = project.djdock("init --yes --db sqlite");
    assert_eq!(run.code, Some(1), "{run}");
    for word in ["shop/manage.py", "blog/manage.py", "--manage-py"] {
        assert!(run.stderr.contains(word), "{run}");
    }
}
