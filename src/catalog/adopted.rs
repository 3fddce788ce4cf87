//! What the project's own environment variables get, by the settings that they feed.

use serde::Deserialize;

use crate::environment::Environment;
use crate::inspect::{self, Spelling};

const NOTHING: &Vec<String> = &Vec::new();

/// One rule; the first that fits counts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Adopted {
    /// The setting, dotted below the first level: `DATABASES.default.HOST`. `*` at its end stands for any rest.
    pub setting: String,
    /// What the variable's text must be turned into; anything where absent.
    pub cast: Option<String>,
    /// The value as a template, with `variable` beside the stack.
    pub value: Option<String>,
    /// dev's, where it is another.
    pub dev: Option<String>,
    /// prod's, where it is another.
    pub prod: Option<String>,
}

impl Adopted {
    /// Whether it says what a variable gets, as far as is known how the project's code takes it.
    #[must_use]
    pub fn fits(&self, variable: &inspect::Variable, spelling: Option<&Spelling>) -> bool {
        let cast = self.cast.is_none() || self.cast == variable.cast;
        let settings = if self.cast.is_some() || self.is_spelled() {
            &variable.settings
        } else {
            spelling.map_or(NOTHING, |spelling| &spelling.plain)
        };
        let known =
            spelling.is_some_and(|spelling| spelling.yes.is_some() || spelling.separator.is_some());
        cast && (known || !self.is_spelled())
            && settings
                .iter()
                .any(|setting| match self.setting.strip_suffix('*') {
                    Some(start) => setting.starts_with(start),
                    None => *setting == self.setting,
                })
    }

    /// Whether a value depends on how the project's code wants it written.
    fn is_spelled(&self) -> bool {
        let templates = [&self.value, &self.dev, &self.prod];
        let mut texts = templates.into_iter().flatten();
        texts.any(|text| text.contains("spelling."))
    }

    /// The template of an environment's value; `None` where it is left unset.
    #[must_use]
    pub fn template(&self, environment: Environment) -> Option<&str> {
        let own = match environment {
            Environment::Dev => &self.dev,
            Environment::Prod => &self.prod,
        };
        own.as_deref().or(self.value.as_deref())
    }
}
