//! Repositories that are not as usual.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;

use super::refused;
use crate::harness::{Listing, Project};

#[test]
fn a_bare_one() {
    let project = Project::polls();
    project.git("clone --quiet --bare . ../bare");
    let bare = project.sandbox().join("bare");
    let before = Listing::of(&bare);
    let mut said = String::new();
    for layout in ["branches", "single"] {
        let line = format!("init --yes --db mariadb --layout {layout}");
        said.push_str(&project.djdock_in(&bare, &line).refused(1));
    }
    before.assert_same(&Listing::of(&bare));
    assert_snapshot!(said, @r"
    error: `[SANDBOX]/bare/` is a bare repository: it has no files to work on
    hint: clone it, and run djdock there
    error: there is no Django project here: no manage.py that starts Django
    hint: run djdock in the project's folder, or name it: `djdock init PATH`
    ");
}

#[test]
fn without_a_commit() {
    let project = Project::outside_git("examples/polls");
    project.git("init --quiet --initial-branch main");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: `main` has no commit yet, and branches start from one
    hint: first keep out of it what is nobody else's: `printf '%s\n' .env '*.sqlite3' venv/ .venv/ __pycache__/ >>.gitignore`
    hint: then `git add -A && git commit -m start`, or `djdock init --layout single`
    ");
    // The way out that it names.
    project
        .djdock("init --yes --db mariadb --layout single")
        .ok();
}

#[test]
fn in_the_middle_of_a_merge() {
    let project = Project::polls();
    project.git("switch --quiet --create other");
    project.append("polls/views.py", "# other\n");
    project.commit("other");
    project.git("switch --quiet main");
    project.append("polls/views.py", "# main\n");
    project.commit("main");
    let merge = project.git_in(&project.root, "merge other");
    assert_eq!(merge.code, Some(1));
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: git is in the middle of something (Merge)
    hint: finish or abort it (`git status` says how), and run this again
    ");
}

#[test]
fn while_git_itself_is_at_work() {
    let project = Project::polls();
    project.write(".git/index.lock", "");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: git's own lock `[SANDBOX]/project/.git/index.lock` is there
    hint: another git command is running; if none is, remove that file
    ");
}

/// A shallow clone has HEAD's tree, which is all that the first `init` needs.
#[test]
fn a_shallow_clone_will_do() {
    let origin = Project::polls();
    origin.append("polls/views.py", "# later\n");
    origin.commit("later");
    let clone = Project::empty();
    let url = format!("file://{}", origin.root.display());
    clone.git(&format!("clone --quiet --depth 1 {url} ."));
    let head = clone.id("HEAD");
    clone.djdock("init --yes --db mariadb").ok();
    assert_eq!(clone.git("log -1 --format=%P dev"), head);
    clone.git("switch --quiet dev");
    clone.append("polls/views.py", "# mine\n");
    clone.commit("mine");
    clone.git("switch --quiet prod");
    clone.git("merge --quiet --no-edit dev");
    assert_eq!(clone.git("status --porcelain"), "");
}

/// Branches that came from a shallow fetch may lack the commit that they have in common.
#[test]
fn branches_cut_off_from_each_other() {
    let origin = Project::polls();
    origin.djdock("init --yes --db mariadb").ok();
    for branch in ["dev", "prod"] {
        origin.git(&format!("switch --quiet {branch}"));
        origin.append("polls/views.py", "# mine\n");
        origin.commit("mine");
    }
    let clone = Project::empty();
    let url = format!("file://{}", origin.root.display());
    clone.git(&format!(
        "clone --quiet --depth 1 --no-single-branch --branch dev {url} ."
    ));
    clone.git("branch --quiet prod origin/prod");
    assert_snapshot!(refused(&clone, "init --yes --dev-port 8123", 1), @r"
    error: `dev` and `prod` have no commit in common
    hint: this clone is shallow: `git fetch --unshallow` brings their history
    ");
}

#[test]
fn the_project_in_a_submodule() {
    let inner = Project::polls();
    let outer = Project::empty();
    outer.git("init --quiet --initial-branch main");
    outer.write("README", "outer\n");
    let url = inner.root.display();
    outer.git(&format!(
        "-c protocol.file.allow=always submodule --quiet add {url} site"
    ));
    outer.commit("outer");
    // From above, git's tree ends at the submodule: there is no manage.py in it.
    assert_snapshot!(refused(&outer, "init --yes --db mariadb", 1), @r"
    error: there is no Django project here: no manage.py that starts Django
      `site/manage.py` is in the submodule `site`, which is a repository of its own
    hint: run djdock in that one: `djdock init site`
    ");
    // In it, it is a repository like any other.
    let site = outer.path("site");
    outer.djdock_in(&site, "init --yes --db mariadb").ok();
    let parents = outer.git_in(&site, "log -1 --format=%P dev").ok();
    let head = outer.git_in(&site, "rev-parse HEAD").ok();
    assert_eq!(parents.stdout, head.stdout);
    assert_eq!(outer.git("status --porcelain"), "");
}

#[test]
fn of_an_object_format_that_is_not_known() {
    let project = Project::outside_git("examples/polls");
    project.git("init --quiet --initial-branch main --object-format sha256");
    project.commit("start");
    assert_snapshot!(refused(&project, "init --yes --db mariadb", 1), @r"
    error: `[SANDBOX]/project` is of a format that djdock does not know: unknown object format 'sha256'
    hint: `djdock init --layout single` works without git's objects
    ");
    // The way out that it names.
    project
        .djdock("init --yes --db mariadb --layout single")
        .ok();
}

#[test]
fn a_work_tree_that_is_gone() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project.git("worktree add --quiet ../prod prod");
    fs::remove_dir_all(project.sandbox().join("prod")).unwrap();
    assert_snapshot!(refused(&project, "init --yes --dev-port 8123", 1), @r"
    error: the work tree `prod` is gone from disk
    hint: `git worktree prune`, and run this again
    ");
}

/// Objects are read without hashing them anew: their own checksums tell.
#[test]
fn a_damaged_object() {
    let project = Project::polls();
    project.djdock("init --yes").ok();
    let id = project.id("prod:docker-compose.yml");
    let path = project.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    let sound = fs::read(&path).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    for place in [0, sound.len() / 2, sound.len() - 1] {
        let mut damaged = sound.clone();
        damaged[place] ^= 0x10;
        fs::write(&path, damaged).unwrap();
        let before = project.listing();
        let said = project.djdock("add redis --yes").refused(1);
        before.assert_same(&project.listing());
        let expected = "error: on branch `prod`: cannot read docker-compose.yml: ";
        assert!(said.starts_with(expected), "byte {place}: {said}");
    }
}
