//! An edit of a stack file on dev, and the merge driver that keeps it there.

use crate::harness::Project;

/// A project whose user has edited dev's stack.
fn edited(paths: &[&str]) -> Project {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("switch --quiet dev");
    for path in paths {
        project.append(path, "# mine\n");
    }
    project.append("polls/views.py", "# code\n");
    project.commit("mine");
    project
}

#[test]
fn an_edit_of_dev_s_stack_stays_on_dev() {
    let paths = ["Dockerfile", "docker-compose.yml", "Makefile"];
    let project = edited(&paths);
    project.git("switch --quiet prod");
    let before = paths.map(|path| project.read(path));
    project.git("merge --quiet --no-edit dev");
    assert_eq!(before, paths.map(|path| project.read(path)));
    assert!(project.read("polls/views.py").ends_with("# code\n"));
}

/// Without the driver the same merge brings the edit along, or conflicts: the tests above show something.
#[test]
fn without_the_driver_it_would_not() {
    let paths = ["Dockerfile"];
    let project = edited(&paths);
    project.git("config --remove-section merge.djdock");
    project.git("switch --quiet prod");
    let before = project.read("Dockerfile");
    let merge = project.git_in(&project.root, "merge --quiet --no-edit dev");
    assert!(merge.code != Some(0) || project.read("Dockerfile") != before);
}

#[test]
fn an_edit_of_what_both_have_goes_along() {
    let project = edited(&["docker/env.sh", ".env.sample"]);
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    for path in ["docker/env.sh", ".env.sample"] {
        assert!(project.read(path).ends_with("# mine\n"), "{path}");
    }
}

#[test]
fn edits_on_both_sides_of_what_both_have_conflict_as_ever() {
    let project = edited(&["docker/env.sh"]);
    project.git("switch --quiet prod");
    project.append("docker/env.sh", "# prod's\n");
    project.commit("prod");
    let merge = project.git_in(&project.root, "merge --no-edit dev");
    assert_eq!(merge.code, Some(1), "{merge}");
    let text = project.read("docker/env.sh");
    assert!(
        text.contains("<<<<<<<") && text.contains("# prod's\n=======\n# mine\n"),
        "{text}"
    );
}

#[test]
fn a_cherry_pick_leaves_it_there_too() {
    let project = edited(&["Dockerfile"]);
    project.git("switch --quiet prod");
    let before = project.read("Dockerfile");
    project.git("cherry-pick dev");
    assert_eq!(project.read("Dockerfile"), before);
    assert!(project.read("polls/views.py").ends_with("# code\n"));
}

#[test]
fn in_a_work_tree_of_its_own() {
    let project = edited(&["Dockerfile"]);
    project.git("worktree add --quiet ../prod prod");
    let linked = project.sandbox().join("prod");
    let read = || std::fs::read_to_string(linked.join("Dockerfile")).unwrap();
    let before = read();
    project.git_in(&linked, "merge --quiet --no-edit dev").ok();
    assert_eq!(read(), before);
}
