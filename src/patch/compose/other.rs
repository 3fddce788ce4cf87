//! A file that Compose reads beside the extended one, and that says more of the same services.

use std::collections::BTreeSet;

use super::error::{ComposeError, ComposeStep, Obstacle};
use super::network::{DEFAULT, network_mode, own_networks};
use super::service::{Service, named, services};
use super::wiring::variables;
use super::{ComposeAddition, PatchedCompose, Surroundings};
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
    let Some(root) = tree.root() else {
        return Ok(Vec::new());
    };
    let Some((_, node)) = tree.pair(root, "services") else {
        return Ok(Vec::new());
    };
    let mut steps = Vec::new();
    for service in services(&tree, node, &BTreeSet::new())? {
        if addition.services.iter().any(|it| it.name == service.name) {
            let (service, line) = (service.name, service.line);
            return Err(ComposeError::NameTaken { service, line });
        }
        if extended.project.contains(&service.name) {
            steps.extend(variables(&service, addition, around).1);
            steps.extend(apart(&service, extended));
        }
    }
    Ok(steps)
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
