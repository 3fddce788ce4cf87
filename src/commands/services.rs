//! `djdock services`: the catalogue, and what is installed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::answers::TAKEN;
use crate::catalog::Service;
use crate::cli::ListArgs;
use crate::environment::Environment;
use crate::error::Error;

use super::change::pack_of;
use super::workspace::Workspace;

/// The services of a template pack, in its order.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(transparent)]
pub struct Catalogue(pub Vec<ListedService>);

/// A service of the catalogue.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "Service")]
pub struct ListedService {
    /// The name that commands take.
    pub name: String,
    /// The name as people write it.
    pub title: String,
    /// What it is, in a few words.
    pub summary: String,
    /// Whether it is part of the stack.
    pub installed: bool,
    /// The environments that it is part of.
    pub environments: Vec<Environment>,
    /// What it gives to the project and to other services, as `database`.
    pub provides: Vec<String>,
    /// What another service must provide for it.
    pub needs: Vec<String>,
    /// What there is to choose about it, by key, with the default of each.
    #[serde(rename = "options", serialize_with = "defaults")]
    #[schemars(with = "BTreeMap<String, String>")]
    pub choices: Vec<Choice>,
}

/// What there is to choose about a service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choice {
    /// Its key, as in `--set SERVICE.KEY=VALUE`.
    pub key: String,
    /// What is taken where nothing is said.
    pub default: String,
    /// The question as a person is asked it; empty where nobody is.
    pub prompt: String,
}

/// Runs the command. Without a stack nothing is installed, which is no error.
pub fn run(args: &ListArgs) -> Result<Catalogue, Error> {
    let place = Workspace::find(&args.path, None)?;
    let answers = match place.standing() {
        Ok(standing) => Some(standing.answers),
        Err(Error::NoStack) => None,
        Err(error) => return Err(error),
    };
    let answers = answers.unwrap_or_default();
    let catalog = pack_of(args, &place, &answers)?;
    let installed = answers.installed(&catalog);
    let services = catalog.services.iter();
    Ok(Catalogue(
        services
            .map(|service| listed(service, &installed))
            .collect(),
    ))
}

fn listed(service: &Service, installed: &[String]) -> ListedService {
    let manifest = &service.manifest;
    ListedService {
        name: service.name.clone(),
        title: manifest.title.clone(),
        summary: manifest.summary.clone(),
        installed: installed.contains(&service.name),
        environments: manifest.environments.clone(),
        provides: manifest.provides.clone(),
        needs: manifest.needs.clone(),
        choices: choices(service),
    }
}

fn choices(service: &Service) -> Vec<Choice> {
    let questions = service.manifest.questions.iter();
    let questions = questions.map(|it| (&it.key, it.default.as_str(), &it.prompt));
    let offers = service.manifest.offers.iter();
    let offers = offers.filter_map(|offer| offer.question.as_ref());
    let offers = offers.map(|it| (&it.key, TAKEN[0], &it.prompt));
    let all = questions
        .chain(offers)
        .map(|(key, default, prompt)| Choice {
            key: key.clone(),
            default: default.to_owned(),
            prompt: prompt.clone(),
        });
    all.collect()
}

fn defaults<S: Serializer>(choices: &[Choice], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(choices.iter().map(|it| (&it.key, &it.default)))
}
