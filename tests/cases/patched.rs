//! The settings of the fixtures that anybody may have: each is patched, and is Python afterwards.

use libtest_mimic::Trial;

use crate::harness::{Project, fixtures};
use crate::test;

pub(crate) fn tests() -> Vec<Trial> {
    let usual =
        |name: &String| name.starts_with("startproject-") || name.starts_with("settings-long");
    let names: Vec<String> = fixtures().into_iter().filter(usual).collect();
    let count = names.len();
    let each = names.into_iter();
    let each = each.map(|name| test(format!("patched::{name}"), move || is_patched(&name)));
    let enough = test("patched::there_are_some", move || {
        assert!(count >= 14, "{count}");
    });
    let uploads = [("startproject-2.2", true), ("startproject-3.0", false)];
    let uploads = uploads.map(|(name, expected)| {
        test(format!("patched::uploads_of_{name}"), move || {
            large_uploads_are_readable_by_nginx(name, expected);
        })
    });
    each.chain([enough]).chain(uploads).collect()
}

fn is_patched(name: &str) {
    let project = Project::fixture(name);
    project.djdock("init --yes --db mariadb").ok();
    let changed = project.git("diff --name-only main dev");
    let settings = changed.lines().find(|path| path.ends_with("settings.py"));
    let settings = settings.unwrap_or_else(|| panic!("no settings are patched: {changed}"));
    for branch in ["dev", "prod"] {
        let text = project.on(branch, settings);
        ruff_python_parser::parse_module(&text).unwrap_or_else(|error| panic!("{branch}: {error}"));
    }
}

/// From Django 3.0 on it is the default, so that the line would say nothing.
fn large_uploads_are_readable_by_nginx(name: &str, expected: bool) {
    let project = Project::fixture(name);
    let without = |project: &Project| {
        let settings = project.copied();
        settings.djdock("init --yes --db sqlite").ok();
        settings.on("prod", "mysite/settings.py")
    };
    assert!(!without(&project).contains("FILE_UPLOAD_PERMISSIONS"));
    let model = "from django.db import models\n\n\nclass Photo(models.Model):\n    file = models.FileField()\n";
    project.write("mysite/models.py", model);
    project.commit("uploads");
    project.djdock("init --yes --db sqlite").ok();
    let settings = project.on("prod", "mysite/settings.py");
    assert_eq!(
        settings.contains("FILE_UPLOAD_PERMISSIONS = 0o644"),
        expected
    );
}
