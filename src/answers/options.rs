//! Choices about services: `--set SERVICE.KEY=VALUE`, and `[set.SERVICE]` in `djdock.toml`.

use crate::catalog::{Catalog, Form, ServiceQuestion};
use crate::ui::prompt::{Prompter, Question};

use super::check::check_port;
use super::{AskError, Options};

/// `SERVICE.KEY=VALUE`, taken apart.
pub type OptionAnswer = (String, String, String);

/// `SERVICE.KEY=VALUE`, as the flag takes it.
pub fn parse_option(text: &str) -> Result<OptionAnswer, String> {
    let parts = text.split_once('=').and_then(|(name, value)| {
        let (service, key) = name.split_once('.')?;
        Some((service.to_owned(), key.to_owned(), value.to_owned()))
    });
    parts.ok_or_else(|| "SERVICE.KEY=VALUE, as in backup.keep=7".to_owned())
}

/// The flags' choices about services.
#[must_use]
pub fn options_given(set: Vec<OptionAnswer>) -> Option<Options> {
    let mut options = Options::new();
    for (service, key, value) in set {
        options.entry(service).or_default().insert(key, value);
    }
    (!options.is_empty()).then_some(options)
}

/// Asks what there is to choose about the services, and checks what was said. With a service its choices go, so that
/// adding and removing it leaves no trace.
pub(super) fn options(
    given: Option<Options>,
    services: &[String],
    catalog: &Catalog,
    prompter: &mut dyn Prompter,
) -> Result<Options, AskError> {
    let mut options = given.unwrap_or_default();
    options.retain(|name, _| services.contains(name));
    check(&options, catalog)?;
    for service in services.iter().filter_map(|name| catalog.service(name)) {
        for asked in &service.manifest.questions {
            let chosen = options.entry(service.name.clone()).or_default();
            if chosen.contains_key(&asked.key) {
                continue;
            }
            let question = Question {
                flag: "set",
                prompt: format!("{}: {}", service.manifest.title, asked.prompt),
                default: asked.default.clone(),
                safe: true,
            };
            let answer = prompter.text(&question, &|text| asked.accepts(text))?;
            chosen.insert(asked.key.clone(), answer);
        }
    }
    Ok(options)
}

fn check(options: &Options, catalog: &Catalog) -> Result<(), AskError> {
    for (name, chosen) in options {
        let Some(service) = catalog.service(name) else {
            continue;
        };
        let questions = &service.manifest.questions;
        for (key, value) in chosen {
            let Some(question) = questions.iter().find(|question| question.key == *key) else {
                let known = questions.iter();
                return Err(AskError::Unknown {
                    flag: "set",
                    value: format!("{name}.{key}"),
                    known: known.map(|it| format!("{name}.{}", it.key)).collect(),
                });
            };
            question
                .accepts(value)
                .map_err(|reason| AskError::Malformed {
                    flag: "set",
                    value: format!("{name}.{key}={value}"),
                    reason,
                })?;
        }
    }
    Ok(())
}

impl ServiceQuestion {
    /// Checks an answer; the error says what it must be.
    pub fn accepts(&self, answer: &str) -> Result<(), String> {
        let word = |c: char| c.is_ascii_alphanumeric() || "._@:/+-".contains(c);
        match self.form {
            Form::Word if answer.chars().all(word) => Ok(()),
            Form::Word => Err("letters, digits and ._@:/+-".to_owned()),
            Form::Number => match answer.parse::<u32>() {
                Ok(_) => Ok(()),
                Err(_) => Err("a whole number".to_owned()),
            },
            Form::Port => check_port(answer).map(|_| ()),
        }
    }
}
