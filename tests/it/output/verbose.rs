//! `--verbose`: which facts of the project a change follows from.

use crate::harness::Project;

/// Those of `inspect`, and the rest is as without it.
#[test]
fn the_facts_stand_before_the_plan() {
    let project = Project::polls();
    let facts = project.djdock("inspect").ok().stdout;
    let plain = project.djdock("init --yes --dry-run").ok().stderr;
    let more = project.djdock("init --yes --dry-run --verbose").ok().stderr;
    assert_eq!(more, format!("{facts}\n{plain}"));
    let json = project.djdock("init --yes --dry-run --verbose --json").ok();
    assert!(json.stderr.starts_with(&facts), "{}", json.stderr);
    let _: serde_json::Value = serde_json::from_str(&json.stdout).expect("one document");
}

/// A command that starts from what is recorded knows the same facts.
#[test]
fn also_of_a_stack_that_stands() {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    let said = project.djdock("add redis --yes --dry-run -v").ok().stderr;
    assert!(said.contains("mysite.settings"), "{said}");
    let said = project.djdock("add redis --yes --dry-run").ok().stderr;
    assert!(!said.contains("mysite.settings"), "{said}");
}
