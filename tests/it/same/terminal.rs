//! The binary at a terminal, with a person's keys.

use std::thread;
use std::time::Duration;

use super::trees;
use crate::harness::{Project, Terminal};

/// The questions in their order, each by words of its own.
const QUESTIONS: [&str; 4] = ["Which database?", "host names", "for dev?", "for prod?"];
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

#[test]
fn return_at_every_question_is_yes() {
    let (project, expected) = (Project::polls(), Project::polls());
    let mut terminal = wizard(&project);
    for question in QUESTIONS.into_iter().chain([LAST]) {
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
    let keys = [
        &format!("{down}{RETURN}"),
        "example.org\r",
        "\u{8}\u{8}\u{8}\u{8}8123\r",
        RETURN,
        "y",
    ];
    let mut terminal = wizard(&project);
    for (question, keys) in QUESTIONS.into_iter().chain([LAST]).zip(keys) {
        terminal.wait_for(question);
        terminal.press(keys);
    }
    let (code, shown) = terminal.close();
    assert_eq!(code, Some(0), "{shown}");
    let flags = "init --yes --db postgres --domain example.org --dev-port 8123";
    expected.djdock(flags).ok();
    assert_eq!(trees(&project), trees(&expected));
}

#[test]
fn an_interrupt_at_any_question_leaves_nothing() {
    for stop in 0..=QUESTIONS.len() {
        let project = Project::polls();
        let before = project.listing();
        let mut terminal = wizard(&project);
        let questions: Vec<_> = QUESTIONS.into_iter().chain([LAST]).collect();
        for question in &questions[..stop] {
            terminal.wait_for(question);
            terminal.press(RETURN);
        }
        terminal.wait_for(questions[stop]);
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
    for pause in [0, 1, 2, 4, 8, 16] {
        let project = Project::polls();
        let before = project.listing();
        let mut terminal = wizard(&project);
        terminal.wait_for(QUESTIONS[0]);
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
    let mut terminal = wizard(&project);
    for question in QUESTIONS {
        terminal.wait_for(question);
        terminal.press(RETURN);
    }
    terminal.wait_for(LAST);
    terminal.press("n");
    let (code, shown) = terminal.close();
    assert_eq!(code, Some(1), "{shown}");
    assert!(shown.contains("cancelled; nothing was written"), "{shown}");
    before.assert_same(&project.listing());
}
