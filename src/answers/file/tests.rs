use super::*;
use crate::answers::{Defaults, Situation, ask};
use crate::catalog::Catalog;
use crate::inspect::Project;

fn answers() -> Answers {
    let given = PartialAnswers {
        manage_py: Some("manage.py".into()),
        settings: Some("mysite.settings".into()),
        db: Some("mariadb".into()),
        domain: Some(vec!["example.org".into()]),
        ..PartialAnswers::default()
    };
    let project = Project {
        wsgi_application: Some("mysite.wsgi.application".into()),
        ..Project::default()
    };
    let catalog = Catalog::embedded().unwrap();
    let mut defaults = Defaults { yes: true };
    ask(
        given,
        &project,
        &Situation::default(),
        &catalog,
        &mut defaults,
    )
    .unwrap()
}

#[test]
fn a_written_file_reads_as_the_same_answers() {
    let text = render(&answers(), None);
    let read = read("djdock.toml", &text).unwrap();
    assert_eq!(read.db.as_deref(), Some("mariadb"));
    assert_eq!(read.domain, Some(vec!["example.org".into()]));
    assert_eq!(render(&answers(), Some(&text)), text);
}

#[test]
fn a_changed_value_keeps_the_comments() {
    let text = render(&answers(), None).replace("db = \"mariadb\"", "db = 'mariadb' # mine");
    let changed = Answers {
        dev_port: 9000,
        ..answers()
    };
    let expected = text.replace("8000", "9000");
    assert_eq!(render(&changed, Some(&text)), expected);
    let changed = Answers {
        db: "postgres".into(),
        ..answers()
    };
    assert!(render(&changed, Some(&text)).contains("db = \"postgres\" # mine"));
}

#[test]
fn keys_of_former_djdocks_are_read_and_renamed_where_they_stand() {
    let chosen = Answers {
        with: vec!["celery".into(), "redis".into()],
        implied: vec!["redis".into()],
        previous_db: Some("sqlite".into()),
        ..answers()
    };
    let text = render(&chosen, None);
    let former = text
        .replace("\nimplied =", "\n# mine\nbrought =")
        .replace("\nprevious-db =", "\nformer-db =");
    let read = read("djdock.toml", &former).unwrap();
    assert_eq!(read.implied, Some(vec!["redis".into()]));
    assert_eq!(read.previous_db.as_deref(), Some("sqlite"));
    let expected = text.replace("\nimplied =", "\n# mine\nimplied =");
    assert_eq!(render(&chosen, Some(&former)), expected);
}

#[test]
fn an_unknown_key_is_refused() {
    let error = read("djdock.toml", "databse = 'mariadb'").unwrap_err();
    assert!(error.to_string().contains("databse"));
}
