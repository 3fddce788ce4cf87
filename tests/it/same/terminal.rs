//! The binary at a terminal, with a person's keys.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use djdock::answers::PartialAnswers;

use super::{Session, trees};
use crate::harness::{Project, Terminal};

/// The question whether anything is written.
const LAST: &str = "Write these commits?";

const RETURN: &str = "\r";
const INTERRUPT: &str = "\u{3}";

fn wizard(project: &Project) -> Terminal {
    let script = project.command("script", &project.root);
    Terminal::open(
        script,
        &format!("exec {} init", env!("CARGO_BIN_EXE_djdock")),
    )
}

/// What a person is asked about a project: the flag and the words of each question, in their order.
fn questions(project: &Project) -> Vec<(&'static str, String)> {
    let asked = Session::run(project, PartialAnswers::default(), &[]).asked;
    let asked = asked.into_iter().map(|it| (it.flag, it.prompt));
    asked.chain([("yes", LAST.to_owned())]).collect()
}

#[test]
fn return_at_every_question_is_yes() {
    let (project, expected) = (Project::polls(), Project::polls());
    let questions = questions(&project);
    let mut terminal = wizard(&project);
    for (_, question) in &questions {
        terminal.wait_for(question);
        terminal.press(RETURN);
    }
    let (code, shown) = terminal.close();
    assert_eq!(code, Some(0), "{shown}");
    expected.djdock("init --yes").ok();
    assert_eq!(trees(&project), trees(&expected));
}

#[test]
fn other_answers_are_those_of_the_flags() {
    let (project, expected) = (Project::polls(), Project::polls());
    let down = "\u{1b}[B";
    let keys = BTreeMap::from([
        ("db", format!("{down}{RETURN}")),
        ("domain", "example.org\r".to_owned()),
        ("dev-port", "\u{8}\u{8}\u{8}\u{8}8123\r".to_owned()),
        ("yes", "y".to_owned()),
    ]);
    let questions = questions(&project);
    let mut terminal = wizard(&project);
    for (flag, question) in &questions {
        terminal.wait_for(question);
        terminal.press(keys.get(flag).map_or(RETURN, String::as_str));
    }
    let (code, shown) = terminal.close();
    assert_eq!(code, Some(0), "{shown}");
    let flags = "init --yes --db postgres --domain example.org --dev-port 8123";
    expected.djdock(flags).ok();
    assert_eq!(trees(&project), trees(&expected));
}

#[test]
fn an_interrupt_at_any_question_leaves_nothing() {
    let questions = questions(&Project::polls());
    for stop in 0..questions.len() {
        let project = Project::polls();
        let before = project.listing();
        let mut terminal = wizard(&project);
        for (_, question) in &questions[..stop] {
            terminal.wait_for(question);
            terminal.press(RETURN);
        }
        terminal.wait_for(&questions[stop].1);
        terminal.press(INTERRUPT);
        let (code, shown) = terminal.close();
        assert_eq!(code, Some(1), "{shown}");
        // Not always the last word: the list below a question may still be on its way to the terminal.
        assert!(
            shown.contains("interrupted; nothing was written"),
            "{shown}"
        );
        before.assert_same(&project.listing());
    }
}

/// Whether it is a key of a prompt, or a signal before the next prompt has the terminal.
#[test]
fn an_interrupt_between_two_questions_is_not_lost() {
    let first = &questions(&Project::polls())[0].1;
    for pause in [0, 1, 2, 4, 8, 16] {
        let project = Project::polls();
        let before = project.listing();
        let mut terminal = wizard(&project);
        terminal.wait_for(first);
        terminal.press(RETURN);
        thread::sleep(Duration::from_millis(pause));
        terminal.press(INTERRUPT);
        let (code, shown) = terminal.close();
        assert_eq!(code, Some(1), "{shown}");
        before.assert_same(&project.listing());
    }
}

#[test]
fn no_at_the_last_question_leaves_nothing() {
    let project = Project::polls();
    let before = project.listing();
    let questions = questions(&project);
    let mut terminal = wizard(&project);
    for (flag, question) in &questions {
        terminal.wait_for(question);
        terminal.press(if *flag == "yes" { "n" } else { RETURN });
    }
    let (code, shown) = terminal.close();
    assert_eq!(code, Some(1), "{shown}");
    assert!(shown.contains("cancelled; nothing was written"), "{shown}");
    before.assert_same(&project.listing());
}
