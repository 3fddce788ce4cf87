//! `.env`: whether it is there, what it lacks, who may read it.

use std::collections::HashSet;

use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::spot::Spot;
use crate::check::subject::{EnvFacts, EnvironmentFacts, Subject};
use crate::check::what::What;

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    let env = &subject.env;
    let spot = |line| Spot::shared(&env.path, line);
    // What git tracks gets no secret, and what djdock must not write it cannot repair.
    let repairable = env.writable && !env.tracked;
    match &env.file {
        None if is_needed(subject, machine) => {
            found.push(Finding::new(What::NoEnvFile, spot(0)).fixable(repairable));
        }
        None => {}
        Some(file) => {
            if let Some(line) = file.broken {
                let by_dollar = file
                    .entries
                    .iter()
                    .any(|entry| entry.line == line && entry.dollar.broken);
                if !by_dollar || file.grows {
                    let what = if file.grows {
                        What::EnvFileGrows
                    } else {
                        What::EnvFileBroken
                    };
                    found.push(Finding::new(what, spot(line)));
                }
            }
            open(env, repairable, found);
            // Of a file that is not read to its end, nobody knows what it lacks.
            if !file.cut {
                keys(subject, machine, repairable, found);
            }
        }
    }
    for facts in &subject.environments {
        files(facts, &env.path, found);
        sample(facts, found);
        if facts.tracks_env {
            found.push(Finding::new(
                What::EnvFileTracked,
                facts.spot.file(&env.path),
            ));
        }
    }
    if env.tracked {
        found.push(Finding::new(What::EnvFileTracked, spot(0)));
    } else if !env.ignored {
        found.push(Finding::new(What::EnvFileNotIgnored, spot(0)).fixable(true));
    }
}

/// Whether Compose cannot start without the file.
fn is_needed(subject: &Subject, machine: &dyn Machine) -> bool {
    let mut services = subject
        .environments
        .iter()
        .flat_map(EnvironmentFacts::services);
    let named = services.any(|(file, service)| {
        let mut files = file.env_files(service);
        files.any(|(path, _, required)| required && path == subject.env.path)
    });
    let mut files = subject.environments.iter().flat_map(|facts| &facts.compose);
    named
        || files.any(|file| {
            !file
                .required(&subject.lookup(Some(file), machine))
                .is_empty()
        })
}

fn open(env: &EnvFacts, repairable: bool, found: &mut Vec<Finding>) {
    let mode = env.mode;
    if mode & 0o077 != 0 {
        found.push(
            Finding::new(What::EnvFileOpen { mode }, Spot::shared(&env.path, 0))
                .fixable(repairable),
        );
    }
}

/// Keys that some compose file needs: each once, with the first that needs it.
fn keys(subject: &Subject, machine: &dyn Machine, repairable: bool, found: &mut Vec<Finding>) {
    let mut known: HashSet<String> = HashSet::new();
    for facts in &subject.environments {
        for file in &facts.compose {
            for (key, line) in file.required(&subject.lookup(Some(file), machine)) {
                if !known.insert(key.clone()) {
                    continue;
                }
                let entry = subject.env.file.as_ref().and_then(|env| env.entry(&key));
                let by = facts.spot.at(&file.path, line);
                let spot = Spot::shared(&subject.env.path, entry.map_or(0, |entry| entry.line));
                // An empty value is filled in only where it is written as nothing at all.
                let bare = entry.is_none_or(|entry| entry.assigned && entry.range.is_empty());
                let made = subject.known.key(&key).is_some_and(|key| key.made) && bare;
                let empty = entry.is_some();
                found.push(
                    Finding::new(What::Key { key, empty, by }, spot).fixable(made && repairable),
                );
            }
        }
    }
}

/// Other files that a container's variables come from.
fn files(facts: &EnvironmentFacts, env_file: &str, found: &mut Vec<Finding>) {
    for (file, service) in facts.services() {
        for (path, written, required) in file.env_files(service) {
            if required && path != env_file && !facts.present.contains(&path) {
                let spot = facts.spot.at(&file.path, written.line);
                found.push(Finding::new(What::NoFile { path }, spot));
            }
        }
    }
}

/// `make env` makes what the sample names: a key that is needed and not in it is missing on every other machine.
fn sample(facts: &EnvironmentFacts, found: &mut Vec<Finding>) {
    let Some(sample) = &facts.sample else {
        return;
    };
    for file in &facts.compose {
        for (key, line) in file.required(&|_| None) {
            if sample.entry(&key).is_none() {
                found.push(Finding::new(
                    What::NotInSample { key },
                    facts.spot.at(&file.path, line),
                ));
            }
        }
    }
}
