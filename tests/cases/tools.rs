//! Every way to install a project's dependencies, each on a project of its own in `tests/fixtures/tool-*`: a new folder
//! in `templates/tools` is tested because it is there.

use djdock::catalog::Catalog;
use libtest_mimic::Trial;

use crate::harness::{Project, accepted};
use crate::test;

/// The files of a branch that say how dependencies are installed.
const FILES: [&str; 2] = ["Dockerfile", "docker/requirements.txt"];

pub(crate) fn tests() -> Vec<Trial> {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let tools = catalog.tools.into_iter();
    let each = tools.map(|tool| {
        test(format!("tools::{}", tool.name), move || {
            installs(&tool.name);
        })
    });
    let kept = test(
        "tools::a_patched_file_is_the_user_s",
        a_patched_file_is_the_user_s,
    );
    each.chain([kept]).collect()
}

fn installs(tool: &str) {
    let project = Project::fixture(&format!("tool-{tool}"));
    project.djdock("init --yes --db mariadb").ok();
    let mut shown = String::new();
    for branch in ["dev", "prod"] {
        let tracked = project.tracked(branch);
        for path in FILES {
            if tracked.iter().any(|tracked| tracked == path) {
                let text = project.on(branch, path);
                shown.push_str("======== ");
                shown.push_str(&[branch, ": ", path, "\n", &text].concat());
            }
        }
    }
    accepted(&format!("tools/{tool}"), &shown);
}

fn a_patched_file_is_the_user_s() {
    let project = Project::fixture("tool-uv");
    let before = project.read("pyproject.toml");
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(project.on("prod", "pyproject.toml"), before);
}
