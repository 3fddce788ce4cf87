//! Branches that stay: a commit takes the stack out of them.

use super::{assert_undone, branches, listing, polls, tree};
use crate::harness::Project;

/// What the run says of how a branch is deleted.
fn why(said: &str, branch: &str) -> String {
    let command = format!("  git branch -D {branch} ");
    let line = said.lines().find(|line| line.starts_with(&command));
    let why = line
        .and_then(|line| line.split_once("# "))
        .map(|(_, why)| why);
    why.unwrap_or_default().to_owned()
}

#[test]
fn a_branch_that_is_checked_out() {
    let project = polls();
    project.git("switch --quiet dev");
    let run = project.djdock("undo").ok();
    assert_eq!(
        why(&run.stderr, "dev"),
        "it stays: a work tree has it checked out"
    );
    assert_eq!(branches(&project), "dev\nmain");
    assert_eq!(tree(&project, "dev"), tree(&project, "main"));
    assert_eq!(project.git("status --porcelain"), "");
    assert_eq!(
        project.git("log -1 --format=%s"),
        "djdock undo: the dev stack"
    );
    assert!(!project.has("docker"));
    assert_undone(&project);
}

#[test]
fn a_branch_of_another_work_tree() {
    let project = polls();
    project.git("worktree add --quiet ../prod prod");
    let run = project.djdock("undo").ok();
    assert_eq!(
        why(&run.stderr, "prod"),
        "it stays: a work tree has it checked out"
    );
    assert_eq!(branches(&project), "main\nprod");
    assert!(!project.has("../prod/docker-compose.yml"));
    let status = project.git_in(&project.path("../prod"), "status --porcelain");
    assert_eq!(status.ok().stdout, "");
}

#[test]
fn a_branch_with_commits_of_the_user_s() {
    let project = polls();
    project.git("switch --quiet dev");
    project.append("polls/views.py", "# mine\n");
    project.append("mysite/settings.py", "MINE = 1\n");
    project.append("requirements.txt", "requests\n");
    project.commit("mine");
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    project.git("switch --quiet main");
    let run = project.djdock("undo").ok();
    for branch in ["dev", "prod"] {
        assert_eq!(
            why(&run.stderr, branch),
            "it stays: there are commits on it that djdock did not make"
        );
        let differing = project.git(&format!("diff --unified=0 main {branch}"));
        let lines = differing.lines().filter(|line| !line.starts_with("+++"));
        let added: Vec<_> = lines.filter(|line| line.starts_with(['+', '-'])).collect();
        let added: Vec<_> = added
            .into_iter()
            .filter(|it| !it.starts_with("---"))
            .collect();
        assert_eq!(added, ["+MINE = 1", "+# mine", "+requests"], "{branch}");
    }
    assert_undone(&project);
}

#[test]
fn a_branch_that_was_pushed() {
    let project = polls();
    project.git("init --quiet --bare ../remote");
    project.git("remote add origin ../remote");
    project.git("push --quiet origin main dev");
    let remote = project.id("refs/remotes/origin/dev");
    let run = project.djdock("undo").ok();
    assert_eq!(branches(&project), "dev\nmain");
    assert_eq!(
        why(&run.stderr, "dev"),
        "it stays: a remote has it, or it follows one there"
    );
    assert!(
        run.stderr.contains("  git push origin --delete dev "),
        "{run}"
    );
    assert_eq!(tree(&project, "dev"), tree(&project, "main"));
    assert_eq!(project.id("refs/remotes/origin/dev"), remote);
}

#[test]
fn a_branch_that_the_user_made() {
    let project = Project::polls();
    project.git("branch develop");
    project
        .djdock("init --yes --dev-branch develop --prod-branch live")
        .ok();
    let run = project.djdock("undo").ok();
    assert_eq!(branches(&project), "develop\nmain");
    assert_eq!(why(&run.stderr, "develop"), "");
    assert_eq!(tree(&project, "develop"), tree(&project, "main"));
    assert_undone(&project);
}

/// The commit that everything started from is on no other branch any more.
#[test]
fn a_branch_that_alone_holds_the_project() {
    let project = polls();
    project.git("switch --quiet --orphan other");
    project.write("a", "b\n");
    project.commit("other");
    project.git("branch --quiet -D main");
    project.djdock("undo").ok();
    assert_eq!(branches(&project), "dev\nother\nprod");
    assert!(!project.tracked("dev").contains(&"djdock.lock".to_owned()));
}

#[test]
fn dev_that_was_merged_into_main() {
    for how in ["--ff-only", "--no-ff"] {
        let project = Project::polls();
        let before = tree(&project, "main");
        project.djdock("init --yes --db mariadb").ok();
        project.git(&format!("merge --quiet --no-edit {how} dev"));
        assert!(project.has("docker-compose.yml"));
        project.djdock("undo").ok();
        assert_eq!(tree(&project, "main"), before, "{how}");
        assert_eq!(branches(&project), "main", "{how}");
        assert_eq!(project.git("status --porcelain"), "", "{how}");
        assert_undone(&project);
        project.djdock("init --yes --db mariadb").ok();
        project.djdock("undo").ok();
        assert_eq!(tree(&project, "main"), before, "{how}");
    }
}

/// As after `git merge prod` on dev, which brings prod's stack along.
#[test]
fn dev_over_which_prod_s_stack_came() {
    let project = polls();
    project.git("switch --quiet prod");
    project.write("hotfix.py", "# mine\n");
    project.commit("hotfix");
    project.git("switch --quiet dev");
    project.git("merge --quiet --no-edit prod");
    project.djdock("undo").ok();
    assert_eq!(project.git("diff --name-only main dev"), "hotfix.py");
    assert_eq!(project.git("diff --name-only main prod"), "hotfix.py");
}

/// Further branches are named, and what they need stays.
#[test]
fn a_branch_that_started_from_dev() {
    let project = polls();
    project.git("branch topic dev");
    let run = project.djdock("undo").ok();
    assert!(
        run.stderr
            .contains("hint: `topic` holds a stack still: `git switch topic && djdock undo`"),
        "{run}"
    );
    assert!(project.read(".git/config").contains("[merge \"djdock\"]"));
    project.git("switch --quiet topic");
    project.djdock("undo").ok();
    assert_eq!(tree(&project, "topic"), tree(&project, "main"));
    assert!(!project.read(".git/config").contains("djdock"));
}

/// References that git has packed go as well.
#[test]
fn packed_references() {
    let project = Project::polls();
    let before = listing(&project);
    project.djdock("init --yes --db mariadb").ok();
    project.git("pack-refs --all");
    project.djdock("undo").ok();
    assert_eq!(branches(&project), "main");
    let packed = [".git/packed-refs", ".git/refs"];
    before
        .without(&packed)
        .assert_same(&listing(&project).without(&packed));
}

#[test]
fn edits_that_no_commit_holds_are_refused() {
    let project = polls();
    project.git("switch --quiet dev");
    project.append("docker-compose.yml", "# mine\n");
    let before = project.listing();
    let said = project.djdock("undo").refused(1);
    assert!(
        said.starts_with("error: `docker-compose.yml` has changes"),
        "{said}"
    );
    before.assert_same(&project.listing());
    // Another file may have some.
    project.git("checkout --quiet docker-compose.yml");
    project.append("polls/views.py", "# mine\n");
    project.djdock("undo").ok();
    assert!(project.read("polls/views.py").ends_with("# mine\n"));
}
