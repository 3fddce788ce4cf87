//! Repositories that are not as `git init` leaves them.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use insta::assert_snapshot;

use crate::harness::Project;

/// A clone beside the project; its path, as seen from the project.
fn cloned(project: &Project, flags: &str) -> Project {
    let clone = project.copied();
    let from = project.root.display();
    fs::remove_dir_all(&clone.root).unwrap();
    let to = clone.root.display();
    project.git(&format!("clone --quiet {flags} file://{from} {to}"));
    clone
}

#[test]
fn a_branch_of_the_team_s_on_a_remote() {
    let project = Project::polls();
    project.git("switch --quiet --create dev");
    project.append("README.md", "the team's\n");
    project.commit("theirs");
    project.git("switch --quiet main");
    let clone = cloned(&project, "");
    let before = clone.git("for-each-ref");
    assert_snapshot!(clone.djdock("init --yes --db mariadb").refused(1), @r"
    error: a branch `dev` exists already on a remote, and djdock did not make it
    hint: to put the stack on it, name it: `--dev-branch dev` or `--prod-branch dev`
    hint: for branches of another name: `--dev-branch docker-dev --prod-branch docker-prod`
    ");
    assert_eq!(clone.git("for-each-ref"), before);
    // The ways out that it names.
    clone
        .copied()
        .djdock("init --yes --db mariadb --dev-branch docker-dev")
        .ok();
    clone
        .djdock("init --yes --db mariadb --dev-branch dev")
        .ok();
    assert!(clone.on("dev", "README.md").ends_with("the team's\n"));
}

#[test]
fn a_tag_of_the_name() {
    let project = Project::polls();
    project.git("tag dev");
    assert_snapshot!(project.djdock("init --yes --db mariadb").refused(1), @r"
    error: there is a tag `dev`, which git would take for the branch: `git merge dev` would bring nothing
    hint: to rename it: `git tag dev-tag dev && git tag -d dev`
    hint: for branches of another name: `--dev-branch docker-dev --prod-branch docker-prod`
    ");
    project.git("tag dev-tag dev");
    project.git("tag --delete dev");
    project.djdock("init --yes --db mariadb").ok();
}

#[test]
fn a_pointer_of_git_lfs() {
    for path in ["requirements.txt", "mysite/settings.py"] {
        let project = Project::polls();
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 20\n";
        project.write(path, pointer);
        project.commit("lfs");
        let said = project.djdock("init --yes --db mariadb").refused(1);
        let told = format!("cannot read {path}: Git LFS keeps it elsewhere");
        assert!(said.contains(&told), "{said}");
    }
}

#[test]
fn a_sparse_check_out() {
    let project = Project::polls();
    project.git("sparse-checkout set polls");
    assert!(!project.has("mysite/settings.py"));
    project.djdock("init --yes --db mariadb").ok();
    assert_eq!(project.git("status --porcelain"), "");
    assert!(
        project
            .on("dev", "mysite/settings.py")
            .contains("MARIADB_PASSWORD")
    );
    // What is hidden from git, and stands there all the same, is an edit as before.
    let edited = Project::polls();
    edited.git("update-index --skip-worktree mysite/settings.py");
    edited.append("mysite/settings.py", "# mine\n");
    let said = edited.djdock("init --yes --db mariadb").refused(1);
    assert!(said.contains("not committed"), "{said}");
}

#[test]
fn a_partial_clone_without_files() {
    let project = Project::polls();
    project.git("config uploadpack.allowFilter true");
    let clone = cloned(&project, "--no-checkout --filter=blob:none");
    let said = clone.djdock("init --yes --db mariadb").refused(1);
    assert!(
        said.contains("`git checkout HEAD` fetches what is needed"),
        "{said}"
    );
    clone.git("checkout --quiet HEAD");
    clone.djdock("init --yes --db mariadb").ok();
}

#[test]
fn a_git_folder_elsewhere() {
    for layout in ["branches", "single"] {
        let project = Project::outside_git("examples/polls");
        let store = project.sandbox().join("store.git");
        let line = format!(
            "init --quiet --initial-branch main --separate-git-dir {}",
            store.display()
        );
        project.git(&line);
        project.commit("start");
        project
            .djdock(&format!("init --yes --db mariadb --layout {layout}"))
            .ok();
        assert!(project.has(".env"), "{layout}");
        if layout == "branches" {
            assert_eq!(project.git("status --porcelain"), "");
            project.git("switch --quiet dev");
            project.djdock("add redis").ok();
            assert_eq!(project.git("status --porcelain"), "");
        }
    }
}

#[test]
fn settings_that_are_a_link() {
    let project = Project::polls();
    fs::rename(project.path("mysite/settings.py"), project.path("real.py")).unwrap();
    symlink("../real.py", project.path("mysite/settings.py")).unwrap();
    project.commit("link");
    let said = project.djdock("init --yes --db mariadb").refused(1);
    let told = "`mysite/settings.py` is a symbolic link, which djdock does not follow";
    assert!(said.contains(told), "{said}");
}

#[test]
fn what_git_would_have_done_to_commits_is_said() {
    let project = Project::polls();
    let said = project
        .copied()
        .djdock("init --yes --db mariadb")
        .ok()
        .stderr;
    assert!(!said.contains("warning"), "{said}");
    project.git("config commit.gpgsign true");
    let hook = project.path(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\nexit 1\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let said = project.djdock("init --yes --db mariadb").ok().stderr;
    let warnings: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("warning"))
        .collect();
    assert_snapshot!(warnings.join("\n"), @r"
    warning: these commits are not signed, as commit.gpgsign wants it: git alone can do that
    warning: no hook of git's has looked at these commits: pre-commit
    ");
}
