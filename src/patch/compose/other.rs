//! A file that Compose reads beside the extended one, and that says more of the same services.

use std::collections::BTreeSet;

use super::definition::Definition;
use super::error::{ComposeError, ComposeStep, Obstacle};
use super::network::{DEFAULT, network_mode, own_networks};
use super::service::{Service, named, services};
use super::wiring::variables;
use super::{ComposeAddition, PatchedCompose, Surroundings, kind};
use crate::yaml::{Tree, Value};

/// What the other file takes back of what the extended one has got.
///
/// # Errors
/// Where it is not understood, or has a service of the same name.
pub fn other_file(
    source: &str,
    addition: &ComposeAddition,
    extended: &PatchedCompose,
    around: &Surroundings<'_>,
) -> Result<Vec<ComposeStep>, ComposeError> {
    let tree = Tree::parse(source)?;
    let mut steps = Vec::new();
    for service in services_of(&tree, addition, around)? {
        if extended.project.contains(&service.name) {
            steps.extend(variables(&service, addition, around).1);
            steps.extend(apart(&service, extended));
        }
    }
    Ok(steps)
}

/// What a file that is included says of what is added: whose services and volumes it has, nobody else may have.
///
/// # Errors
/// Where it is not understood, has a service or a volume of the same name, or a database where one is added.
pub fn included_file(
    source: &str,
    addition: &ComposeAddition,
    around: &Surroundings<'_>,
) -> Result<Vec<ComposeStep>, ComposeError> {
    let tree = Tree::parse(source)?;
    let services = services_of(&tree, addition, around)?;
    let wanted = addition.services.iter();
    let wanted = wanted.map(|service| Definition::parse(&service.name, &service.definition));
    let steps = kind::twins(&services, &wanted.collect::<Result<Vec<_>, _>>()?, addition)?;
    let volumes = tree.root().and_then(|root| tree.pair(root, "volumes"));
    for volume in &addition.volumes {
        let taken = volumes.and_then(|(_, own)| tree.pair(tree.resolved(own), volume));
        if let Some((key, _)) = taken {
            let (volume, line) = (volume.clone(), tree.line(key));
            return Err(ComposeError::VolumeTaken { volume, line });
        }
    }
    Ok(steps)
}

/// The services of a file, none of which may have the name of an added one.
fn services_of(
    tree: &Tree<'_>,
    addition: &ComposeAddition,
    around: &Surroundings<'_>,
) -> Result<Vec<Service>, ComposeError> {
    let section = tree.root().and_then(|root| tree.pair(root, "services"));
    let Some((_, node)) = section else {
        return Ok(Vec::new());
    };
    let services = services(tree, node, &BTreeSet::new(), around)?;
    let added = |service: &&Service| addition.services.iter().any(|it| it.name == service.name);
    match services.iter().find(added) {
        Some(taken) => {
            let (service, line) = (taken.name.clone(), taken.line);
            Err(ComposeError::NameTaken { service, line })
        }
        None => Ok(services),
    }
}

/// Whether it puts the service on other networks than the extended file.
fn apart(service: &Service, extended: &PatchedCompose) -> Option<ComposeStep> {
    let elsewhere = !service.container.networks().is_empty() && {
        let own = own_networks(service);
        let joined = |name: &String| extended.networks.contains(name);
        let reached = match extended.networks.as_slice() {
            [] => own.iter().any(|name| name == DEFAULT) || joins(extended, &service.name),
            _ => own.iter().any(joined) || joins(extended, &service.name),
        };
        !reached
    };
    let why = network_mode(service).or(elsewhere.then_some(Obstacle::OtherNetworks))?;
    Some(ComposeStep::Networks {
        service: service.name.clone(),
        line: service.line,
        why,
    })
}

/// Whether the extended file names networks of a service: Compose keeps these too.
fn joins(extended: &PatchedCompose, service: &str) -> bool {
    let file = Value::parse(&extended.text);
    let service = file.ok().and_then(|file| named(&file, service));
    service.is_some_and(|service| !service.networks().is_empty())
}
