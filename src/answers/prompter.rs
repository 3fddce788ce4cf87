//! Questions, and the ways to answer them: the defaults, a script. The terminal stands above.

use std::collections::BTreeMap;

/// A question of the wizard.
#[derive(Clone, Debug)]
pub struct Question {
    /// The flag that answers it, without dashes: `dev-port`.
    pub flag: &'static str,
    /// The text, without a question mark's colon: `Which database?`.
    pub prompt: String,
    /// The answer that a person gets by pressing return, and that `--yes` takes.
    pub default: String,
    /// Whether the default may also be taken without `--yes`, where nobody can be asked.
    pub safe: bool,
}

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    /// Nobody can be asked, and no default is safe.
    #[error("--{flag}")]
    Missing {
        /// The flag that would answer.
        flag: &'static str,
    },
    /// The person stopped.
    #[error("interrupted")]
    Interrupted,
    /// The terminal failed.
    #[error("{0}")]
    Terminal(std::io::Error),
}

/// Answers questions. A choice's answer is its name; a yes or no is `true` or `false`.
pub trait Prompter {
    /// Asks for one of some choices, each a name and what it is.
    fn choose(
        &mut self,
        question: &Question,
        choices: &[(String, String)],
    ) -> Result<String, PromptError>;

    /// Asks for any number of choices; the default's names are separated by blanks.
    fn choose_several(
        &mut self,
        question: &Question,
        choices: &[(String, String)],
    ) -> Result<Vec<String>, PromptError>;

    /// Asks for a line of text that passes a check (the error says why not).
    fn text(
        &mut self,
        question: &Question,
        check: &dyn Fn(&str) -> Result<(), String>,
    ) -> Result<String, PromptError>;

    /// Asks for yes or no.
    fn confirm(&mut self, question: &Question) -> Result<bool, PromptError>;
}

/// Takes every default: `--yes`, or no terminal.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    /// Whether the user said `--yes`: also defaults that are not safe are taken.
    pub yes: bool,
}

impl Defaults {
    fn answer(self, question: &Question) -> Result<String, PromptError> {
        if self.yes || question.safe {
            Ok(question.default.clone())
        } else {
            Err(PromptError::Missing {
                flag: question.flag,
            })
        }
    }
}

impl Prompter for Defaults {
    fn choose(
        &mut self,
        question: &Question,
        _choices: &[(String, String)],
    ) -> Result<String, PromptError> {
        self.answer(question)
    }

    fn choose_several(
        &mut self,
        question: &Question,
        _choices: &[(String, String)],
    ) -> Result<Vec<String>, PromptError> {
        self.answer(question).map(|answer| words(&answer))
    }

    fn text(
        &mut self,
        question: &Question,
        _check: &dyn Fn(&str) -> Result<(), String>,
    ) -> Result<String, PromptError> {
        self.answer(question)
    }

    fn confirm(&mut self, question: &Question) -> Result<bool, PromptError> {
        self.answer(question).map(|text| text == "true")
    }
}

/// Answers by flag name, else the default: a wizard session written down, for tests.
#[derive(Clone, Debug, Default)]
pub struct Scripted {
    /// Answers by flag.
    pub answers: BTreeMap<String, String>,
    /// The flags that were asked for, in order.
    pub asked: Vec<&'static str>,
}

impl Scripted {
    fn answer(&mut self, question: &Question) -> String {
        self.asked.push(question.flag);
        let answer = self.answers.get(question.flag);
        answer.unwrap_or(&question.default).clone()
    }
}

impl Prompter for Scripted {
    fn choose(
        &mut self,
        question: &Question,
        _choices: &[(String, String)],
    ) -> Result<String, PromptError> {
        Ok(self.answer(question))
    }

    fn choose_several(
        &mut self,
        question: &Question,
        _choices: &[(String, String)],
    ) -> Result<Vec<String>, PromptError> {
        Ok(words(&self.answer(question)))
    }

    fn text(
        &mut self,
        question: &Question,
        check: &dyn Fn(&str) -> Result<(), String>,
    ) -> Result<String, PromptError> {
        let answer = self.answer(question);
        check(&answer).map_err(|_| PromptError::Missing {
            flag: question.flag,
        })?;
        Ok(answer)
    }

    fn confirm(&mut self, question: &Question) -> Result<bool, PromptError> {
        Ok(self.answer(question) == "true")
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(ToOwned::to_owned).collect()
}
