//! Projects that are not as usual.

use insta::assert_snapshot;

use super::refused;
use crate::harness::Project;

#[test]
fn settings_with_a_syntax_error() {
    let project = Project::fixture("settings-syntax-error");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: `mysite/settings.py` is not Python: Expected `,`, found name
      line 33, column 1
    hint: djdock reads settings without running them, so they must parse
    ");
}

#[test]
fn not_django() {
    let project = Project::fixture("not-django");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: there is no Django project here: no manage.py that starts Django
      `manage.py` starts something else
    hint: run djdock in the project's folder, or name it: `djdock init PATH`
    ");
}

#[test]
fn nothing_at_all() {
    let project = Project::empty();
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: there is no Django project here: no manage.py that starts Django
    hint: run djdock in the project's folder, or name it: `djdock init PATH`
    ");
}

#[test]
fn no_such_folder() {
    let project = Project::empty();
    assert_snapshot!(refused(&project, "init --yes --db mariadb nowhere", 1), @"error: cannot read `nowhere`: No such file or directory (os error 2)");
}

#[test]
fn python_2() {
    let project = Project::fixture("startproject-2.2");
    project.write("runtime.txt", "python-2.7.18\n");
    project.commit("python2");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: runtime.txt:1 asks for Python 2.7.18, and djdock serves Python 3 alone
    hint: port the project first (Django 1.11 runs on both), then name the version there; or try one with --python 3.7
    ");
    project.djdock("init --yes --db mariadb --python 3.7").ok();
}

#[test]
fn line_endings_are_kept() {
    for layout in ["single", "branches"] {
        let project = Project::fixture("startproject-crlf");
        project
            .djdock(&format!("init --yes --db mariadb --layout {layout}"))
            .ok();
        if layout == "branches" {
            project.git("switch --quiet prod");
        }
        for path in ["mysite/settings.py", "requirements.txt"] {
            let text = project.read(path);
            let diff = project.git(&format!("diff --ignore-space-at-eol main -- {path}"));
            assert!(diff.contains("\n+"), "{path} is patched: {diff}");
            assert!(
                !text.replace("\r\n", "").contains('\n'),
                "{layout}: {path} has a bare \\n"
            );
        }
    }
}

#[test]
fn a_project_in_a_sub_folder() {
    let project = Project::fixture("startproject-subfolder");
    project.djdock("init --yes --db mariadb").ok();
    let diff = project.git("diff --name-only --diff-filter M main prod");
    assert_eq!(diff, "backend/mysite/settings.py\nrequirements.txt");
}
