//! A stack that an earlier djdock wrote, with its owner's edits: `tests/former`.

use std::fs;

use crate::harness::Project;

/// A clone of it, with its `.env`.
fn former() -> Project {
    let project = Project::empty();
    for name in ["stack.bundle", "env"] {
        let source = format!("{}/tests/former/{name}", env!("CARGO_MANIFEST_DIR"));
        fs::copy(source, project.path(&format!("../{name}"))).expect("the fixture is there");
    }
    project.git("clone --quiet --branch main ../stack.bundle .");
    fs::rename(project.path("../env"), project.path(".env")).expect("it is moved");
    project
}

#[test]
fn update_keeps_edits_names_volumes_and_secrets() {
    let project = former();
    let secrets = project.read(".env");
    let run = project.djdock("update --yes").ok();
    assert!(
        run.stderr
            .contains("docker volume rm \"djdock-e2e-former-prod$(sed -n s/^STACK_PLACE=//p .env)_postgres-data\""),
        "{run}"
    );
    for (branch, path, edit) in [
        (
            "dev",
            "docker-compose.yml",
            "    GREETING: bonjour # ours\n",
        ),
        ("dev", "Makefile", "\nshell: ## ours\n"),
        ("dev", "mysite/settings.py", "TIME_ZONE = 'Europe/Paris'\n"),
        ("dev", ".gitignore", "/notes/\n"),
        ("prod", "docker-compose.yml", "    mem_limit: 512m # ours\n"),
        (
            "prod",
            "nginx/projet.conf",
            "client_max_body_size 20m; # ours\n",
        ),
    ] {
        assert!(project.on(branch, path).contains(edit), "{branch}: {path}");
    }
    for branch in ["dev", "prod"] {
        let compose = project.on(branch, "docker-compose.yml");
        // Without STACK_PLACE that is the name that it had.
        let name = format!("name: djdock-e2e-former-{branch}${{STACK_PLACE:-}}\n");
        assert!(compose.contains(&name), "{compose}");
        assert!(compose.contains("\n  postgres-data:\n"), "{compose}");
    }
    assert_eq!(project.read(".env"), secrets);
    // It is said once, and the second time there is nothing left to do.
    let again = project.djdock("update --yes").ok();
    assert!(again.stderr.contains("Nothing to do"), "{again}");
    project.djdock("status").ok();
}

#[test]
fn what_two_developers_added_is_settled_by_update() {
    let project = former();
    project.djdock("update --yes").ok();
    let branches = ["dev", "prod"];
    for branch in branches {
        project.git(&format!("branch start-{branch} {branch}"));
    }
    project.djdock("add mailpit").ok();
    for branch in branches {
        project.git(&format!("branch theirs-{branch} {branch}"));
        project.git(&format!("branch --force {branch} start-{branch}"));
    }
    project.djdock("add redis").ok();
    let both = project.copied();
    both.djdock("add mailpit").ok();
    for branch in branches {
        project.git(&format!("switch --quiet {branch}"));
        let merge = format!("merge --quiet --no-edit theirs-{branch}");
        let merged = project.git_in(&project.root, &merge);
        assert_eq!(merged.code, Some(1), "{merged}");
        project.commit("merged");
        assert!(project.on(branch, "djdock.toml").contains("<<<<<<<"));
    }
    // What people read, people settle.
    let refused = project.djdock("update --yes");
    assert_eq!(refused.code, Some(1), "{refused}");
    let said = "on branch `dev`: git's conflict markers stand in docker-compose.yml\n";
    assert!(refused.stderr.contains(said), "{refused}");
    for branch in branches {
        project.git(&format!("switch --quiet {branch}"));
        for path in both.tracked(branch) {
            let is_unmerged = project.on(branch, &path).contains("\n<<<<<<< ");
            if is_unmerged && !path.starts_with("djdock.") {
                project.write(&path, &both.on(branch, &path));
            }
        }
        project.git("commit --quiet --allow-empty --all --message settled");
    }
    let run = project.djdock("update --yes").ok();
    for branch in branches {
        for path in both.tracked(branch) {
            assert_eq!(
                project.on(branch, &path),
                both.on(branch, &path),
                "{path}: {run}"
            );
        }
    }
    project.djdock("status").ok();
}
