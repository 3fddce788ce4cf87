//! What will be refused is refused before a plan is shown and a question asked: nobody says yes in vain.

use std::os::unix::fs::symlink;

use crate::harness::Project;

/// A project where `init` cannot write, by what stands in the way.
fn projects() -> Vec<(&'static str, Project)> {
    let tracked = Project::polls();
    tracked.djdock("init --yes --db postgres").ok();
    tracked.git("add --force .env");
    let link = Project::polls();
    symlink("secrets", link.path(".env")).unwrap();
    let no_text = Project::polls();
    std::fs::write(no_text.path(".env"), b"TOKEN=\xff\n").unwrap();
    let folder = Project::polls();
    folder.write("Dockerfile/notes.txt", "todo\n");
    folder.commit("folder");
    let branches = Project::polls();
    branches.git("branch dev/feature");
    let dirty = Project::polls();
    dirty.djdock("init --yes --db postgres").ok();
    dirty.git("switch --quiet dev");
    dirty.append("docker-compose.yml", "# mine\n");
    vec![
        (".env in git", tracked),
        (".env is a link", link),
        (".env is no text", no_text),
        ("a folder in the way", folder),
        ("a branch in the way", branches),
        ("a dirty file in the way", dirty),
    ]
}

#[test]
fn no_plan_is_shown_that_cannot_be_done() {
    let mut shown = Vec::new();
    for (name, project) in projects() {
        for line in [
            "init --yes --db mariadb",
            "init --yes --db mariadb --dry-run",
        ] {
            let before = project.listing();
            let run = project.djdock(line);
            before.assert_same(&project.listing());
            assert_eq!(run.code, Some(1), "{name}: {run}");
            if !run.stderr.starts_with("error: ") {
                shown.push((name, line));
            }
        }
    }
    assert!(
        shown.is_empty(),
        "a plan is shown and then refused: {shown:?}"
    );
}
