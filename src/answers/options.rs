//! Choices about services: `--set SERVICE.KEY=VALUE`, and `[set.SERVICE]` in `djdock.toml`.

use crate::catalog::{Catalog, Form, Offer, Service, ServiceQuestion};
use crate::inspect::Project;

use super::check::check_port;
use super::{AskError, Options, Prompter, Question, TAKEN};

/// `SERVICE.KEY=VALUE`, taken apart.
pub type OptionAnswer = (String, String, String);

/// `SERVICE.KEY=VALUE`, as the flag takes it.
pub fn parse_option(text: &str) -> Result<OptionAnswer, String> {
    let parts = text.split_once('=').and_then(|(name, value)| {
        let (service, key) = name.split_once('.')?;
        Some((service.to_owned(), key.to_owned(), value.to_owned()))
    });
    parts.ok_or_else(|| "SERVICE.KEY=VALUE".to_owned())
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

/// What the questions about services depend on.
pub(super) struct Asking<'run> {
    pub(super) project: &'run Project,
    /// Whether there is a place for code that the whole project shares.
    pub(super) has_home: bool,
    pub(super) catalog: &'run Catalog,
}

/// Asks what there is to choose about the services, and checks what was said. With a service its choices go, so that
/// adding and removing it leaves no trace.
pub(super) fn options(
    given: Option<Options>,
    services: &[String],
    asking: &Asking<'_>,
    prompter: &mut dyn Prompter,
) -> Result<Options, AskError> {
    let catalog = asking.catalog;
    let mut options = given.unwrap_or_default();
    options.retain(|name, _| services.contains(name));
    check(&options, catalog)?;
    for service in services.iter().filter_map(|name| catalog.service(name)) {
        for offer in &service.manifest.offers {
            asking.offer(service, offer, &mut options, prompter)?;
        }
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

impl Asking<'_> {
    /// Asks whether a service may write what the project lacks.
    fn offer(
        &self,
        service: &Service,
        offer: &Offer,
        options: &mut Options,
        prompter: &mut dyn Prompter,
    ) -> Result<(), AskError> {
        let Some(asked) = offer.question.as_ref().filter(|_| self.has_home) else {
            return Ok(());
        };
        let chosen = options.get(&service.name);
        let is_answered = chosen.is_some_and(|chosen| chosen.contains_key(&asked.key));
        if is_answered || self.project.fact(&offer.fact).is_some() {
            return Ok(());
        }
        let question = Question {
            flag: "set",
            prompt: format!("{}: {}", service.manifest.title, asked.prompt),
            default: "true".to_owned(),
            safe: true,
        };
        let answer = TAKEN[usize::from(!prompter.confirm(&question)?)];
        let chosen = options.entry(service.name.clone()).or_default();
        chosen.insert(asked.key.clone(), answer.to_owned());
        Ok(())
    }
}

fn check(options: &Options, catalog: &Catalog) -> Result<(), AskError> {
    for (name, chosen) in options {
        let Some(service) = catalog.service(name) else {
            continue;
        };
        let questions = &service.manifest.questions;
        let offers = service.manifest.offers.iter();
        let offers: Vec<&String> = offers
            .filter_map(|it| Some(&it.question.as_ref()?.key))
            .collect();
        for (key, value) in chosen {
            if offers.contains(&key) {
                if TAKEN.contains(&value.as_str()) {
                    continue;
                }
                return Err(AskError::Malformed {
                    flag: "set",
                    value: format!("{name}.{key}={value}"),
                    reason: TAKEN.join(" or "),
                });
            }
            let Some(question) = questions.iter().find(|question| question.key == *key) else {
                let known = questions.iter();
                return Err(AskError::Unknown {
                    flag: "set",
                    value: format!("{name}.{key}"),
                    known: known
                        .map(|it| &it.key)
                        .chain(offers)
                        .map(|key| format!("{name}.{key}"))
                        .collect(),
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
            Form::YesNo if ["yes", "no"].contains(&answer) => Ok(()),
            Form::YesNo => Err("yes or no".to_owned()),
        }
    }
}
