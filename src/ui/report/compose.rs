//! The prose of what is left to the owner of a compose file.

use crate::patch::{ComposeStep, Obstacle};

/// What a person must do in a compose file that djdock could not, after the file's name.
#[must_use]
pub fn step(step: &ComposeStep) -> String {
    match step {
        ComposeStep::NoWebService { candidates } if candidates.is_empty() => {
            ": no service is built here, so none was given the variables".to_owned()
        }
        ComposeStep::NoWebService { candidates } => {
            let names: Vec<String> = candidates
                .iter()
                .map(|(name, line)| format!("{name} (line {line})"))
                .collect();
            format!(
                ": it is not clear which service runs Django, so none was given the variables: {}",
                names.join(", ")
            )
        }
        ComposeStep::Environment {
            service,
            line,
            key,
            value,
            why,
        } => format!(
            ":{line}: {service} needs {key}={value} in its environment; {}",
            obstacle(why)
        ),
        ComposeStep::DependsOn {
            service,
            line,
            on,
            why,
        } => format!(
            ":{line}: {service} should wait for {on} in its depends_on; {}",
            obstacle(why)
        ),
        ComposeStep::Networks { service, line, why } => format!(
            ":{line}: put the new services on a network of {service}; {}",
            obstacle(why)
        ),
    }
}

fn obstacle(why: &Obstacle) -> String {
    match why {
        Obstacle::AlreadySet { value: Some(value) } => format!("it is set to {value} there"),
        Obstacle::AlreadySet { value: None } => "it is taken from the shell there".to_owned(),
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
