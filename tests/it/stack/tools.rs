//! Every way to install a project's dependencies, each on a project of its own in `tests/fixtures/tool-*`: a new folder
//! in `templates/tools` is tested because it is there.

use djdock::catalog::Catalog;

use crate::harness::{Project, accepted, source};

/// The files of a branch that say how dependencies are installed.
const FILES: [&str; 2] = ["Dockerfile", "docker/requirements.txt"];

fn heading(branch: &str, path: &str) -> String {
    format!("======== {branch}: {path}\n")
}

#[test]
fn each_has_a_project() {
    let catalog = Catalog::embedded().expect("the embedded pack");
    for tool in &catalog.tools {
        let fixture = source(&format!("tests/fixtures/tool-{}", tool.name));
        assert!(fixture.is_dir(), "{} has no fixture", tool.name);
        let project = Project::fixture(&format!("tool-{}", tool.name));
        project.djdock("init --yes --db mariadb").ok();
        let mut shown = String::new();
        for branch in ["dev", "prod"] {
            for path in FILES {
                if project
                    .tracked(branch)
                    .iter()
                    .any(|tracked| tracked == path)
                {
                    let text = project.on(branch, path);
                    shown.push_str(&heading(branch, path));
                    shown.push_str(&text);
                }
            }
        }
        accepted(&format!("tools/{}", tool.name), &shown);
    }
}

#[test]
fn a_patched_file_is_the_user_s() {
    let project = Project::fixture("tool-uv");
    let before = project.read("pyproject.toml");
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(project.on("prod", "pyproject.toml"), before);
}
