//! Compose files as files: whether Compose takes them, and what it takes instead.

use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::read::Mount;
use crate::check::spot::Spot;
use crate::check::subject::Subject;
use crate::check::what::What;

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    variables(subject, machine, found);
    for facts in &subject.environments {
        if facts.compose.is_empty() && facts.unreadable.is_empty() && !facts.is_foreign() {
            let spot = facts.expected.as_ref().map(|path| facts.spot.file(path));
            found.push(Finding::new(
                What::NoComposeFile,
                spot.unwrap_or(facts.spot.clone()),
            ));
        }
        for (path, line, message) in &facts.unreadable {
            let message = message.clone();
            let spot = facts.spot.at(path, line.unwrap_or_default());
            found.push(Finding::new(What::ComposeUnreadable { message }, spot));
        }
        for (path, by) in &facts.shadows {
            let what = What::Shadowed {
                by: by.clone(),
                beside: by.contains(".override."),
            };
            found.push(Finding::new(what, facts.spot.file(path)));
        }
        for (path, environment) in &facts.foreign {
            let environment = *environment;
            found.push(Finding::new(
                What::ForeignFile { environment },
                facts.spot.file(path),
            ));
        }
        for file in &facts.compose {
            let mut find =
                |what, line| found.push(Finding::new(what, facts.spot.at(&file.path, line)));
            if let Some(line) = file.version {
                find(What::ComposeVersion, line);
            }
            if !file.has_services {
                find(What::ComposeFirst, 0);
            }
            file.broken()
                .for_each(|line| find(What::ComposeVariable, line));
            for mount in file.services.iter().flat_map(|service| &service.mounts) {
                if let Some(volume) = drive(mount) {
                    let volume = volume.to_owned();
                    find(What::VolumeLetter { volume }, mount.line);
                }
            }
        }
    }
}

/// Variables with which Compose does not take the stacks as they are.
fn variables(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    let own = subject
        .environments
        .iter()
        .filter(|facts| facts.environment().is_some());
    let several = own.clone().count() > 1;
    let rules = [
        ("COMPOSE_PROJECT_NAME", What::OneProject, several),
        ("COMPOSE_FILE", What::OtherFiles, own.count() > 0),
    ];
    for (name, what, _) in rules.into_iter().filter(|(.., counts)| *counts) {
        let entry = subject.env.file.as_ref().and_then(|env| env.entry(name));
        let spot = match entry {
            Some(entry) => Spot::shared(&subject.env.path, entry.line),
            None if machine.variable(name).is_some() => Spot::default(),
            None => continue,
        };
        found.push(Finding::new(what, spot));
    }
}

/// The volume that Compose takes for a drive: of `d:/srv`, all is the path in the container.
fn drive(mount: &Mount) -> Option<&str> {
    let (letter, path) = mount.target.split_once(':')?;
    let drive = letter.len() == 1 && letter.starts_with(|it: char| it.is_ascii_alphabetic());
    let absolute = path.starts_with(['/', '\\']);
    (mount.source.is_empty() && drive && absolute).then_some(letter)
}
