//! The prose of what stands in the way in a compose file of the user's own, and of what is left to its owner.

use crate::patch::{ComposeError, ComposeStep, Obstacle, Unsound};

use super::Report;

/// The prose of a compose file that is left as it is.
pub(super) fn refused(path: &str, error: &ComposeError) -> Report {
    let report = Report::new(format!("`{path}` cannot be extended: {}", why(error)));
    match error {
        ComposeError::NameTaken { service, .. } => report.hint(format!(
            "if it is the same, there is nothing to add; else rename `{service}` there, and run this again"
        )),
        ComposeError::VolumeTaken { volume, .. } => {
            report.hint(format!("rename `{volume}` there, and run this again"))
        }
        ComposeError::OneMore { .. } => report.hint(
            "its rows would stay behind: take it out yourself first, or `djdock init`, which makes a stack of djdock's own",
        ),
        ComposeError::NoSuchService { known, .. } => {
            report.detail(format!("services: {}", known.join(", ")))
        }
        ComposeError::NoProject { candidates, .. } => {
            let names = candidates.iter();
            let report = report.details(names.map(|(name, line)| format!("{name} (line {line})")));
            report.hint("`--web NAME` names it")
        }
        _ => report,
    }
}

fn why(error: &ComposeError) -> String {
    match error {
        ComposeError::Yaml(error) => error.to_string(),
        ComposeError::NoServices => "there is no `services:`".to_owned(),
        ComposeError::NotAMapping { key, line } => {
            format!("line {line}: `{key}` is not a mapping")
        }
        ComposeError::Flow { line } => format!("line {line}: the services stand in braces"),
        ComposeError::NameTaken { service, line } => {
            format!("line {line}: there is a service `{service}` already")
        }
        ComposeError::OneMore {
            service,
            line,
            image,
        } => format!("line {line}: `{service}` is a database already: {image}"),
        ComposeError::NoSuchService { service, .. } => format!("there is no service `{service}`"),
        ComposeError::NoProject { service, .. } => format!(
            "{service} runs in the project's own image, and it is not clear which service runs Django"
        ),
        ComposeError::VolumeTaken { volume, line } => {
            format!("line {line}: there is a volume `{volume}` already")
        }
        ComposeError::Definition { service, why } => {
            let why = why.as_ref().map_or_else(
                || "no mapping at the left margin".to_owned(),
                ToString::to_string,
            );
            format!("the definition of `{service}` is not usable: {why}")
        }
        ComposeError::OpenBlock { line } => {
            format!("line {line}: the file ends in this text, without a line ending")
        }
        ComposeError::Unsound { found } => format!(
            "the file is written in a way that cannot be extended safely: {}",
            unsound(found)
        ),
    }
}

fn unsound(found: &Unsound) -> String {
    match found {
        Unsound::Unreadable(error) => error.to_string(),
        Unsound::TopLevel => "the top level is no mapping".to_owned(),
        Unsound::Services => "the services differ".to_owned(),
        Unsound::Volumes => "the volumes differ".to_owned(),
        Unsound::Key(key) => format!("`{key}` differs"),
        Unsound::Grown => "the top level has grown".to_owned(),
        Unsound::NoPlace => "no place for services".to_owned(),
        Unsound::NotUndone => "it could not be undone".to_owned(),
    }
}

/// What a person must do in compose files that djdock could not; what several services lack is said once.
pub(super) fn steps(steps: &[(String, ComposeStep)]) -> Vec<String> {
    let said = steps.iter().filter_map(|(path, step)| other(path, step));
    said.chain(Lack::all(steps).iter().map(Lack::said))
        .collect()
}

/// Variables that services lack.
#[derive(PartialEq)]
struct Lack<'a> {
    path: &'a str,
    services: Vec<(&'a str, usize)>,
    variables: Vec<String>,
    why: &'a Obstacle,
}

impl<'a> Lack<'a> {
    /// What one service lacks for one reason is one, and so is what several lack.
    fn all(steps: &'a [(String, ComposeStep)]) -> Vec<Self> {
        let mut by_service: Vec<Self> = Vec::new();
        for (path, step) in steps {
            let ComposeStep::Environment {
                service,
                line,
                key,
                value,
                why,
            } = step
            else {
                continue;
            };
            let services = vec![(service.as_str(), *line)];
            let variable = format!("{key}={value}");
            let mut known = by_service.iter_mut();
            let same = |lack: &&mut Self| {
                lack.path == path && lack.services == services && lack.why == why
            };
            match known.find(same) {
                Some(lack) => lack.variables.push(variable),
                None => by_service.push(Self {
                    path,
                    services,
                    variables: vec![variable],
                    why,
                }),
            }
        }
        let mut all: Vec<Self> = Vec::new();
        for lack in by_service {
            let mut known = all.iter_mut();
            let same = |other: &&mut Self| {
                (other.path, &other.variables, other.why) == (lack.path, &lack.variables, lack.why)
            };
            match known.find(same) {
                Some(other) => other.services.extend(lack.services),
                None => all.push(lack),
            }
        }
        all
    }

    fn said(&self) -> String {
        let (path, variables, why) = (self.path, self.variables.join(", "), obstacle(self.why));
        match self.services.as_slice() {
            [(service, line)] => {
                format!("{path}:{line}: {service} needs {variables} in its environment; {why}")
            }
            services => {
                let names = services.iter();
                let names: Vec<_> = names
                    .map(|(name, line)| format!("{name} (line {line})"))
                    .collect();
                let names = names.join(", ");
                format!("{path}: {names} need {variables} in their environment; {why}")
            }
        }
    }
}

/// What else there is to do.
fn other(path: &str, step: &ComposeStep) -> Option<String> {
    let said = match step {
        ComposeStep::Environment { .. } => return None,
        ComposeStep::NoWebService { candidates } if candidates.is_empty() => {
            ": no service is built here, so none was given the variables".to_owned()
        }
        ComposeStep::NoWebService { candidates } => {
            let names = candidates.iter();
            let names: Vec<_> = names
                .map(|(name, line)| format!("{name} (line {line})"))
                .collect();
            let names = names.join(", ");
            format!(
                ": it is not clear which service runs Django, so none was given the variables: {names} \
                 (--web NAME names it)"
            )
        }
        ComposeStep::DependsOn {
            service,
            line,
            on,
            why,
        } => format!(
            ":{line}: {service} should wait for {on} in its depends_on; {}",
            obstacle(why)
        ),
        ComposeStep::Twin {
            service,
            line,
            image,
        } => format!(":{line}: {service} runs {image} too"),
        ComposeStep::Networks { service, line, why } => format!(
            ":{line}: put the new services on a network of {service}; {}",
            obstacle(why)
        ),
    };
    Some(format!("{path}{said}"))
}

fn obstacle(why: &Obstacle) -> String {
    match why {
        Obstacle::AlreadySet => "it is set to something else there".to_owned(),
        Obstacle::Shell => "it is taken from the shell there".to_owned(),
        Obstacle::SetIn { file } => format!("{file} sets it to something else"),
        Obstacle::Unseen { file } => format!("{file} may set it, and is not for djdock to read"),
        Obstacle::OtherNetworks => "this file puts it on others".to_owned(),
        Obstacle::Shared { line } => {
            format!("what stands in line {line} belongs to other services too")
        }
        Obstacle::NetworkMode { mode } => {
            format!("with network_mode {mode}, names of services are not found")
        }
        Obstacle::Extends => "it extends a service of another file".to_owned(),
        Obstacle::Undefined => "its networks are not defined in this file".to_owned(),
        Obstacle::Style { line } => format!("line {line} is written in a way that is not extended"),
    }
}
