//! What the project's own containers get to see: a variable's value, and where it is said.

use super::machine::Machine;
use super::read::{ComposeFile, Service};
use super::spot::Spot;
use super::subject::{EnvironmentFacts, Subject};
use crate::compose::{EnvFile, Lookup, Secret, Template};
use crate::verify::{SETTINGS, Variables};

/// The service that serves, where djdock wrote the file.
const SERVER: &str = "web";

/// A variable in a container.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) value: Secret,
    /// The line that decides it: of the file of secrets where the value comes from there, else of the compose file.
    pub(crate) spot: Spot,
}

/// The services that run the project: those that are told its settings, or else those that are built.
pub(crate) fn project_services(facts: &EnvironmentFacts) -> Vec<(&ComposeFile, &Service)> {
    let told: Vec<_> = facts
        .services()
        .filter(|(_, service)| service.sets(SETTINGS).is_some())
        .collect();
    if told.is_empty() {
        return facts
            .services()
            .filter(|(_, service)| service.build.is_some())
            .collect();
    }
    told
}

/// The container that serves: one of `web`, the services of a compose file of the user's own that run the project, that
/// publishes a port where one does; in djdock's own, one that is told its settings.
pub(crate) fn serving<'f>(
    files: &'f [ComposeFile],
    web: &[String],
) -> Option<(&'f ComposeFile, &'f Service)> {
    let services = || {
        let services = |file: &'f ComposeFile| file.services.iter().map(move |it| (file, it));
        files.iter().flat_map(services)
    };
    if web.is_empty() {
        let told = || services().filter(|(_, service)| service.sets(SETTINGS).is_some());
        let server = told().find(|(_, service)| service.name == SERVER);
        return server.or_else(|| told().next());
    }
    let named = |name: &String| services().find(|(_, service)| service.name == *name);
    let mut running = web.iter().filter_map(named);
    let first = running.clone().next();
    running
        .find(|(_, service)| !service.ports.is_empty())
        .or(first)
}

/// All variables of the container that serves, as far as they are known; `env_file` is the path of the file of secrets, and
/// `lookup` where Compose takes variables from.
pub(crate) fn variables(
    (file, service): (&ComposeFile, &Service),
    env_file: &str,
    env: Option<&EnvFile>,
    lookup: Lookup<'_>,
) -> Variables {
    let mut variables = Variables::new();
    if file.hands_over(env_file, service) {
        for entry in env.iter().flat_map(|env| &env.entries) {
            variables.insert(entry.key.clone(), entry.value.expose().to_owned());
        }
    }
    for (name, text, _) in &service.environment {
        let value = match text {
            Some(text) => {
                let expanded = Template::parse(&text.text).expand(lookup);
                let whole = expanded.required.is_empty() && !expanded.broken;
                whole.then_some(expanded.text)
            }
            None => lookup(name),
        };
        match value {
            Some(value) => variables.insert(name.clone(), value),
            None => variables.remove(name),
        };
    }
    variables
}

/// Whether a container gets variables from files that nobody looked into.
pub(crate) fn is_told_elsewhere((file, service): (&ComposeFile, &Service), env_file: &str) -> bool {
    file.env_files(service).any(|(path, ..)| path != env_file)
}

/// A variable as the project's containers see it, each value once.
pub(crate) fn seen(
    name: &str,
    facts: &EnvironmentFacts,
    subject: &Subject,
    machine: &dyn Machine,
) -> Vec<Seen> {
    let mut found: Vec<Seen> = Vec::new();
    for (file, service) in project_services(facts) {
        let one = in_service(name, facts, file, service, subject, machine);
        if let Some(one) = one.filter(|one| !found.iter().any(|known| known.spot == one.spot)) {
            found.push(one);
        }
    }
    found
}

fn in_service(
    name: &str,
    facts: &EnvironmentFacts,
    file: &ComposeFile,
    service: &Service,
    subject: &Subject,
    machine: &dyn Machine,
) -> Option<Seen> {
    let env = subject.env.file.as_ref();
    let of_env = |key: &str| {
        env.and_then(|env| env.entry(key))
            .map(|entry| Spot::shared(&subject.env.path, entry.line))
    };
    match service.sets(name) {
        Some((_, Some(text), line)) => {
            let template = Template::parse(&text.text);
            let expanded = template.expand(&subject.lookup(Some(file), machine)).text;
            let mut keys = template
                .names()
                .filter(|key| machine.variable(key).is_none());
            let spot = keys.find_map(|key| {
                let set = env?.get(key).is_some_and(|value| !value.is_empty());
                of_env(key).filter(|_| set)
            });
            Some(Seen {
                value: Secret::new(expanded),
                spot: spot.unwrap_or_else(|| facts.spot.at(&file.path, *line)),
            })
        }
        Some((_, None, line)) => Some(Seen {
            value: Secret::new(machine.variable(name)?),
            spot: facts.spot.at(&file.path, *line),
        }),
        None => {
            let given = file.hands_over(&subject.env.path, service);
            let value = env.filter(|_| given)?.get(name)?.clone();
            let spot = of_env(name)?;
            Some(Seen { value, spot })
        }
    }
}
