//! The wizard, scripted, through the library.

use std::collections::BTreeMap;

use djdock::answers::{PartialAnswers, Scripted};
use djdock::catalog::Catalog;
use djdock::commands::draft::{Draft, DraftRequest};
use djdock::commands::workspace::Workspace;
use djdock::pipeline::Facts;

use super::{FLAGS, trees};
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

/// Asks what the wizard asks; tells what it is about to write, and what it has asked.
fn asked(project: &Project, given: PartialAnswers) -> (Workspace, Draft, Vec<&'static str>) {
    let place = Workspace::find(&project.root, None).unwrap();
    let catalog = Catalog::embedded().unwrap();
    let script = SCRIPT.map(|(flag, answer)| (flag.to_owned(), answer.to_owned()));
    let mut wizard = Scripted {
        answers: BTreeMap::from(script),
        asked: Vec::new(),
    };
    let request = DraftRequest::new(&place, &catalog, "init", Facts::Inspected);
    let draft = request.draft(given, &mut wizard).unwrap();
    (place, draft, wizard.asked)
}

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
    let (place, draft, _) = asked(&project, given);
    draft.check(&place).unwrap().write().unwrap();
    let by_flags = Project::polls();
    by_flags.djdock(&format!("init --yes {FLAGS}")).ok();
    assert_eq!(trees(&project), trees(&by_flags));
}

#[test]
fn the_questions_and_their_order() {
    let project = Project::polls();
    let (_, _, without_rows) = asked(&project, PartialAnswers::default());
    assert_eq!(without_rows, ["db", "domain", "dev-port", "prod-port"]);
    project.write("db.sqlite3", ROWS);
    let (_, _, with_rows) = asked(&project, PartialAnswers::default());
    assert_eq!(
        with_rows,
        ["db", "import-data", "domain", "dev-port", "prod-port"]
    );
}

#[test]
fn what_is_answered_is_not_asked() {
    let given = PartialAnswers {
        db: Some("postgres".to_owned()),
        dev_port: Some(8123),
        ..PartialAnswers::default()
    };
    let (_, draft, questions) = asked(&Project::polls(), given);
    assert_eq!(questions, ["domain", "prod-port"]);
    assert_eq!(
        (draft.answers.dev_port, draft.answers.prod_port),
        (8123, 8080)
    );
}
