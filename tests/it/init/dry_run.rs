//! `--dry-run`, `--diff` and `--json`: the plan, before anything is written.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use serde_json::Value;

use crate::harness::Project;

/// When each file below a folder was last touched, which also tells a rewrite of the same bytes.
fn touched(folder: &Path) -> Vec<(String, i64, i64, u64)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        let name = path.to_string_lossy().into_owned();
        found.push((
            name,
            metadata.ctime(),
            metadata.ctime_nsec(),
            metadata.ino(),
        ));
        if metadata.is_dir() {
            found.extend(touched(&path));
        }
    }
    found.sort();
    found
}

#[test]
fn nothing_at_all_is_written() {
    let inited = Project::polls();
    inited.djdock("init --yes --db mariadb").ok();
    inited.git("switch --quiet dev");
    for project in [
        Project::polls(),
        inited,
        Project::outside_git("examples/polls"),
    ] {
        for options in ["", "--diff", "--json", "--db postgres --dev-port 8123"] {
            let before = touched(&project.root);
            project
                .djdock(&format!("init --yes --dry-run {options}"))
                .ok();
            assert_eq!(touched(&project.root), before, "{options}");
        }
    }
}

#[test]
fn it_says_what_the_real_run_says_before_it_is_done() {
    let project = Project::polls();
    let dry = project.djdock("init --yes --db mariadb --dry-run").ok();
    let real = project.djdock("init --yes --db mariadb").ok();
    assert!(real.stderr.starts_with(&dry.stderr), "{dry}{real}");
    assert!(real.stderr.len() > dry.stderr.len());
    assert_eq!((dry.stdout.as_str(), real.stdout.as_str()), ("", ""));
}

#[test]
fn json_names_the_answers_and_every_file() {
    let project = Project::polls();
    let run = project
        .djdock("init --yes --db mariadb --json --quiet")
        .ok();
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(run.stderr, "");
    assert_eq!(json["answers"]["db"], "mariadb");
    assert_eq!(json["answers"]["dev-port"], 8000);
    let plan = json["plan"].as_array().unwrap();
    for (part, branch) in plan.iter().zip(["dev", "prod"]) {
        assert_eq!(part["branch"], branch);
        let listed: Vec<_> = part["changes"].as_array().unwrap().iter().collect();
        let diff = project.git(&format!("diff --name-status --no-renames main {branch}"));
        let written: Vec<(&str, &str)> = diff
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect();
        assert_eq!(listed.len(), written.len(), "{diff}");
        for ((status, path), change) in written.iter().zip(listed) {
            assert_eq!(change["path"], *path);
            assert_eq!(
                change["change"],
                if *status == "A" { "create" } else { "edit" }
            );
        }
    }
    assert_eq!(plan.len(), 2);
}

#[test]
fn json_where_nothing_changes_is_an_empty_plan() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    let run = project.djdock("init --yes --json").ok();
    let json: Value = serde_json::from_str(&run.stdout).expect("JSON, also where nothing changes");
    for part in json["plan"].as_array().unwrap() {
        assert_eq!(part["changes"].as_array().unwrap().len(), 0);
    }
}

#[test]
fn the_diff_applies() {
    let project = Project::polls();
    let run = project
        .djdock("init --yes --layout single --db mariadb --dry-run --diff")
        .ok();
    project.write("../plan.diff", &run.stdout);
    project.git("apply --check ../plan.diff");
    project.git("apply ../plan.diff");
    let applied = project.listing().without(&[".git"]);
    project.git("checkout --quiet .");
    project.git("clean --quiet --force -d");
    project
        .djdock("init --yes --layout single --db mariadb")
        .ok();
    let differences = applied.differences(&project.listing().without(&[".git", ".env"]));
    let expected = ["changed: entrypoint.sh", "new: djdock.lock"];
    assert_eq!(differences.len(), expected.len(), "{differences:?}");
    for (difference, expected) in differences
        .iter()
        .zip(["new: djdock.lock", "changed: entrypoint.sh"])
    {
        assert!(difference.starts_with(expected), "{differences:?}");
    }
}
