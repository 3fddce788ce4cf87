//! What is reached from outside, and need not be.

use std::collections::HashMap;

use crate::check::finding::Finding;
use crate::check::level::Level;
use crate::check::machine::Machine;
use crate::check::read::{ComposeFile, Image, Published, Service, published};
use crate::check::subject::{EnvironmentFacts, Subject};
use crate::check::what::{Reach, Role, What};
use crate::compose::Template;
use crate::environment::Environment;

use super::ports::shown;

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    for facts in &subject.environments {
        let images = images(facts);
        for (file, service) in facts.services() {
            let image = images.get(service.name.as_str()).copied();
            let role = role(facts, file, service, image, subject, machine);
            if let Some(mode) = &service.network_mode
                && mode.text == "host"
            {
                let service = service.name.clone();
                let what = What::HostNetwork { service, role };
                found.push(Finding::new(what, facts.spot.at(&file.path, mode.line)));
            }
            let lookup = subject.lookup(Some(file), machine);
            for text in &service.ports {
                let ports = published(&Template::parse(&text.text).expand(&lookup).text);
                for port in ports {
                    let reach = reach(file, service, port);
                    let Some(level) = level(facts, service, role, reach) else {
                        continue;
                    };
                    let what = What::Published {
                        service: service.name.clone(),
                        port: shown(port),
                        role,
                        reach,
                        level,
                    };
                    found.push(Finding::new(what, facts.spot.at(&file.path, text.line)));
                }
            }
        }
    }
}

/// The image of each service: Compose merges a service's files, and it may stand in another one.
fn images(facts: &EnvironmentFacts) -> HashMap<&str, &str> {
    let mut images = HashMap::new();
    for (_, service) in facts.services() {
        if let Some(image) = &service.image {
            images
                .entry(service.name.as_str())
                .or_insert(image.text.as_str());
        }
    }
    images
}

/// What a service is for: what its image says, or that djdock's own file publishes nothing of it.
fn role(
    facts: &EnvironmentFacts,
    file: &ComposeFile,
    service: &Service,
    image: Option<&str>,
    subject: &Subject,
    machine: &dyn Machine,
) -> Role {
    let image = Template::parse(image.unwrap_or_default())
        .expand(&subject.lookup(Some(file), machine))
        .text;
    let role = subject.known.role(&Image::parse(&image));
    let hidden = facts
        .pristine(&service.name)
        .is_some_and(|own| own.ports.is_empty());
    if role == Role::Other && hidden {
        Role::Private
    } else {
        role
    }
}

fn reach(file: &ComposeFile, service: &Service, port: Published) -> Reach {
    if file.is_unreachable(service) {
        Reach::Nobody
    } else if port.is_loopback() {
        Reach::Machine
    } else {
        Reach::Everyone
    }
}

/// How bad it is that a service is reached so; `None` where it is meant to be.
fn level(facts: &EnvironmentFacts, service: &Service, role: Role, reach: Reach) -> Option<Level> {
    let own = facts.pristine(&service.name);
    // The edge, and what prod has for its operator, are published by djdock itself.
    let meant = own.is_some_and(|own| !own.ports.is_empty());
    match facts.environment() {
        Some(Environment::Prod) if meant => None,
        Some(Environment::Prod) => Some(match reach {
            Reach::Machine if role == Role::Other => Level::Note,
            _ => Level::Weakens,
        }),
        _ if role != Role::Other => Some(match reach {
            Reach::Everyone => Level::Weakens,
            Reach::Machine | Reach::Nobody => Level::Note,
        }),
        Some(Environment::Dev) => (reach == Reach::Everyone).then_some(Level::Weakens),
        // A compose file of the user's own says nothing of where it is used.
        None => None,
    }
}
