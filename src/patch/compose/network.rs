//! The networks on which the project's services reach an added one.

use std::collections::BTreeSet;

use super::error::{ComposeStep, Obstacle};
use super::service::Service;
use crate::yaml::Value;

/// The network that Compose makes for services that name none.
pub(super) const DEFAULT: &str = "default";

/// The networks that an added service joins; none where the default one does.
#[derive(Debug, Default)]
pub(super) struct Networks {
    pub(super) names: Vec<String>,
    pub(super) steps: Vec<ComposeStep>,
}

/// Why the names of services do not resolve in a service, if they do not.
pub(super) fn network_mode(service: &Service) -> Option<Obstacle> {
    let mode = service.container.network_mode()?;
    (mode != "bridge").then(|| Obstacle::NetworkMode {
        mode: mode.to_owned(),
    })
}

/// Chooses as few networks as reach all of the project's services: first one that a database is on too.
pub(super) fn networks(
    services: &[Service],
    project: &[&Service],
    defined: Option<&Value>,
) -> Networks {
    let names = defined.map(Value::names).unwrap_or_default();
    let defined: BTreeSet<&str> = names.into_iter().collect();
    let mut found = Networks::default();
    let mut reached: Vec<(&Service, Vec<String>)> = Vec::new();
    for service in project {
        let networks: Vec<String> = own_networks(service)
            .into_iter()
            .filter(|name| name == DEFAULT || defined.contains(name.as_str()))
            .collect();
        let why = match network_mode(service) {
            None if service.extends_file && service.container.networks().is_empty() => {
                Some(Obstacle::Extends)
            }
            None if networks.is_empty() => Some(Obstacle::Undefined),
            mode => mode,
        };
        match why {
            Some(why) => found.steps.push(ComposeStep::Networks {
                service: service.name.clone(),
                line: service.line,
                why,
            }),
            None => reached.push((service, networks)),
        }
    }
    for (_, networks) in &reached {
        if networks.iter().any(|name| found.names.contains(name)) {
            continue;
        }
        let worth = |name: &str| {
            let covers = |(_, networks): &&(&Service, Vec<String>)| {
                networks.iter().any(|other| other == name)
            };
            let covered = reached.iter().filter(covers).count();
            (covered, neighbours(services, project, name))
        };
        // The first of the best ones: `max_by_key` takes the last.
        let best = networks.iter().rev().max_by_key(|name| worth(name));
        found.names.extend(best.cloned());
    }
    if found.names == [DEFAULT] {
        found.names.clear();
    }
    found
}

/// The networks of a service.
pub(super) fn own_networks(service: &Service) -> Vec<String> {
    let networks = service.container.networks();
    if networks.is_empty() {
        return vec![DEFAULT.to_owned()];
    }
    let names = networks.into_iter().map(|(name, _)| name.to_owned());
    names.collect()
}

/// How much a network looks like the one of the databases: by the services that the project waits for, then by those that
/// are neither built, nor published, nor wait for the project.
fn neighbours(services: &[Service], project: &[&Service], network: &str) -> (usize, usize) {
    let waits = |service: &Service, on: &str| service.container.depends_on().contains_key(on);
    let ours = |name: &str| project.iter().any(|service| service.name == name);
    let others = services
        .iter()
        .filter(|service| !ours(&service.name))
        .filter(|service| own_networks(service).iter().any(|name| name == network));
    let mut waited = 0;
    let mut quiet = 0;
    for other in others {
        let container = &other.container;
        let fronts = project.iter().any(|service| waits(other, &service.name));
        if project.iter().any(|service| waits(service, &other.name)) {
            waited += 1;
        } else if container.build().is_none() && container.ports().is_empty() && !fronts {
            quiet += 1;
        }
    }
    (waited, quiet)
}
