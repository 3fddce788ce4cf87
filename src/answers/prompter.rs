//! The ways to answer questions: the defaults, a script. The terminal stands above.

use std::collections::BTreeMap;

use super::error::PromptError;
use super::question::{Question, TRUE_OR_FALSE};

/// Whoever answers questions: a person at a terminal, the defaults, or a script.
pub trait Prompter {
    /// The answer as text: what was typed, a choice's name, names with blanks between them, one of a yes or no's words.
    fn answer(&mut self, question: &Question) -> Result<String, PromptError>;

    /// The answer to a yes or no of djdock's own.
    fn confirm(&mut self, question: &Question) -> Result<bool, PromptError> {
        Ok(self.answer(question)? == TRUE_OR_FALSE[0])
    }
}

/// Takes every default: `--yes`, or no terminal.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    /// Whether the user said `--yes`: also defaults that are not safe are taken.
    pub yes: bool,
}

impl Prompter for Defaults {
    fn answer(&mut self, question: &Question) -> Result<String, PromptError> {
        if self.yes || question.safe {
            Ok(question.default.clone())
        } else {
            Err(PromptError::Missing {
                flag: question.flag,
            })
        }
    }
}

/// Answers by flag name, else the default: a wizard session written down, for tests.
#[derive(Clone, Debug, Default)]
pub struct Scripted {
    /// What is answered, by the flag of the question: for the key `dev-port`, `8123`.
    pub answers: BTreeMap<String, String>,
    /// The questions, in the order in which they were asked.
    pub asked: Vec<Question>,
}

impl Prompter for Scripted {
    fn answer(&mut self, question: &Question) -> Result<String, PromptError> {
        self.asked.push(question.clone());
        let answer = self.answers.get(question.flag);
        Ok(answer.unwrap_or(&question.default).clone())
    }
}
