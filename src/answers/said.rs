//! What answers are made of: texts for people, values in `djdock.toml`.

use clap::ValueEnum as _;
use toml_edit::{Array, Value};

use super::question::TRUE_OR_FALSE;
use super::{AskError, Existing, Layout, Prompter, Question};

/// A type of answers.
pub(super) trait Said: Sized {
    /// The answer that a text is; `None` where it is none.
    fn read(text: &str) -> Option<Self>;

    /// The words of the answer, each of which is checked.
    fn words(&self) -> Vec<String>;

    /// The answer's value in `djdock.toml`.
    fn value(&self) -> Value;
}

impl Said for String {
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn words(&self) -> Vec<String> {
        vec![self.clone()]
    }

    fn value(&self) -> Value {
        self.as_str().into()
    }
}

impl Said for Vec<String> {
    fn read(text: &str) -> Option<Self> {
        Some(text.split_whitespace().map(ToOwned::to_owned).collect())
    }

    fn words(&self) -> Vec<String> {
        self.clone()
    }

    fn value(&self) -> Value {
        Value::Array(self.iter().collect::<Array>())
    }
}

impl Said for u16 {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn words(&self) -> Vec<String> {
        vec![self.to_string()]
    }

    fn value(&self) -> Value {
        i64::from(*self).into()
    }
}

impl Said for bool {
    fn read(text: &str) -> Option<Self> {
        Some(text == TRUE_OR_FALSE[0])
    }

    fn words(&self) -> Vec<String> {
        vec![TRUE_OR_FALSE[usize::from(!self)].to_owned()]
    }

    fn value(&self) -> Value {
        (*self).into()
    }
}

impl Said for Layout {
    fn read(text: &str) -> Option<Self> {
        Self::from_str(text, false).ok()
    }

    fn words(&self) -> Vec<String> {
        vec![self.name().to_owned()]
    }

    fn value(&self) -> Value {
        self.name().into()
    }
}

impl Said for Existing {
    fn read(text: &str) -> Option<Self> {
        Self::named(text)
    }

    fn words(&self) -> Vec<String> {
        vec![self.name().to_owned()]
    }

    fn value(&self) -> Value {
        self.name().into()
    }
}

impl Question {
    /// The answer that was given, else the prompter's, else the default: checked, whichever it is.
    pub(super) fn answered<T: Said>(
        &self,
        given: Option<T>,
        prompter: &mut dyn Prompter,
    ) -> Result<T, AskError> {
        let answer = match given {
            Some(given) => given,
            None => self.read(&self.line(prompter)?)?,
        };
        for word in answer.words() {
            self.check(&word)?;
        }
        Ok(answer)
    }

    fn line(&self, prompter: &mut dyn Prompter) -> Result<String, AskError> {
        if self.prompt.is_empty() {
            return Ok(self.default.clone());
        }
        Ok(prompter.answer(self)?)
    }

    fn read<T: Said>(&self, line: &str) -> Result<T, AskError> {
        T::read(line).ok_or_else(|| self.malformed(line, self.wanted()))
    }
}
