//! Services that run in the project's own image: what they have of the service that runs the project.

use super::entry::Entry;
use super::error::ComposeError;
use super::runs::Runs;
use super::service::Service;
use super::wiring::{variables, waits};
use super::{ComposeAddition, ComposeService, Surroundings, project};
use crate::compose::Command;
use crate::yaml::{Value, block};

/// What makes a container one of the project's: its image, its code, what it is told and what it reaches.
const SHARED: [&str; 17] = [
    "build",
    "image",
    "platform",
    "pull_policy",
    "profiles",
    "user",
    "working_dir",
    "env_file",
    "environment",
    "secrets",
    "configs",
    "volumes",
    "extra_hosts",
    "dns",
    "networks",
    "network_mode",
    "depends_on",
];

/// The definitions of the services to add, in their order.
pub(super) fn definitions(
    services: &[Service],
    addition: &ComposeAddition,
    around: &Surroundings<'_>,
) -> Result<Vec<String>, ComposeError> {
    let Some(first) = addition.services.iter().find(|service| service.joins) else {
        let own = addition.services.iter();
        return Ok(own.map(|service| service.definition.clone()).collect());
    };
    let running = project::project(services, around)?;
    let running = running.map_err(|candidates| ComposeError::NoProject {
        service: first.name.clone(),
        candidates: candidates
            .into_iter()
            .map(|it| (it.name.clone(), it.line))
            .collect(),
    })?;
    let serves = |service: &&&Service| !Runs::of(service, around).works;
    let web = running.iter().find(serves).or(running.first());
    let shared = web.map(|web| shared(web, addition, around));
    let shared = shared.unwrap_or_default();
    let whole = |service: &ComposeService| {
        let shared = if service.joins { &shared } else { "" };
        format!("{shared}{}", service.definition)
    };
    Ok(addition.services.iter().map(whole).collect())
}

/// What the project's service has that another one of its image needs too, with what it gets itself.
fn shared(web: &Service, addition: &ComposeAddition, around: &Surroundings<'_>) -> String {
    let mut text = String::new();
    let added = |entries: Vec<Entry>, section: Option<&Value>| {
        let mut section = section.cloned().unwrap_or(Value::Null);
        for entry in entries {
            entry.add_to(&mut section);
        }
        section
    };
    for key in SHARED {
        let own = web.container.get(key);
        let value = match key {
            "environment" => added(variables(web, addition, around).0, own),
            "depends_on" => added(waits(web, addition), own),
            _ => own.cloned().unwrap_or(Value::Null),
        };
        if value != Value::Null {
            text.push_str(&block(&Value::pair(key, value), 0));
        }
    }
    // One that waits for others and starts what it is told; not one that starts the server.
    let entrypoint = web.container.entrypoint();
    let starts = entrypoint.map(Command::texts).unwrap_or_default();
    if let Some(value) = web.container.get("entrypoint")
        && !Runs::starts_the_project(&starts)
    {
        text.push_str(&block(&Value::pair("entrypoint", value.clone()), 0));
    }
    text
}
