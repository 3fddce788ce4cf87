//! What the project's services get: variables, and services to wait for.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::entry::Entry;
use super::env_file;
use super::error::{ComposeStep, Obstacle};
use super::network::network_mode;
use super::service::Service;
use super::slot::{Addition, Slot};
use super::style::Style;
use super::{ComposeAddition, Surroundings};
use crate::yaml::{Id, Tree};

/// The section of variables.
const ENVIRONMENT: &str = "environment";

/// The section of services to wait for.
const DEPENDS_ON: &str = "depends_on";

/// The changes of the services that are there.
#[derive(Debug, Default)]
pub(super) struct Wiring {
    pub(super) additions: Vec<Addition>,
    /// By service and section, what will be there.
    pub(super) wired: BTreeMap<(String, &'static str), Vec<Entry>>,
    pub(super) steps: Vec<ComposeStep>,
}

/// A file whose services are wired.
pub(super) struct Wires<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) style: &'a Style,
    pub(super) around: &'a Surroundings<'a>,
    /// Nodes that must not be changed.
    pub(super) fixed: HashSet<Id>,
}

impl Wires<'_> {
    /// Wires the project's services.
    pub(super) fn wire(&self, project: &[&Service], addition: &ComposeAddition) -> Wiring {
        let mut wiring = Wiring::default();
        let mut sections = BTreeMap::new();
        for service in project {
            let (missing, set) = variables(service, addition, self.around);
            wiring.steps.extend(set);
            // Compose adds what the extended service has.
            let inherits = service.extends.as_ref().is_some_and(|base| {
                !service.extends_file && project.iter().any(|other| other.name == *base)
            });
            if inherits {
                continue;
            }
            let extends = service.extends_file.then_some(Obstacle::Extends);
            let obstacle = network_mode(service).or(extends);
            let place = (*service, ENVIRONMENT);
            self.add(&mut wiring, &mut sections, place, missing, obstacle);
            let missing = waits(service, addition);
            let place = (*service, DEPENDS_ON);
            self.add(&mut wiring, &mut sections, place, missing, None);
        }
        wiring
    }

    /// Adds entries to a section of a service, once where several services share it.
    fn add(
        &self,
        wiring: &mut Wiring,
        sections: &mut BTreeMap<&'static str, BTreeSet<Slot>>,
        (service, section): (&Service, &'static str),
        entries: Vec<Entry>,
        obstacle: Option<Obstacle>,
    ) {
        if entries.is_empty() {
            return;
        }
        let planned = sections.entry(section).or_default();
        let added = match obstacle {
            Some(obstacle) => Err(obstacle),
            None => self.place(service, section, &entries, planned),
        };
        match added {
            Ok(addition) => {
                wiring.additions.extend(addition);
                let place = (service.name.clone(), section);
                wiring.wired.insert(place, entries);
            }
            Err(why) => {
                let steps = entries.into_iter().map(|entry| step(service, entry, &why));
                wiring.steps.extend(steps);
            }
        }
    }

    /// The edit that adds entries; none where another service's does already.
    fn place(
        &self,
        service: &Service,
        section: &'static str,
        entries: &[Entry],
        planned: &mut BTreeSet<Slot>,
    ) -> Result<Option<Addition>, Obstacle> {
        let tree = self.tree;
        let slot =
            Slot::find(tree, service.node, section, planned).ok_or_else(|| Obstacle::Style {
                line: tree.line(service.node),
            })?;
        let node = slot.node(tree);
        if self.fixed.contains(&node) {
            let line = tree.line(node);
            return Err(Obstacle::Shared { line });
        }
        if planned.contains(&slot) {
            return Ok(None);
        }
        let layout = (self.style.step, false);
        let addition = slot.extended(tree, self.style, section, entries, layout)?;
        planned.insert(slot);
        Ok(Some(addition))
    }
}

/// The variables that a service lacks, and steps for those that it has set to something else.
pub(super) fn variables(
    service: &Service,
    addition: &ComposeAddition,
    around: &Surroundings<'_>,
) -> (Vec<Entry>, Vec<ComposeStep>) {
    let mut missing = Vec::new();
    let mut steps = Vec::new();
    let environment = service.container.environment();
    for (key, value) in &addition.environment {
        let entry = Entry::Variable {
            key: key.clone(),
            value: value.clone(),
        };
        let why = match environment.get(key.as_str()) {
            Some(Some(set)) if set == value => continue,
            Some(Some(_)) => Some(Obstacle::AlreadySet),
            Some(None) => Some(Obstacle::Shell),
            None => env_file::hidden(service, key, value, around),
        };
        match why {
            Some(why) => steps.push(step(service, entry, &why)),
            None => missing.push(entry),
        }
    }
    (missing, steps)
}

/// The services that a service does not wait for.
pub(super) fn waits(service: &Service, addition: &ComposeAddition) -> Vec<Entry> {
    let present = service.container.depends_on();
    let missing = addition
        .ready
        .iter()
        .filter(|name| **name != service.name && !present.contains_key(name.as_str()));
    missing
        .map(|service| Entry::Wait {
            service: service.clone(),
        })
        .collect()
}

/// The step for an entry that was not added.
fn step(service: &Service, entry: Entry, why: &Obstacle) -> ComposeStep {
    let (name, line, why) = (service.name.clone(), service.line, why.clone());
    match entry {
        Entry::Variable { key, value } => ComposeStep::Environment {
            service: name,
            line,
            key,
            value,
            why,
        },
        Entry::Wait { service: on } | Entry::Volume { name: on } => ComposeStep::DependsOn {
            service: name,
            line,
            on,
            why,
        },
    }
}
