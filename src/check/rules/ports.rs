//! Ports of the machine: taken, or asked for twice.

use std::collections::HashMap;

use crate::check::finding::Finding;
use crate::check::machine::{Container, Machine, PortState};
use crate::check::read::{Published, published};
use crate::check::spot::Spot;
use crate::check::subject::Subject;
use crate::check::what::What;
use crate::compose::Template;

/// A port that a service asks for.
struct Wanted {
    port: Published,
    service: String,
    /// The compose project, whose own containers may hold it.
    project: Option<String>,
    /// The first variable that says which port.
    key: Option<String>,
    spot: Spot,
}

impl Wanted {
    /// Whether the two cannot both have it. One project on both branches is one project.
    fn collides(&self, other: &Self) -> bool {
        let elsewhere = self.spot.environment != other.spot.environment;
        let same = elsewhere && self.project.is_some() && self.project == other.project;
        self.port.collides(other.port) && !same
    }
}

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    let wanted = wanted(subject, machine);
    let mut before: HashMap<u16, Vec<&Wanted>> = HashMap::new();
    for one in &wanted {
        let same = before.entry(one.port.port).or_default();
        let twice = same.iter().find(|other| one.collides(other)).copied();
        same.push(one);
        match twice {
            Some(other) if other.spot.environment != one.spot.environment => {
                let what = What::PortShared {
                    port: shown(one.port),
                    key: one.key.clone(),
                    other: other.spot.clone(),
                };
                found.push(Finding::new(what, one.spot.clone()));
            }
            Some(other) => {
                let (port, other) = (shown(one.port), other.spot.clone());
                let service = one.service.clone();
                found.push(Finding::new(
                    What::PortTwice {
                        service,
                        port,
                        other,
                    },
                    one.spot.clone(),
                ));
            }
            None => {}
        }
    }
    let ours: Vec<&String> = wanted
        .iter()
        .filter_map(|one| one.project.as_ref())
        .collect();
    let mut containers: Option<Vec<Container>> = None;
    for one in &wanted {
        let Published { address, port, udp } = one.port;
        match machine.port(address, port, udp) {
            PortState::Free | PortState::Unknown => {}
            PortState::Elsewhere => {
                if let Some(address) = address {
                    let service = one.service.clone();
                    found.push(Finding::new(
                        What::AddressElsewhere { service, address },
                        one.spot.clone(),
                    ));
                }
            }
            PortState::Taken => {
                let containers = containers.get_or_insert_with(|| machine.containers());
                let holder = containers
                    .iter()
                    .find(|container| container.ports.contains(&(port, udp)));
                if holder.is_some_and(|holder| ours.contains(&&holder.project)) {
                    continue;
                }
                let what = What::PortTaken {
                    service: one.service.clone(),
                    port: shown(one.port),
                    key: one.key.clone(),
                    by: holder.map(|holder| holder.name.clone()),
                };
                found.push(Finding::new(what, one.spot.clone()));
            }
        }
    }
}

/// The variable that says the port on the machine; before it may stand one for the address.
fn port_key(template: &Template) -> Option<String> {
    let named = template.names().find(|name| name.contains("PORT"));
    named.or(template.names().next()).map(ToOwned::to_owned)
}

/// Every port that some service asks for, once for each line.
fn wanted(subject: &Subject, machine: &dyn Machine) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for facts in &subject.environments {
        for (file, service) in facts.services() {
            let lookup = subject.lookup(Some(file), machine);
            for text in &service.ports {
                let template = Template::parse(&text.text);
                let project = lookup("COMPOSE_PROJECT_NAME");
                let ports = published(&template.expand(&lookup).text).into_iter();
                wanted.extend(ports.map(|port| Wanted {
                    port,
                    service: service.name.clone(),
                    project: project.clone(),
                    key: port_key(&template),
                    spot: facts.spot.at(&file.path, text.line),
                }));
            }
        }
    }
    wanted
}

/// A port as people write it.
pub(super) fn shown(port: Published) -> String {
    let protocol = if port.udp { "/udp" } else { "" };
    format!("{}{protocol}", port.port)
}
