//! A question, whoever has it: djdock, or a service of the pack.

use crate::catalog::Form;

use super::AskError;
use super::wanted::Wanted;

/// How a yes or no of djdock's own is answered.
pub(super) const TRUE_OR_FALSE: [&str; 2] = ["true", "false"];

/// A question, and what may be answered. A flag and an answers file answer it as a person does.
#[derive(Clone, Debug)]
pub struct Question {
    /// The flag that answers it, without dashes: `dev-port`.
    pub flag: &'static str,
    /// The key of `djdock.toml`: the flag's name, or `smtp.port` where one flag answers for many.
    pub key: String,
    /// The text, without a question mark's colon: `Which database?`. It is empty where nobody is asked: the default
    /// counts then.
    pub prompt: String,
    /// The answer that a person gets by pressing return, and that `--yes` takes.
    pub default: String,
    /// Whether the default may also be taken without `--yes`, where nobody can be asked.
    pub safe: bool,
    /// What may be answered.
    pub kind: Kind,
}

/// What may be answered.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A line of text.
    Text(Form),
    /// Words with blanks between them, each of the form.
    Words(Form),
    /// One of some choices, each a name and what it is.
    Choice(Vec<(String, String)>),
    /// Any number of choices, with blanks between their names.
    Several {
        /// Those that are shown, each a name and what it is.
        choices: Vec<(String, String)>,
        /// The names that can be given beside those.
        known: Vec<String>,
    },
    /// Yes or no, in these words.
    YesNo([&'static str; 2]),
}

impl Question {
    /// A question that is not asked before it has a prompt.
    #[must_use]
    pub fn new(kind: Kind, default: impl Into<String>) -> Self {
        Self {
            flag: "",
            key: String::new(),
            prompt: String::new(),
            default: default.into(),
            safe: true,
            kind,
        }
    }

    /// A question for a line of text.
    #[must_use]
    pub fn text(form: Form, default: impl Into<String>) -> Self {
        Self::new(Kind::Text(form), default)
    }

    /// A question for yes or no.
    #[must_use]
    pub fn yes_no(default: bool) -> Self {
        let default = TRUE_OR_FALSE[usize::from(!default)];
        Self::new(Kind::YesNo(TRUE_OR_FALSE), default)
    }

    /// The question with its flag and key.
    #[must_use]
    pub fn named(self, flag: &'static str, key: impl Into<String>) -> Self {
        let key = key.into();
        Self { flag, key, ..self }
    }

    /// The question as a person is asked it.
    #[must_use]
    pub fn asking(self, prompt: impl Into<String>) -> Self {
        let prompt = prompt.into();
        Self { prompt, ..self }
    }

    /// The question where its default is only taken as `--yes` allows, unless `safe`.
    #[must_use]
    pub fn safe(self, safe: bool) -> Self {
        Self { safe, ..self }
    }

    /// Checks a line that a person types; the error is what it must be.
    pub fn accepts(&self, line: &str) -> Result<(), Wanted> {
        let is_sound = match &self.kind {
            Kind::Text(form) => form.accepts(line),
            Kind::Words(form) => line.split_whitespace().all(|word| form.accepts(word)),
            Kind::YesNo(words) => words.contains(&line),
            Kind::Choice(_) | Kind::Several { .. } => true,
        };
        is_sound.then_some(()).ok_or_else(|| self.wanted())
    }

    /// What an answer must be.
    pub(super) fn wanted(&self) -> Wanted {
        match &self.kind {
            Kind::Text(form) | Kind::Words(form) => Wanted::Form(*form),
            Kind::YesNo(words) => Wanted::OneOf(words.map(str::to_owned).to_vec()),
            Kind::Choice(choices) => Wanted::OneOf(names(choices).collect()),
            Kind::Several { choices, known } => {
                Wanted::OneOf(names(choices).chain(known.clone()).collect())
            }
        }
    }

    /// Checks an answer, or one word of it, whoever gave it.
    pub fn check(&self, word: &str) -> Result<(), AskError> {
        match (&self.kind, self.wanted()) {
            (Kind::Choice(_), _) if word == self.default => Ok(()),
            (Kind::Choice(_) | Kind::Several { .. }, Wanted::OneOf(known)) => {
                self.one_of(word, known)
            }
            (Kind::Words(form), wanted) if !form.accepts(word) => Err(self.malformed(word, wanted)),
            (Kind::Words(_), _) => Ok(()),
            _ => self
                .accepts(word)
                .map_err(|wanted| self.malformed(word, wanted)),
        }
    }

    fn one_of(&self, word: &str, known: Vec<String>) -> Result<(), AskError> {
        if known.iter().any(|name| name == word) {
            return Ok(());
        }
        Err(AskError::Unknown {
            flag: self.flag,
            value: self.said(word),
            known,
        })
    }

    /// The error for an answer that must be something else.
    pub(super) fn malformed(&self, answer: &str, wanted: Wanted) -> AskError {
        AskError::Malformed {
            flag: self.flag,
            value: self.said(answer),
            wanted,
        }
    }

    /// An answer as its flag takes it.
    fn said(&self, answer: &str) -> String {
        if self.key == self.flag {
            answer.to_owned()
        } else {
            format!("{}={answer}", self.key)
        }
    }
}

fn names(choices: &[(String, String)]) -> impl Iterator<Item = String> {
    choices.iter().map(|(name, _)| name.clone())
}
