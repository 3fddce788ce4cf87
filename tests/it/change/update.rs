//! `djdock update`: facts of today, and the templates of today, with the user's edits.

use std::fs;

use insta::assert_snapshot;

use super::{on_dev, trees};
use crate::harness::Project;

/// The default pack in a folder, with one line changed.
fn pack(project: &Project, template: &str, from: &str, to: &str) {
    project.copy_pack();
    let path = project.path("../pack").join(template);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{template}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn nothing_where_nothing_changed() {
    let project = on_dev("--with redis");
    let before = project.listing();
    let run = project.djdock("update").ok();
    assert!(run.stderr.contains("Nothing to do"), "{run}");
    before.assert_same(&project.listing());
}

#[test]
fn a_newer_pack_is_merged_with_edits() {
    let project = on_dev("");
    project.append("Makefile", "\nmine: ## mine\n\t@true\n");
    project.git("rm --quiet .env.sample");
    project.append("entrypoint.sh", "# mine\n");
    let toml = project.read("djdock.toml") + "\n[existing]\n\"entrypoint.sh\" = \"keep\"\n";
    project.write("djdock.toml", &toml);
    project.commit("mine");
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    project.git("switch --quiet dev");
    project.djdock("update").ok();
    pack(
        &project,
        "dev/Makefile.tera",
        "## stop; the database",
        "## end; the database",
    );
    let run = project.djdock("status --pack ../pack");
    assert_eq!(run.code, Some(1), "{run}");
    assert!(run.stdout.contains("+ down: ## end; the database"), "{run}");
    project.djdock("update --pack ../pack").ok();
    let makefile = project.read("Makefile");
    assert!(makefile.contains("## end; the database") && makefile.ends_with("\t@true\n"));
    assert!(
        !project.has(".env.sample"),
        "what the user deleted stays deleted"
    );
    assert!(project.read("entrypoint.sh").ends_with("# mine\n"));
    project.djdock("status --pack ../pack").ok();
    // Without saying which pack, the stack is not touched by another one's services.
    let other = project.djdock("add redis");
    assert!(
        other.stderr.contains("another state of the template pack"),
        "{other}"
    );
    project.djdock("add redis --pack ../pack").ok();
}

#[test]
fn a_pack_in_the_repository_is_remembered() {
    let project = Project::polls();
    pack(
        &project,
        "dev/Makefile.tera",
        "## stop; the database",
        "## end; the database",
    );
    fs::rename(project.path("../pack"), project.path("pack")).unwrap();
    project.commit("pack");
    project.djdock("init --yes --pack pack").ok();
    assert!(
        project
            .on("dev", "Makefile")
            .contains("## end; the database")
    );
    assert!(project.on("dev", "djdock.toml").contains("pack = \"pack\""));
    project.djdock("status").ok();
    project.djdock("add redis").ok();
}

#[test]
fn new_facts_come_in() {
    let project = on_dev("");
    let settings = project.read("mysite/settings.py");
    project.write(
        "mysite/settings.py",
        &settings.replace("STATIC_URL = 'static/'", "STATIC_URL = 'assets/'"),
    );
    project.commit("assets");
    project.git("switch --quiet prod");
    project.git("merge --quiet --no-edit dev");
    let run = project.djdock("status");
    assert_eq!(run.code, Some(1), "{run}");
    project.djdock("update").ok();
    assert!(
        project
            .read("nginx/projet.conf")
            .contains("location /assets/")
    );
}

#[test]
fn dev_s_stack_comes_back_after_prod_was_merged_into_it() {
    let project = on_dev("");
    let before = trees(&project);
    project.git("merge --quiet --no-edit prod");
    assert_ne!(trees(&project), before);
    project.djdock("update").ok();
    assert_eq!(trees(&project), before);
}

#[test]
fn what_was_deleted_comes_back_when_asked_for() {
    let project = on_dev("--with redis");
    let before = project.read("Makefile");
    for path in ["Makefile", "docker/start.py"] {
        project.git(&format!("rm --quiet {path}"));
    }
    project.commit("mine");
    let status = project.djdock("status").ok();
    assert!(
        status.stdout.contains("gone  Makefile (deleted by you"),
        "{status}"
    );
    let run = project.djdock("update").ok();
    assert!(run.stderr.contains("Nothing to do"), "{run}");
    project.djdock("update --restore Makefile").ok();
    assert_eq!(project.read("Makefile"), before);
    assert!(!project.has("docker/start.py"));
    project.djdock("update --restore").ok();
    assert!(project.has("docker/start.py"));
    assert!(!project.djdock("status").ok().stdout.contains("gone"));
    // Nothing that stands is overwritten, and nothing comes that the answers do not render.
    project.append("Makefile", "# mine\n");
    project.commit("mine");
    let mut said = String::new();
    for path in ["Makefile", "docker/backup.sh"] {
        said.push_str(
            &project
                .djdock(&format!("update --restore {path}"))
                .refused(1),
        );
    }
    assert_snapshot!(said, @r"
    error: `Makefile` stands there: `--restore` brings back what was deleted, and overwrites nothing
    hint: for djdock's own text: `git rm Makefile`, commit, and run this again
    error: `docker/backup.sh` is no file of this stack, as its answers are now
    hint: `djdock status` lists what was deleted; `djdock update --restore` brings all of it back
    ");
    assert!(project.read("Makefile").ends_with("# mine\n"));
}

/// With a port of its own in `djdock.toml`, on a branch.
fn with_port(project: &Project, branch: &str, port: u16) {
    project.git(&format!("switch --quiet {branch}"));
    let toml = project.read("djdock.toml");
    let line = toml.lines().find(|line| line.starts_with("dev-port"));
    let edited = match line {
        Some(line) => toml.replace(line, &format!("dev-port = {port}")),
        None => format!("dev-port = {port}\n{toml}"),
    };
    project.write("djdock.toml", &edited);
}

#[test]
fn choices_that_were_edited_on_one_branch_reach_both() {
    for branch in ["dev", "prod"] {
        let project = on_dev("");
        project.git("switch --quiet dev");
        project.append("README.md", "unfinished\n");
        project.commit("unfinished");
        with_port(&project, branch, 8123);
        project.commit("mine");
        project.djdock("update").ok();
        assert!(
            project
                .on("dev", "docker-compose.yml")
                .contains("WEB_PORT:-8123"),
            "{branch}"
        );
        for both in ["dev", "prod"] {
            assert!(
                project.on(both, "djdock.toml").contains("dev-port = 8123"),
                "{branch}: {both}"
            );
        }
        // No code came along.
        assert!(
            !project.on("prod", "README.md").contains("unfinished"),
            "{branch}"
        );
        project.djdock("status").ok();
        let again = project.djdock("update").ok();
        assert!(again.stderr.contains("Nothing to do"), "{branch}: {again}");
    }
}

#[test]
fn an_edit_that_is_not_committed_is_named() {
    let project = on_dev("");
    with_port(&project, "dev", 8123);
    project.append("requirements.txt", "celery\n");
    let run = project.djdock("update").ok();
    assert_snapshot!(run.stderr, @r"
    warning: `djdock.toml` has changes that are not committed: they were not looked at
    warning: `requirements.txt` has changes that are not committed: they were not looked at
    Nothing to do for what is committed.
    ");
    let status = project.djdock("status").ok();
    assert!(
        status.stderr.contains("`djdock.toml` has changes"),
        "{status}"
    );
    project.commit("mine");
    project.djdock("update").ok();
    assert!(
        project
            .read("docker-compose.yml")
            .contains("WEB_PORT:-8123")
    );
}

#[test]
fn a_branch_that_is_gone_is_no_lone_one() {
    let project = on_dev("");
    project.git("branch --move dev develop");
    for line in ["status", "update", "add redis"] {
        let said = project.djdock(line).refused(1);
        assert!(
            said.contains("and there is no such branch"),
            "{line}: {said}"
        );
    }
    assert_snapshot!(project.djdock("status").refused(1), @r"
    error: git's configuration names `dev` as dev's branch (`djdock.dev`), and there is no such branch
    hint: if `develop` is that branch now: `git config djdock.dev develop`
    hint: if it was deleted: `git reflog` has its last commit, and `git branch dev COMMIT` brings it back
    hint: if this clone is to do without it: `git config --unset djdock.dev`
    ");
    // The way out that it names.
    project.git("config djdock.dev develop");
    project.djdock("add redis").ok();
    assert!(
        project
            .on("develop", "docker-compose.yml")
            .contains("redis:")
    );
}

#[test]
fn a_lock_that_is_lost_costs_nobody_a_line() {
    // Side by side.
    let single = Project::polls();
    single.djdock("init --yes --layout single").ok();
    single.append("Makefile", "# mine\n");
    single.commit("stack");
    single.git("rm --quiet djdock.lock");
    single.commit("lost");
    for line in ["status", "update", "add mailpit", "check"] {
        let said = single.djdock(line).refused(1);
        assert!(said.contains("its `djdock.lock` is gone"), "{line}: {said}");
    }
    assert_eq!(single.git("status --porcelain"), "");
    // On a branch: the other one's speaks for none.
    let project = on_dev("");
    project.git("rm --quiet djdock.lock");
    project.commit("lost");
    let said = project.djdock("status").refused(1);
    assert!(said.contains("djdock's on `dev`"), "{said}");
    // The ways out that it names.
    project.git("checkout --quiet HEAD^ -- djdock.lock");
    project.commit("found");
    project.djdock("status").ok();
    single.djdock("init --yes --layout single").ok();
    assert!(single.read("Makefile.before-djdock").ends_with("# mine\n"));
}
