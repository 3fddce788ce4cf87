//! `djdock check --fix`: what is safe is put right, once, and nothing else changes.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use super::{DOCKER, Stack, part};
use crate::harness::accepted;

/// Everything that can be put right.
fn broken() -> Stack {
    let stack = Stack::new("");
    let project = &stack.project;
    project.git("switch --quiet dev");
    let script = project.read("entrypoint.sh").replace('\n', "\r\n");
    project.write("entrypoint.sh", &script);
    project.git("config --unset merge.djdock.driver");
    project.write(".git/info/exclude", "# mine");
    project.write(".gitignore", "");
    let env = project.read(".env");
    let lines = env
        .lines()
        .filter(|line| !line.starts_with("MARIADB_ROOT_PASSWORD="))
        .map(|line| match line.split_once('=') {
            Some(("SECRET_KEY", _)) => "SECRET_KEY=",
            Some(("MARIADB_PASSWORD", _)) => "MARIADB_PASSWORD=correct$horse-battery",
            _ => line,
        });
    let text = lines.collect::<Vec<_>>().join("\n") + "\nMINE=kept # as it is\n";
    project.write(".env", &text);
    fs::set_permissions(project.path(".env"), Permissions::from_mode(0o664)).unwrap();
    stack
}

#[test]
fn what_is_safe_is_put_right() {
    let stack = broken();
    let project = &stack.project;
    let mut shown = part("djdock check", &stack.shown());
    let before = project.listing();
    let dry = stack.run("check --fix --dry-run", &[]);
    before.assert_same(&project.listing());
    shown.push_str(&part("djdock check --fix --dry-run", &dry.stderr));
    let old = project.read(".env");
    let run = stack.run("check --fix", &[]).ok();
    shown.push_str(&part("djdock check --fix", &(run.stderr + &run.stdout)));
    accepted("check/fix", &shown);
    let new = project.read(".env");
    for line in old
        .lines()
        .filter(|line| !line.starts_with("SECRET_KEY=") && !line.starts_with("MARIADB_PASSWORD="))
    {
        assert!(new.lines().any(|kept| kept == line), "{line}\n{new}");
    }
    assert!(
        new.contains("\nMARIADB_PASSWORD='correct$horse-battery'\n"),
        "{new}"
    );
    let value = |key: &str| {
        let mut lines = new.lines();
        let line = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        line.expect("the key").len()
    };
    assert_eq!(
        (value("SECRET_KEY"), value("MARIADB_ROOT_PASSWORD")),
        (50, 32)
    );
    assert_eq!(project.mode(".env"), 0o600);
    assert!(project.read(".git/info/exclude").starts_with("# mine\n"));
    assert!(!project.read("entrypoint.sh").contains('\r'));
    assert_eq!(project.mode("entrypoint.sh") & 0o111, 0o111);
    // Nothing but what was said.
    let differences = before.differences(&project.listing());
    let paths: Vec<_> = differences
        .iter()
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(
        paths,
        [".env", ".git/config", ".git/info/exclude", "entrypoint.sh"]
    );
}

#[test]
fn a_second_time_there_is_nothing_to_do() {
    let stack = broken();
    stack.run("check --fix", &[]).ok();
    let before = stack.project.listing();
    let run = stack.run("check --fix", &[]).ok();
    assert_eq!(run.stderr, "Nothing here can be put right without you.\n");
    before.assert_same(&stack.project.listing());
    stack.run("check", &[]).ok();
}

#[test]
fn a_missing_file_is_made_as_by_init() {
    let stack = Stack::new("");
    let keys = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| Some(line.split_once('=')?.0.to_owned()))
            .collect()
    };
    let before = stack.project.read(".env");
    fs::remove_file(stack.project.path(".env")).unwrap();
    stack.run("check --fix", &[]).ok();
    let after = stack.project.read(".env");
    assert_eq!(keys(&after), keys(&before));
    assert_ne!(after, before);
    assert_eq!(stack.project.mode(".env"), 0o600);
}

/// A database may have been made with what Compose made of it.
#[test]
fn a_value_that_is_in_use_is_the_user_s() {
    let stack = Stack::new("");
    let line = "MARIADB_PASSWORD=correct$horse-battery";
    stack.set("MARIADB_PASSWORD", line);
    let used = "\"volume ls\") echo shop-dev_rows ;;\n\"ps --format\") ;;";
    let silent = "\"volume ls\") exit 1 ;;\n\"ps --format\") ;;";
    for volumes in [used, silent] {
        stack.docker(&DOCKER.replace("\"ps --format\" | \"volume ls\") ;;", volumes));
        let run = stack.run("check --fix", &[]);
        assert_eq!(run.code, Some(1), "{run}");
        assert!(stack.project.read(".env").contains(line), "{run}");
    }
    stack.docker(DOCKER);
    stack.run("check --fix", &[]).ok();
    // What Compose refuses, nothing was made with.
    stack.set(
        "MARIADB_PASSWORD",
        "MARIADB_PASSWORD=correct${horse-battery",
    );
    stack.docker(&DOCKER.replace("\"ps --format\" | \"volume ls\") ;;", used));
    stack.run("check --fix", &[]).ok();
}

#[test]
fn a_script_that_was_edited_is_the_user_s() {
    let stack = Stack::new("");
    let project = &stack.project;
    project.git("switch --quiet dev");
    let script = (project.read("entrypoint.sh") + "# mine\n").replace('\n', "\r\n");
    project.write("entrypoint.sh", &script);
    let run = stack.run("check --fix", &[]);
    assert_eq!(run.code, Some(1), "{run}");
    assert_eq!(project.read("entrypoint.sh"), script);
}

#[test]
fn what_git_tracks_gets_no_secret() {
    let stack = Stack::new("");
    stack.set("SECRET_KEY", "SECRET_KEY=");
    stack.project.git("add --force .env");
    let before = stack.project.read(".env");
    let run = stack.run("check --fix", &[]);
    assert_eq!(run.code, Some(1), "{run}");
    assert_eq!(stack.project.read(".env"), before);
}

#[test]
fn side_by_side_outside_of_git() {
    let stack = Stack::single();
    let project = &stack.project;
    let script = project.read("entrypoint.sh").replace('\n', "\r\n");
    project.write("entrypoint.sh", &script);
    fs::remove_file(project.path(".env")).unwrap();
    let run = stack.run("check --fix", &[]).ok();
    assert!(
        run.stderr.contains("line endings of: entrypoint.sh"),
        "{run}"
    );
    assert!(!project.read("entrypoint.sh").contains('\r') && project.has(".env"));
}

#[test]
fn in_a_linked_work_tree() {
    let stack = Stack::new("");
    let project = &stack.project;
    project.git("worktree add --quiet ../prod prod");
    let folder = project.path("../prod");
    let mut command = project.command(env!("CARGO_BIN_EXE_djdock"), &folder);
    command
        .args(["check", "--fix"])
        .env("PATH", stack.programs());
    let run = crate::harness::Run::of("djdock check --fix", &mut command, &project.sandbox()).ok();
    assert!(run.stderr.contains("added to .env"), "{run}");
    assert_eq!(project.mode("../prod/.env"), 0o600);
}
