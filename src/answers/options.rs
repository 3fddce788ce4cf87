//! Choices about services: `--set SERVICE.KEY=VALUE`, and `[set.SERVICE]` in `djdock.toml`.

use std::collections::BTreeMap;

use crate::catalog::{Offer, OfferQuestion, Service};
use crate::inspect::Home;

use super::asking::Asking;
use super::question::Kind;
use super::{AskError, Options, Question, TAKEN};

/// What `--set SERVICE.KEY=VALUE` says: the service, the key, and the value.
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

/// One source's choices about services, and the other's where it is silent.
pub(super) fn merged(options: Option<Options>, other: Option<Options>) -> Option<Options> {
    let (Some(mut options), Some(other)) = (options.clone(), other.clone()) else {
        return options.or(other);
    };
    for (service, choices) in other {
        let own = options.entry(service).or_default();
        for (key, value) in choices {
            own.entry(key).or_insert(value);
        }
    }
    Some(options)
}

/// Asks what there is to choose about the services, and checks what was said. With a service its choices go, so that
/// adding and removing it leaves no trace. `modules` are the settings', dev's and prod's.
pub(super) fn options(
    given: Option<Options>,
    services: &[String],
    modules: [&str; 2],
    asking: &mut Asking<'_>,
) -> Result<Options, AskError> {
    let mut options = given.unwrap_or_default();
    options.retain(|name, _| services.contains(name));
    let services = services.iter();
    let services: Vec<&Service> = services
        .filter_map(|name| asking.catalog.service(name))
        .collect();
    for service in &services {
        check(service, options.get(&service.name))?;
    }
    let [dev, prod] = modules;
    let has_home = Home::of(asking.project, dev, prod).is_some();
    for service in services {
        let is_welcome = |offer: &Offer| has_home && asking.project.fact(&offer.fact).is_none();
        for (key, question) in questions(service, is_welcome) {
            let chosen = options.get(&service.name);
            if chosen.is_some_and(|chosen| chosen.contains_key(key)) {
                continue;
            }
            let answer = question.answered(None, asking.prompter)?;
            let chosen = options.entry(service.name.clone()).or_default();
            chosen.insert(key.to_owned(), answer);
        }
    }
    Ok(options)
}

/// What there is to choose about a service, by key: whether it may write what the project lacks, then its own
/// questions.
fn questions(
    service: &Service,
    is_welcome: impl Fn(&Offer) -> bool,
) -> impl Iterator<Item = (&str, Question)> {
    let offers = service.manifest.offers.iter();
    let offers = offers
        .filter(move |offer| is_welcome(offer))
        .filter_map(|offer| {
            let OfferQuestion { key, prompt } = offer.question.as_ref()?;
            Some((key, prompt, Question::new(Kind::YesNo(TAKEN), TAKEN[0])))
        });
    let own = service.manifest.questions.iter().map(|asked| {
        let question = Question::text(asked.form, &asked.default);
        (&asked.key, &asked.prompt, question)
    });
    offers.chain(own).map(|(key, prompt, question)| {
        let question = question
            .named("set", format!("{}.{key}", service.name))
            .asking(format!("{}: {prompt}", service.manifest.title));
        (key.as_str(), question)
    })
}

/// Checks what was chosen about a service.
fn check(service: &Service, chosen: Option<&BTreeMap<String, String>>) -> Result<(), AskError> {
    for (key, value) in chosen.into_iter().flatten() {
        let mut all = questions(service, |_| true);
        let Some((_, question)) = all.find(|(known, _)| known == key) else {
            let all = questions(service, |_| true);
            return Err(AskError::Unknown {
                flag: "set",
                value: format!("{}.{key}", service.name),
                known: all.map(|(_, question)| question.key).collect(),
            });
        };
        question.check(value)?;
    }
    Ok(())
}
