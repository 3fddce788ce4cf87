//! What is asked of a variable's text, and what the settings answer.

use super::Spelling;
use super::trials::ties;
use crate::inspect::facts;
use crate::inspect::project::Variable;
use crate::python::{Evaluation, Term, Text};

/// Settings that are a yes or a no, and that depend on where the project runs.
pub(super) const SWITCHES: [&str; 6] = [
    "DEBUG",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "EMAIL_USE_TLS",
    "EMAIL_USE_SSL",
];

/// Settings that are lists of host names.
pub(super) const LISTS: [&str; 2] = ["ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"];

/// What code takes for a yes, the most usual first.
const YES: [&str; 6] = ["True", "1", "true", "yes", "on", "TRUE"];

/// What code takes for a no.
const NO: [&str; 7] = ["False", "0", "false", "no", "off", "FALSE", ""];

/// What code splits lists at.
const SEPARATORS: [&str; 4] = [",", " ", ";", "|"];

/// The term of a setting, by its name; `None` where it is not bound.
pub(super) type Settings<'s> = dyn Fn(&str) -> Option<Term> + 's;

/// An item that no setting has by itself; each variable and each of its items has another.
fn item(variable: usize, name: char) -> String {
    format!("https://{name}{variable}.djdock.example")
}

/// What is asked of a variable, each with the setting that it feeds.
#[derive(Clone, Copy, Debug)]
enum Question {
    /// The settings in which the text arrives as it is.
    Plain,
    Yes(&'static str),
    No(&'static str),
    Separator(&'static str),
}

impl Question {
    /// The texts that are tried, one after another, until one of them answers it.
    fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &[""],
            Self::Yes(_) => &YES,
            Self::No(_) => &NO,
            Self::Separator(_) => &SEPARATORS,
        }
    }
}

/// A variable whose spelling is looked for.
pub(super) struct Candidate<'p> {
    index: usize,
    variable: &'p Variable,
    /// The variables that have a say in the settings which it feeds.
    ties: Vec<Text>,
    /// What is still asked, the next one last, and how many of its texts were tried.
    questions: Vec<Question>,
    tried: usize,
    found: Spelling,
}

impl<'p> Candidate<'p> {
    /// A variable of the project; `None` where it feeds no setting. `usual` is what the settings leave without it.
    pub(super) fn new(index: usize, variable: &'p Variable, usual: &Evaluation) -> Option<Self> {
        if variable.settings.is_empty() {
            return None;
        }
        let feeds = |settings: &[&'static str]| {
            let fed = |setting: &&&str| variable.settings.iter().any(|own| own == **setting);
            settings.iter().find(fed).copied()
        };
        let mut questions = match (feeds(&SWITCHES), feeds(&LISTS)) {
            (Some(setting), _) => vec![Question::No(setting), Question::Yes(setting)],
            (None, Some(setting)) => vec![Question::Separator(setting)],
            (None, None) => Vec::new(),
        };
        questions.push(Question::Plain);
        Some(Self {
            index,
            variable,
            ties: ties(usual, variable),
            questions,
            tried: 0,
            found: Spelling::default(),
        })
    }

    /// The name of the variable that feeds the setting.
    pub(super) fn name(&self) -> &str {
        &self.variable.name
    }

    /// The variables, beside itself, that have a say in what its text does.
    pub(super) fn ties(&self) -> impl Iterator<Item = &str> {
        let names = self.ties.iter().map(|name| &**name);
        names.filter(|name| *name != self.variable.name)
    }

    /// The text to be tried next; `None` where nothing is asked any more.
    pub(super) fn text(&self) -> Option<String> {
        let question = self.questions.last()?;
        let text = question.texts().get(self.tried)?;
        Some(match question {
            Question::Plain => item(self.index, 'a'),
            Question::Separator(_) => self.items().join(text),
            Question::Yes(_) | Question::No(_) => (*text).to_owned(),
        })
    }

    fn items(&self) -> [String; 2] {
        [item(self.index, 'a'), item(self.index, 'b')]
    }

    /// The settings that answer what is asked next.
    pub(super) fn asked(&self) -> Vec<&str> {
        match self.questions.last() {
            Some(Question::Plain) => {
                let settings = self.variable.settings.iter();
                let names = settings.map(|setting| setting.split('.').next().unwrap_or_default());
                names.collect()
            }
            Some(Question::Yes(name) | Question::No(name) | Question::Separator(name)) => {
                vec![name]
            }
            None => Vec::new(),
        }
    }

    /// Takes note of what the settings are with that text; `None` where they cannot be told.
    pub(super) fn learn(&mut self, settings: Option<&Settings>) {
        let Some(question) = self.questions.last().copied() else {
            return;
        };
        let text = question.texts()[self.tried];
        if settings.is_some_and(|settings| self.answers(question, text, settings)) {
            self.advance();
            return;
        }
        self.tried += 1;
        if self.tried == question.texts().len() {
            self.advance();
            // Half a switch is none.
            match question {
                Question::Yes(_) => self.advance(),
                Question::No(_) => self.found.yes = None,
                Question::Plain | Question::Separator(_) => {}
            }
        }
    }

    fn advance(&mut self) {
        self.questions.pop();
        self.tried = 0;
    }

    /// Whether a text answers the question; the answer is kept.
    fn answers(&mut self, question: Question, text: &str, settings: &Settings) -> bool {
        let text = text.to_owned();
        let is_true = |setting| settings(setting).and_then(|term| term.is_true());
        match question {
            Question::Plain => {
                self.found.plain = self.plain(settings);
                true
            }
            Question::Yes(setting) => {
                let answers = is_true(setting) == Some(true);
                self.found.yes = answers.then_some(text);
                answers
            }
            Question::No(setting) => {
                let answers = is_true(setting) == Some(false);
                self.found.no = answers.then_some(text);
                answers
            }
            Question::Separator(setting) => {
                let term = settings(setting);
                let found = term.map_or_else(Vec::new, |term| facts::strings_of(&term));
                let has = |item: &String| found.iter().any(|(text, _)| text == item);
                let answers = self.items().iter().all(has);
                self.found.separator = answers.then_some(text);
                answers
            }
        }
    }

    /// The settings in which the text arrives as it is.
    fn plain(&self, settings: &Settings) -> Vec<String> {
        let text = item(self.index, 'a');
        let arrives = |setting: &&String| {
            let mut keys = setting.split('.');
            let name = keys.next().unwrap_or_default();
            let keys: Vec<&str> = keys.collect();
            settings(name)
                .and_then(|term| facts::entry(&term, &keys))
                .is_some_and(|term| facts::holds(&term, &text))
        };
        let fed = self.variable.settings.iter();
        fed.filter(arrives).cloned().collect()
    }

    /// The name of the variable that feeds the setting.and how it is spelled; `None` where nothing of that is known.
    pub(super) fn spelling(self) -> Option<(String, Spelling)> {
        let known = self.found != Spelling::default();
        known.then(|| (self.variable.name.clone(), self.found))
    }
}
