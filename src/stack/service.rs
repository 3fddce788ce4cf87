//! A service, as the templates see it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::answers::Answers;
use crate::catalog::{Older, Release, Service, fragment_of};
use crate::compose::Fragment;

use super::StackError;

/// A service of the stack.
#[derive(Clone, Debug, Serialize)]
pub struct StackService {
    /// Its name in the catalogue.
    pub name: String,
    /// As people write it.
    pub title: String,
    /// The image; empty where the project talks to no container of it.
    pub image: String,
    /// The images of its other containers, by name.
    pub images: BTreeMap<String, String>,
    /// The first Django release that its versions are for.
    pub django: String,
    /// The names of its volumes, at the top level of the compose file.
    pub volumes: Vec<String>,
    /// Commands that other services run, by name.
    pub commands: BTreeMap<String, String>,
    /// The variables by which the programs of its image reach it from another container.
    pub client: BTreeMap<String, String>,
    /// The networks of its containers.
    pub networks: Vec<String>,
    /// What was chosen about it, by key.
    pub options: BTreeMap<String, String>,
    /// What is said once it is there, rendered; nothing in an environment without it.
    pub next: Vec<String>,
    /// What is said to who has its data from an older stack, rendered; nothing in an environment without it.
    pub older: Vec<Older>,
    /// Its part of the compose file, rendered; empty where it has no container.
    pub compose: String,
}

impl StackService {
    /// Its containers, read from its part of the compose file.
    pub fn fragment(&self) -> Result<Fragment, StackError> {
        Fragment::parse(&self.compose).map_err(|error| StackError::Fragment {
            template: fragment_of(&self.name),
            line: None,
            fault: error.fault,
        })
    }
}

pub(super) fn stack_service(
    service: &Service,
    release: &Release,
    answers: &Answers,
) -> StackService {
    StackService {
        name: service.name.clone(),
        title: service.manifest.title.clone(),
        image: release.image.clone().unwrap_or_default(),
        images: release.images.clone(),
        django: release.django.clone(),
        volumes: service.manifest.volumes.clone(),
        commands: service.manifest.commands.clone(),
        client: service.manifest.client.clone(),
        networks: service.manifest.networks.clone(),
        options: answers.options_of(service),
        next: Vec::new(),
        older: Vec::new(),
        compose: String::new(),
    }
}

/// What was chosen about services, by service and key.
pub(super) fn options(services: &[StackService]) -> BTreeMap<String, BTreeMap<String, String>> {
    let services = services.iter();
    services
        .map(|service| (service.name.clone(), service.options.clone()))
        .collect()
}
