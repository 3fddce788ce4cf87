//! Secrets: what Compose makes of them, how easily they are guessed, and whether they are kept.

use std::collections::HashSet;

use crate::check::container;
use crate::check::finding::Finding;
use crate::check::known::Known;
use crate::check::machine::Machine;
use crate::check::spot::Spot;
use crate::check::subject::{EnvironmentFacts, Subject};
use crate::check::what::What;
use crate::compose::{EnvFile, Template};

/// Django's own limits (security.W009).
const KEY_LENGTH: usize = 50;
const KEY_LETTERS: usize = 5;

/// A password that can be tried out.
const PASSWORD_LENGTH: usize = 8;

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    if let Some(env) = &subject.env.file {
        dollars(env, subject, machine, found);
        passwords(env, subject, found);
        former(env, subject, found);
    }
    let has_prod = subject.environments.iter().any(EnvironmentFacts::is_prod);
    for facts in &subject.environments {
        written(facts, subject, found);
        // dev has the same .env; a key of its own may be what it likes.
        if has_prod && !facts.is_prod() {
            continue;
        }
        for variable in subject.variables_of("SECRET_KEY") {
            secret_key(variable, facts, subject, machine, found);
        }
    }
}

/// A `$` that Compose takes for a variable. One that names another key may be meant, but not in a secret.
fn dollars(env: &EnvFile, subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    let mut unused: Option<bool> = None;
    for entry in &env.entries {
        let dollar = entry.dollar;
        let secret = subject.known.is_secret(&entry.key);
        if dollar.broken || dollar.unset || dollar.expands && secret {
            let key = entry.name().map(ToOwned::to_owned);
            // What was made with the other value, a database's password, would no longer fit.
            let unused =
                dollar.broken || *unused.get_or_insert_with(|| is_unused(subject, machine));
            let writable = subject.env.writable && !subject.env.tracked;
            let repairable =
                unused && writable && key.is_some() && can_be_quoted(entry.written.expose());
            let what = What::Dollar {
                key,
                breaks: dollar.broken,
            };
            found.push(
                Finding::new(what, Spot::shared(&subject.env.path, entry.line)).fixable(repairable),
            );
        }
    }
}

/// Whether the stack never ran here: then nothing knows the value.
fn is_unused(subject: &Subject, machine: &dyn Machine) -> bool {
    let mut files = subject.environments.iter().flat_map(|facts| &facts.compose);
    files.all(|file| {
        let project = subject.lookup(Some(file), machine)("COMPOSE_PROJECT_NAME");
        project.is_some_and(|project| machine.volumes(&project) == Some(false))
    })
}

/// Whether single quotes around a text keep it as it is written.
fn can_be_quoted(written: &str) -> bool {
    !written.contains(['\'', '\\', '"', '\n', '\r'])
}

fn passwords(env: &EnvFile, subject: &Subject, found: &mut Vec<Finding>) {
    let samples = subject
        .environments
        .iter()
        .filter_map(|facts| facts.sample.as_ref());
    let samples: Vec<&EnvFile> = samples.collect();
    let keys = subject.variables_of("SECRET_KEY").collect::<Vec<_>>();
    let plain = env.entries.iter();
    let plain = plain.filter(|entry| !subject.known.is_secret(&entry.key));
    let plain: HashSet<&str> = plain.map(|entry| entry.value.expose()).collect();
    for entry in env
        .entries
        .iter()
        .filter(|entry| entry.name().is_some() && subject.known.is_secret(&entry.key))
    {
        // The last of several counts; SECRET_KEY has rules of its own.
        let counts = env
            .entry(&entry.key)
            .is_some_and(|last| last.line == entry.line);
        let value = entry.value.expose();
        let whole = !entry.dollar.expands && !entry.dollar.broken;
        if value.is_empty() || !counts || !whole || keys.contains(&entry.key.as_str()) {
            continue;
        }
        let published = samples.iter().any(|sample| {
            sample
                .get(&entry.key)
                .is_some_and(|it| it.expose() == value)
        });
        let others = plain.contains(value);
        let known = subject.known.key(&entry.key).is_some_and(|key| key.secret);
        let short = known && value.chars().count() < PASSWORD_LENGTH;
        if published || others || short || Known::is_weak(value) {
            let key = entry.key.clone();
            found.push(Finding::new(
                What::PasswordWeak { key },
                Spot::shared(&subject.env.path, entry.line),
            ));
        }
    }
}

/// Secrets of services that are gone: `env_file` hands the project's containers whatever the file of secrets holds, and
/// what the compose file no longer names it no longer empties there.
fn former(env: &EnvFile, subject: &Subject, found: &mut Vec<Finding>) {
    let mut all = subject.environments.iter();
    let gets_all = |facts: &EnvironmentFacts| {
        let mut services = container::project_services(facts).into_iter();
        services.any(|(file, service)| file.hands_over(&subject.env.path, service))
    };
    if !all.any(gets_all) {
        return;
    }
    for entry in env.entries.iter().filter(|entry| !entry.value.is_empty()) {
        let names_it = |facts: &EnvironmentFacts| {
            let mut services = facts.services();
            services.any(|(_, service)| service.sets(&entry.key).is_some())
        };
        if let Some(service) = subject.known.former_owner(&entry.key)
            && !subject.environments.iter().any(names_it)
        {
            let what = What::FormerSecret {
                key: entry.key.clone(),
                service: service.to_owned(),
            };
            found.push(Finding::new(
                what,
                Spot::shared(&subject.env.path, entry.line),
            ));
        }
    }
}

/// Secrets as literals in a compose file.
fn written(facts: &EnvironmentFacts, subject: &Subject, found: &mut Vec<Finding>) {
    for (file, service) in facts.services() {
        for (key, text, line) in &service.environment {
            let value = text
                .as_ref()
                .map(|text| text.text.as_str())
                .unwrap_or_default();
            let literal = !value.is_empty() && !Template::parse(value).has_variables();
            let switch = matches!(
                value.to_lowercase().as_str(),
                "0" | "1" | "yes" | "no" | "true" | "false"
            );
            if literal && !switch && (subject.known.is_secret(key) || has_password(value)) {
                let key = key.clone();
                found.push(Finding::new(
                    What::SecretWritten { key },
                    facts.spot.at(&file.path, *line),
                ));
            }
        }
    }
}

/// Whether an address has a password in it: `scheme://user:password@host`.
fn has_password(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map(|(user, _)| user);
    user.and_then(|user| user.split_once(':'))
        .is_some_and(|(_, password)| !password.is_empty())
}

fn secret_key(
    variable: &str,
    facts: &EnvironmentFacts,
    subject: &Subject,
    machine: &dyn Machine,
    found: &mut Vec<Finding>,
) {
    for seen in container::seen(variable, facts, subject, machine) {
        let key = seen.value.expose();
        if key.is_empty() {
            continue;
        }
        let mut letters: Vec<char> = key.chars().collect();
        let length = letters.len();
        letters.sort_unstable();
        letters.dedup();
        let variable = variable.to_owned();
        let in_env = seen.spot.file.as_deref() == Some(subject.env.path.as_str());
        let made = in_env && subject.known.key(&variable).is_some_and(|key| key.made);
        if key.starts_with("django-insecure") {
            found.push(Finding::new(
                What::SecretKeyPublished { variable, made },
                seen.spot,
            ));
        } else if length < KEY_LENGTH || letters.len() < KEY_LETTERS {
            found.push(Finding::new(
                What::SecretKeyWeak { variable, made },
                seen.spot,
            ));
        }
    }
}
