//! The wizard, scripted, through the library.

use djdock::answers::PartialAnswers;

use super::{ASKED, FLAGS, Session, trees};
use crate::harness::Project;

/// What a person types for the answers that [`FLAGS`] gives, by flag.
const SCRIPT: [(&str, &str); 5] = [
    ("db", "postgres"),
    ("import-data", "false"),
    ("domain", "example.org www.example.org"),
    ("dev-port", "8123"),
    ("prod-port", "8080"),
];

/// The beginning of a sqlite file with a table.
const ROWS: &str = "SQLite format 3\0 CREATE TABLE \"polls_question\" (\"id\" integer)";

#[test]
fn its_answers_give_the_trees_of_the_flags() {
    let project = Project::polls();
    project.write("db.sqlite3", ROWS);
    // What the wizard does not ask.
    let given = PartialAnswers {
        name: Some("sondages".to_owned()),
        python: Some("3.12".to_owned()),
        server: Some("uvicorn".to_owned()),
        ..PartialAnswers::default()
    };
    Session::run(&project, given, &SCRIPT).write();
    let by_flags = Project::polls();
    by_flags.djdock(&format!("init --yes {FLAGS}")).ok();
    assert_eq!(trees(&project), trees(&by_flags));
}

#[test]
fn the_questions_and_their_order() {
    let project = Project::polls();
    let session = || Session::run(&project, PartialAnswers::default(), &[]);
    session().assert_asked(&[]);
    project.write("db.sqlite3", ROWS);
    session().assert_asked(&["import-data"]);
}

#[test]
fn what_is_answered_is_not_asked() {
    let given = PartialAnswers {
        db: Some("postgres".to_owned()),
        dev_port: Some(8123),
        ..PartialAnswers::default()
    };
    let session = Session::run(&Project::polls(), given, &SCRIPT);
    let asked = session.asked.iter().map(|question| question.flag);
    let left = ASKED.into_iter();
    let left = left.filter(|flag| !["db", "dev-port"].contains(flag));
    assert!(asked.eq(left));
    let answers = &session.draft.answers;
    assert_eq!((answers.dev_port, answers.prod_port), (8123, 8080));
}
