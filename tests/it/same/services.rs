//! The services beside the database: found, asked for, named, or brought along by another.

use djdock::answers::PartialAnswers;

use super::{Session, trees};
use crate::harness::Project;

const FIXTURE: &str = "services";

fn by_flags(flags: &str) -> Project {
    let project = Project::fixture(FIXTURE);
    project.djdock(&format!("init --yes {flags}")).ok();
    project
}

/// What a person chooses, and what was asked.
fn by_wizard(with: Option<&str>) -> (Project, Session) {
    let project = Project::fixture(FIXTURE);
    let answers: Vec<_> = with.into_iter().map(|with| ("with", with)).collect();
    let session = Session::run(&project, PartialAnswers::default(), &answers);
    session.write();
    (project, session)
}

#[test]
fn what_settings_need_is_taken() {
    let found = by_flags("");
    let toml = found.on("dev", "djdock.toml");
    assert!(
        toml.contains("with = [\"redis\", \"celery\", \"celery-beat\"]"),
        "{toml}"
    );
    let named = by_flags("--with celery-beat --with redis --with celery");
    assert_eq!(trees(&found), trees(&named));
    let (asked, session) = by_wizard(None);
    assert_eq!(trees(&found), trees(&asked));
    session.assert_asked(&["with"]);
}

#[test]
fn what_a_service_needs_comes_along() {
    let named = by_flags("--with redis --with celery --with celery-beat");
    assert_eq!(trees(&by_flags("--with celery-beat")), trees(&named));
    assert_eq!(trees(&by_wizard(Some("celery-beat")).0), trees(&named));
    let file = Project::fixture(FIXTURE);
    file.write("../answers.toml", "with = ['celery-beat']\n");
    let said = file.djdock("init --yes --answers ../answers.toml").ok();
    assert_eq!(trees(&file), trees(&named));
    assert!(
        said.stderr.contains("Celery needs a broker: Redis."),
        "{}",
        said.stderr
    );
}

#[test]
fn another_provider_is_enough() {
    let project = by_flags("--with celery --with valkey");
    let toml = project.on("dev", "djdock.toml");
    assert!(toml.contains("with = [\"valkey\", \"celery\"]"), "{toml}");
}

#[test]
fn none_is_none() {
    let none = by_flags("--with none");
    assert!(none.on("dev", "djdock.toml").contains("with = []"));
    assert_eq!(trees(&by_wizard(Some("")).0), trees(&none));
}

#[test]
fn a_package_alone_is_no_need() {
    let project = Project::polls();
    project.write("requirements.txt", "Django==5.2.19\nredis==5.0.1\n");
    project.commit("A_package");
    project.djdock("init --yes").ok();
    assert!(project.on("dev", "djdock.toml").contains("with = []"));
}

#[test]
fn what_a_stack_has_once_is_refused_twice() {
    let project = Project::polls();
    let said = project
        .djdock("init --yes --with redis --with valkey")
        .refused(1);
    assert!(said.contains("redis, valkey"), "{said}");
    let said = project.djdock("init --yes --with redish").refused(2);
    assert!(said.contains("no `redish`"), "{said}");
}

/// A project without a Celery application: the wizard asks whether it gets one, and `--yes` says so.
#[test]
fn what_a_service_builds_on_is_offered() {
    let flags = Project::polls();
    flags.djdock("init --yes --db mariadb --with celery").ok();
    let said = Project::polls();
    said.djdock("init --yes --db mariadb --with celery --set celery.application=yes")
        .ok();
    assert_eq!(trees(&flags), trees(&said));
    let file = Project::polls();
    file.write(
        "../answers.toml",
        "with = ['celery']\n[set.celery]\napplication = 'yes'\n",
    );
    file.djdock("init --yes --answers ../answers.toml").ok();
    assert_eq!(trees(&flags), trees(&file));
    let asked = Project::polls();
    let given = PartialAnswers {
        with: Some(vec!["celery".to_owned()]),
        ..PartialAnswers::default()
    };
    let session = Session::run(&asked, given, &[]);
    session.write();
    assert_eq!(trees(&flags), trees(&asked));
    session.assert_asked(&["with", "set"]);
}
