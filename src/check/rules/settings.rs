//! What prod's containers are told: DEBUG, host names, TLS.

use crate::check::container;
use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::subject::{EnvironmentFacts, Subject};
use crate::check::what::What;

/// The variable that turns TLS on.
const TLS: &str = "TLS";

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    for facts in subject.environments.iter().filter(|facts| facts.is_prod()) {
        debug(facts, subject, machine, found);
        hosts(facts, subject, machine, found);
        tls(facts, subject, machine, found);
    }
}

fn debug(
    facts: &EnvironmentFacts,
    subject: &Subject,
    machine: &dyn Machine,
    found: &mut Vec<Finding>,
) {
    for variable in subject.variables_of("DEBUG") {
        let spelling = subject.project.spellings.get(variable);
        let own_yes = spelling.and_then(|spelling| spelling.yes.as_deref());
        for seen in container::seen(variable, facts, subject, machine) {
            let value = seen.value.expose();
            if is_yes(value) || own_yes.is_some_and(|yes| yes == value) {
                let what = What::Debug {
                    variable: variable.to_owned(),
                    // The entrypoint knows this name alone.
                    stops: variable == "DEBUG",
                };
                found.push(Finding::new(what, seen.spot));
            }
        }
    }
}

fn hosts(
    facts: &EnvironmentFacts,
    subject: &Subject,
    machine: &dyn Machine,
    found: &mut Vec<Finding>,
) {
    for variable in subject.variables_of("ALLOWED_HOSTS") {
        for seen in container::seen(variable, facts, subject, machine) {
            let separators = [',', ' ', ';', '|', '[', ']', '"', '\''];
            if seen
                .value
                .expose()
                .split(separators)
                .any(|host| host == "*")
            {
                let variable = variable.to_owned();
                found.push(Finding::new(What::AnyHost { variable }, seen.spot));
            }
        }
    }
}

fn tls(
    facts: &EnvironmentFacts,
    subject: &Subject,
    machine: &dyn Machine,
    found: &mut Vec<Finding>,
) {
    let seen = container::seen(TLS, facts, subject, machine).into_iter();
    let off = seen.filter(|seen| !is_yes(seen.value.expose()));
    found.extend(off.take(1).map(|seen| Finding::new(What::NoTls, seen.spot)));
}

/// What the settings take for a yes.
fn is_yes(value: &str) -> bool {
    matches!(
        value.trim().to_lowercase().as_str(),
        "1" | "true" | "yes" | "on" | "y" | "t"
    )
}
